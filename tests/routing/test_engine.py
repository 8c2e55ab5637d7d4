"""The classifier in use: the word list, the active version, and what happens when the file is no good."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nlp import storage
from nlp.classifier import Classifier
from participation.routing import engine
from participation.routing.decisions import decide_route
from participation.routing.models import LabelledText, LexiconEntry, ModelVersion, Prediction
from participation.routing.queries import lexicon
from participation.routing.word_list import shipped_lexicon
from tests.databases import ROOT
from tests.factories import MONDAY, Cast, at, make_category
from tests.servers import Site, wait_until

ACTIVE = {"state": ModelVersion.State.ACTIVE, "activated_at": at(2026, 1, 2)}


def make_label(text: str, slug: str, number: int) -> LabelledText:
    from uuid import UUID

    return LabelledText.objects.create(
        subject=UUID(int=number), text=text, category=make_category(slug), decision="decided", labelled_at=MONDAY
    )


def score(phrase: str, slug: str) -> float:
    return engine.current().lexicon.scores_in([phrase]).get(slug, 0.0)


def test_an_entry_counts_from_the_next_decision_on_and_no_longer_once_it_is_gone(cast: Cast) -> None:
    assert score("zebrakuy", "jalan-jembatan") == 0
    entry = LexiconEntry.objects.create(category=cast.road, phrase="zebrakuy", weight=4)
    assert score("zebrakuy", "jalan-jembatan") == 4
    entry.weight = 2
    entry.save()
    assert score("zebrakuy", "jalan-jembatan") == 2
    entry.delete()
    assert score("zebrakuy", "jalan-jembatan") == 0


def test_a_shipped_phrase_can_be_taken_out_and_given_another_weight(cast: Cast) -> None:
    shipped = next(e for e in shipped_lexicon().entries if e.category == "jalan-jembatan" and e.weight > 1)
    entry = LexiconEntry.objects.create(category=cast.road, phrase=shipped.term, is_removed=True)

    def weights() -> list[float]:
        return [
            e.weight
            for e in engine.current().lexicon.entries
            if (e.category, e.term) == ("jalan-jembatan", shipped.term)
        ]

    assert weights() == []
    entry.is_removed, entry.weight = False, 0.5
    entry.save()
    assert weights() == [0.5]


@pytest.mark.parametrize("phrase", ["yang dan di", "  ", "untuk"])
def test_a_phrase_of_common_words_is_refused(cast: Cast, phrase: str) -> None:
    with pytest.raises(ValidationError):
        LexiconEntry(category=cast.road, phrase=phrase).full_clean()


def test_a_phrase_is_kept_once_per_topic(cast: Cast) -> None:
    LexiconEntry.objects.create(category=cast.road, phrase="jalan bolong")
    with pytest.raises(IntegrityError), transaction.atomic():
        LexiconEntry.objects.create(category=cast.road, phrase="jalan bolong")


def test_each_entry_shows_its_hits_among_past_cases(cast: Cast) -> None:
    LexiconEntry.objects.create(category=cast.street_light, phrase="lampu taman")
    make_label("Lampu taman padam semua", "penerangan-jalan", 1)
    make_label("lampu-lampu taman pecah, lampu taman juga dicuri", "penerangan-jalan", 2)
    make_label("Tagihan lampu taman naik", "listrik-telekomunikasi", 3)
    make_label("Jalan berlubang", "jalan-jembatan", 4)
    (entry,) = lexicon.with_hits(LexiconEntry.objects.all())
    assert (entry.hits.right, entry.hits.wrong) == (2, 1)
    make_label("lampu taman gelap", "penerangan-jalan", 5)
    assert lexicon.with_hits(LexiconEntry.objects.all())[0].hits.right == 3


def test_the_listing_of_the_admin_shows_the_hits_with_a_constant_number_of_queries(
    client, cast: Cast, django_assert_max_num_queries
) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    admin = get_user_model().objects.create_superuser("admin@contoh.id", "kata-sandi-uji")
    client.force_login(admin)
    LexiconEntry.objects.create(category=cast.street_light, phrase="lampu taman")
    make_label("Lampu taman padam semua", "penerangan-jalan", 1)
    url = LexiconEntry.snippet_viewset.get_url_name("list")
    from django.urls import reverse

    page = client.get(reverse(url)).content.decode()
    assert "lampu taman" in page
    assert "Kasus lama, benar" in page
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(url))
    for number in range(12):
        LexiconEntry.objects.create(category=cast.road, phrase=f"aspal nomor{number}")
    cache.clear()
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(url))
    assert len(many) == len(few)


def test_looking_after_changes_costs_two_small_queries(cast: Cast, django_assert_num_queries) -> None:
    engine.current()
    with django_assert_num_queries(2):
        engine.current()


def test_the_active_version_decides_and_a_retired_one_no_longer(
    cast: Cast, make_version: Callable[..., ModelVersion], small_model: Classifier
) -> None:
    version = make_version("lokal-1", **ACTIVE)
    assert engine.current().classifier.version == small_model.version
    ModelVersion.objects.filter(pk=version.pk).update(state=ModelVersion.State.RETIRED)
    assert engine.current().classifier.version == engine.shipped_classifier().version
    assert engine.problem() == ""


def test_only_one_version_is_active(cast: Cast, make_version: Callable[..., ModelVersion]) -> None:
    make_version("lokal-1", **ACTIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_version("lokal-2", **ACTIVE)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-500])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-200] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil", [shorten, flip, Path.unlink, lambda path: path.write_bytes(b"PK\x03\x04 something else")]
)
def test_a_damaged_foreign_or_missing_file_makes_way_for_the_shipped_model_and_staff_are_told(
    cast: Cast, make_version: Callable[..., ModelVersion], models_folder: Path, client, spoil: Callable[[Path], object]
) -> None:
    make_version("lokal-1", **ACTIVE)
    assert engine.problem() == ""
    spoil(models_folder / "lokal-1.swm")
    assert engine.current().classifier.version == engine.shipped_classifier().version
    client.force_login(cast.siti)
    for address in ("/petugas/", "/petugas/klasifikasi/"):
        assert "Model yang dilatih di sini tidak bisa dipakai" in client.get(address).content.decode()


def test_a_file_that_is_whole_but_not_the_one_meant_is_not_used(
    cast: Cast, make_version: Callable[..., ModelVersion]
) -> None:
    make_version("lokal-1", **ACTIVE, sha256="0" * 64)
    assert "isinya berubah" in engine.problem()


def test_without_any_model_the_word_list_suggests_and_people_decide(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(storage, "SHIPPED_MODEL", tmp_path / "gone.swm")
    engine.shipped_classifier.cache_clear()
    LexiconEntry.objects.create(category=cast.street_light, phrase="lampu jalan", weight=5)
    try:
        decision = decide_route("Lampu jalan di gang kami mati")
        assert decision.source == Prediction.Source.LEXICON
        assert decision.category == cast.street_light
        assert not decision.is_sure
        assert "hanya memakai aturan kantor dan kata petunjuk" in engine.problem()
        assert decide_route("Tolong, ada kebakaran besar, orang terjebak di dalam rumah sekarang!").is_urgent
    finally:
        engine.shipped_classifier.cache_clear()


SAY_SCORE = (
    "import sys\n"
    "from participation.routing import engine\n"
    "for line in sys.stdin:\n"
    "    now = engine.current()\n"
    "    print(now.lexicon.scores_in(['zebrakuy']).get('jalan-jembatan', 0), now.classifier.version, flush=True)\n"
)


def test_another_process_notices_an_edit_an_activation_and_a_rollback_without_a_restart(
    server: Callable[..., Site], small_model, sqlite_databases
) -> None:
    site = server(parts=())
    site.manage("shell", "-c", _MAKE_ROWS)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", SAY_SCORE],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:

        def ask() -> list[str]:
            process.stdin.write("?\n")
            process.stdin.flush()
            while len(line := process.stdout.readline().split()) != 2:
                pass
            return line

        shipped = ask()
        site.manage("shell", "-c", _ADD_ENTRY)
        assert wait_until(lambda: ask()[0]) == "3.0"
        folder = site.data_dir / "models"
        folder.mkdir()
        storage.save(small_model, folder / "lokal.swm")
        site.manage("shell", "-c", _ACTIVATE)
        assert ask() == ["3.0", small_model.version]
        site.manage("shell", "-c", _ROLL_BACK)
        assert ask() == ["3.0", shipped[1]]
    finally:
        process.kill()
        process.wait()


_ROLL_BACK = (
    "from participation.routing.actions.versions import use_version; from django.utils import timezone; "
    "use_version(None, actor=None, now=timezone.now())"
)
_MAKE_ROWS = "from tests.factories import make_category; make_category('jalan-jembatan')"
_ADD_ENTRY = (
    "from participation.routing.models import LexiconEntry; from participation.units.models import Category; "
    "LexiconEntry.objects.create(category=Category.objects.get(slug='jalan-jembatan'), phrase='zebrakuy', weight=3)"
)
_ACTIVATE = (
    "from django.utils import timezone; from participation.routing import engine; "
    "from participation.routing.models import ModelVersion; "
    "from participation.routing.actions.versions import use_version; now = timezone.now(); "
    "path = engine.models_folder() / 'lokal.swm'; "
    "v = ModelVersion.objects.create(version='lokal', file_name=path.name, sha256=engine.file_digest(path), "
    "data_hash='x', threshold=1, learnt_until_at=now, created_at=now); "
    "use_version(v, actor=None, now=now)"
)
