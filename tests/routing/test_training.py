"""Learning from decisions: when it is due, who may replace whom, and that a death in the middle changes nothing."""

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from nlp.lexicon import Lexicon
from participation.routing import judging
from participation.routing.actions import training
from participation.routing.actions.versions import use_version
from participation.routing.decisions import decide_route
from participation.routing.judging import Label
from participation.routing.models import ModelVersion, RetrainRun
from tests.databases import ROOT, default_connection
from tests.factories import MONDAY, Cast, at
from tests.routing.texts import make_labels
from tests.servers import Site, wait_until

LIGHTS = "lampu pju padam gelap tiang bohlam malam redup"


@pytest.fixture
def office(cast: Cast, settings: Any, small_corpus: Path, models_folder: Path) -> Cast:
    settings.CORPUS_FILE = str(small_corpus)
    return cast


def test_a_training_is_due_once_enough_new_decisions_are_there(office: Cast, settings: Any) -> None:
    settings.RETRAIN_MIN_NEW_LABELS = 5
    make_labels(4)
    assert training.retrain() is None
    make_labels(1, seed=9)
    run = training.retrain()
    assert run is not None
    assert run.state == RetrainRun.State.KEPT
    assert "Baru 5 keputusan" in run.reason
    assert training.retrain() is None


def test_what_the_office_calls_otherwise_is_learnt_and_used_at_once_by_the_same_process(office: Cast) -> None:
    make_labels(140, rename={"penerangan-jalan": "listrik-telekomunikasi"})
    before = decide_route(LIGHTS)
    assert before.category == office.street_light
    run = training.retrain()
    assert run.state == RetrainRun.State.ACTIVATED, run.reason
    assert run.report["method"] == "silang"
    assert run.report["difference"]["low"] > 0
    assert decide_route(LIGHTS).category == office.electricity
    assert decide_route(LIGHTS).model_version == run.version.version
    assert run.version.label_total == 140


def test_answers_at_random_teach_nothing_and_the_version_in_use_stays(office: Cast) -> None:
    make_labels(140, mixed=True)
    before = decide_route(LIGHTS).model_version
    run = training.retrain()
    assert run.state == RetrainRun.State.KEPT
    assert run.reason
    assert run.version.state == ModelVersion.State.CANDIDATE
    assert decide_route(LIGHTS).model_version == before


def test_many_decisions_are_judged_by_time(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "TIME_LABELS", 150)
    monkeypatch.setattr(judging, "TIME_TESTS", 40)
    make_labels(200, rename={"penerangan-jalan": "listrik-telekomunikasi"})
    run = training.retrain()
    assert (run.state, run.report["method"], run.report["n"]) == ("activated", "waktu", 39)


def test_newer_decisions_that_the_version_in_use_already_knows_judge_nothing(small_corpus: Path) -> None:
    labels = [Label(f"teks nomor {n}", "lainnya", None, MONDAY + timedelta(n), is_new=False) for n in range(50)]
    judgement = judging.judge_candidate([], labels, None, Lexicon([]), now=MONDAY, progress=lambda _: None)
    assert (judgement.method, judgement.accepts) == ("", False)


@pytest.mark.parametrize(
    ("method", "difference", "low", "accepted"),
    [
        ("silang", 0.1, 0.02, True),
        ("silang", 0.1, -0.01, False),
        ("silang", 0.0, 0.0, False),
        ("waktu", 0.0, -0.05, True),
        ("waktu", -0.01, -0.015, True),
        ("waktu", -0.01, -0.05, False),
        ("waktu", -0.2, -0.3, False),
    ],
)
def test_the_gate(method: str, difference: float, low: float, accepted: bool) -> None:
    accepts, reason = judging._verdict(method, {"difference": difference, "low": low, "high": 0.2})
    assert accepts is accepted
    assert "poin" in reason


def test_newer_labels_weigh_more_and_come_first() -> None:
    labels = [Label("lama", "a", None, at(2020, 1, 1)), Label("baru", "a", None, MONDAY)]
    rows = judging.weighted(labels, MONDAY)
    assert [(row.text, row.weight) for row in rows] == [("baru", 3.0), ("lama", 1.0)]


def test_lookalikes_do_not_stand_on_both_sides() -> None:
    known = [Label("Lampu jalan di gang melati mati sejak kemarin malam", "a", None, MONDAY)]
    fresh = [
        Label("lampu jalan gang melati mati sejak kemarin malam!!", "a", None, MONDAY),
        Label("Sampah menumpuk di pasar", "b", None, MONDAY),
        Label("sampah menumpuk di pasar", "b", None, MONDAY),
    ]
    assert judging.without_lookalikes(fresh, known) == [fresh[1]]


def test_only_one_training_runs_and_a_dead_one_gives_way(office: Cast) -> None:
    now = timezone.now()
    first = training.claim_run("uji", now=now)
    assert first is not None
    assert training.claim_run("uji", now=now) is None
    assert training.retrain(force=True) is None
    second = training.claim_run("uji", now=now + training.LEASE + timedelta(seconds=1))
    assert second is not None
    first.refresh_from_db()
    assert first.state == RetrainRun.State.ABANDONED


def test_whoever_lost_the_claim_changes_nothing_any_more(office: Cast, models_folder: Path) -> None:
    make_labels(140, rename={"penerangan-jalan": "listrik-telekomunikasi"})

    def give_up(message: str) -> None:
        if message.startswith("Melatih model"):
            RetrainRun.objects.update(state=RetrainRun.State.ABANDONED)

    run = training.retrain(progress=give_up)
    assert run.state == RetrainRun.State.ABANDONED
    assert not ModelVersion.objects.exists()
    assert list(models_folder.iterdir()) == []


def test_a_failed_training_is_recorded_and_the_next_one_may_run(office: Cast) -> None:
    def break_off(message: str) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        training.retrain(force=True, progress=break_off)
    assert RetrainRun.objects.get().state == RetrainRun.State.FAILED
    assert training.retrain(force=True).state == RetrainRun.State.KEPT


def test_a_version_whose_file_is_damaged_cannot_be_chosen(
    office: Cast, make_version: Callable[..., ModelVersion], models_folder: Path
) -> None:
    version = make_version("lokal-1")
    (models_folder / "lokal-1.swm").write_bytes(b"nothing")
    with pytest.raises(ValidationError, match="tidak bisa dipakai"):
        use_version(version, actor=office.wati, now=MONDAY)
    assert not ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).exists()


def test_old_versions_and_stray_files_are_cleaned_up(
    office: Cast, make_version: Callable[..., ModelVersion], models_folder: Path
) -> None:
    active = make_version("dipakai", state=ModelVersion.State.ACTIVE, activated_at=MONDAY)
    for number in range(8):
        make_version(f"lama-{number}", created_at=MONDAY + timedelta(days=number))
    training._sweep(timezone.now() + timedelta(days=2))
    left = set(ModelVersion.objects.values_list("version", flat=True))
    assert left == {active.version, *(f"lama-{number}" for number in range(2, 8))}
    assert {path.stem for path in models_folder.iterdir()} == left


def test_the_command_says_what_came_of_it(office: Cast, capsys: pytest.CaptureFixture) -> None:
    call_command("retrain")
    assert "Belum ada alasan" in capsys.readouterr().out
    call_command("retrain", "--force")
    assert "Versi lama dipertahankan" in capsys.readouterr().out


@pytest.fixture
def site_with_labels(server: Callable[..., Site], small_corpus: Path, django_db_blocker: Any) -> Site:
    site = server(parts=(), CORPUS_FILE=str(small_corpus))
    with django_db_blocker.unblock(), default_connection(f"sqlite:///{site.data_dir}/suara-warga.sqlite3"):
        make_labels(140, rename={"penerangan-jalan": "listrik-telekomunikasi"})
    return site


def read(site: Site, code: str) -> str:
    return site.manage("shell", "-v0", "-c", f"from participation.routing.models import *; print({code})").strip()


def test_the_real_task_trains_in_the_worker_and_web_processes_follow(site_with_labels: Site) -> None:
    site = site_with_labels
    site.start("worker")
    site.manage("shell", "-c", "from participation.routing.tasks import retrain; retrain.delay()")
    state = wait_until(
        lambda: (
            (found := read(site, "RetrainRun.objects.get().state if RetrainRun.objects.exists() else ''"))
            not in ("", "running")
            and found
        ),
        limit=180,
        what="the end of the training",
    )
    assert state == "activated"
    assert read(site, "ModelVersion.objects.get().state") == "active"


def test_killed_in_the_middle_it_leaves_nothing_half_done(site_with_labels: Site) -> None:
    site = site_with_labels
    process = subprocess.Popen(
        [sys.executable, "manage.py", "retrain"], cwd=ROOT, env=site.environment, stderr=subprocess.PIPE, text=True
    )
    for line in process.stderr:
        if "Melatih model" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read(site, "RetrainRun.objects.get().state, ModelVersion.objects.count()") == "running 0"
    assert "pelatihan lain sedang berjalan" in site.manage("retrain")
    read(site, "RetrainRun.objects.update(lease_until='2020-01-01T00:00Z')")
    assert "Versi baru dipakai" in site.manage("retrain")
    assert read(site, "list(RetrainRun.objects.order_by('id').values_list('state', flat=True))") == (
        "['abandoned', 'activated']"
    )


@pytest.mark.postgresql
def test_of_many_that_want_to_train_at_once_one_may(pg: str) -> None:
    now = timezone.now()

    def claim(_number: int) -> bool:
        try:
            return training.claim_run("uji", now=now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as people:
        assert sum(people.map(claim, range(24))) == 1


@pytest.mark.postgresql
def test_two_activations_at_once_leave_one_active_version(pg: str, make_version: Callable[..., ModelVersion]) -> None:
    made = [make_version(f"lokal-{number}") for number in range(4)]

    def choose(version: ModelVersion) -> None:
        try:
            with suppress(IntegrityError):
                use_version(version, actor=None, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(choose, made))
    assert ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).count() == 1
