"""The page about the classifier, and cases that people judge blind."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.cases.actions.classification import classify_case
from participation.cases.actions.routing import route_case
from participation.cases.actions.work import accept_case
from participation.cases.models import Case
from participation.cases.queries.desk import case_details
from participation.routing import blind
from participation.routing.actions.versions import use_version
from participation.routing.models import LabelledText, LexiconEntry, ModelVersion, Prediction, RetrainRun, RoutingRule
from participation.routing.queries.explanations import explanation_for
from participation.routing.queries.figures import live_figures
from participation.units.models import Category
from tests.factories import MONDAY, Cast, make_case

PAGE = "/petugas/klasifikasi/"


@pytest.fixture
def sure_of_everything(cast: Cast, make_version: Callable[..., ModelVersion]) -> Cast:
    """The small model with a threshold of zero in use: every answer is a sure one."""
    use_version(make_version("lokal-1"), actor=None, now=MONDAY)
    return cast


@pytest.fixture
def small_model(small_model: Any) -> Any:
    return replace(small_model, threshold=0.0, urgency_threshold=1.1)


def classified(**fields: Any) -> Case:
    case = make_case(**fields)
    classify_case(case_id=case.pk, now=MONDAY)
    case.refresh_from_db()
    return case


def test_the_blind_share_is_a_random_share_and_always_the_same_for_one_case() -> None:
    keys = [uuid.UUID(int=number) for number in range(4000)]
    chosen = [key for key in keys if blind.is_chosen(key, 0.05)]
    assert 140 < len(chosen) < 260
    assert chosen == [key for key in keys if blind.is_chosen(key, 0.05)]
    assert not any(blind.is_chosen(key, 0.0) for key in keys)
    assert all(blind.is_chosen(key, 1.0) for key in keys)


def test_a_sure_case_is_routed_and_a_blind_one_waits_for_people_without_a_suggestion(
    sure_of_everything: Cast, settings: Any, client: Client
) -> None:
    cast = sure_of_everything
    settings.BLIND_SHARE = 0.0
    routed = classified()
    assert routed.unit == cast.lighting
    settings.BLIND_SHARE = 1.0
    case = classified()
    prediction = Prediction.objects.get(subject=case.key)
    assert (prediction.outcome, prediction.is_blind, prediction.category) == ("sure", True, cast.street_light)
    assert (case.status, case.unit, case.category) == ("submitted", None, None)
    assert explanation_for(case.key) is None
    client.force_login(cast.siti)
    page = client.get(f"/petugas/laporan/{case.code}/").content.decode()
    assert "Usulan" not in page
    assert "<mark>" not in page
    event = case.events.get(kind="classified")
    assert event.data["outcome"] == "blind"
    assert "lampu" not in str(event.data).lower()


def test_after_the_decision_a_blind_case_shows_what_was_predicted_and_counts(
    sure_of_everything: Cast, settings: Any
) -> None:
    cast = sure_of_everything
    settings.BLIND_SHARE = 1.0
    case = classified()
    route_case(case_id=case.pk, actor=cast.siti, category=cast.road, unit=cast.roads, now=MONDAY)
    assert explanation_for(case.key).prediction.category == cast.street_light
    assert LabelledText.objects.get(subject=case.key).decision == LabelledText.Decision.CORRECTED
    share = live_figures(MONDAY + timedelta(days=1)).overall.blind
    assert (share.hits, share.n) == (0, 1)


def test_a_rule_is_never_judged_blind(cast: Cast, settings: Any) -> None:
    settings.BLIND_SHARE = 1.0
    RoutingRule.objects.create(name="Lampu", any_words="lampu", category=cast.street_light)
    case = classified()
    assert case.unit == cast.lighting


def test_a_unit_that_takes_a_case_on_confirms_its_topic(sure_of_everything: Cast, settings: Any) -> None:
    cast = sure_of_everything
    settings.BLIND_SHARE = 0.0
    case = classified(text="Lampu jalan padam, hubungi saya di 081234567890")
    assert not LabelledText.objects.exists()
    accept_case(case_id=case.pk, actor=cast.dewi, now=MONDAY)
    label = LabelledText.objects.get(subject=case.key)
    assert (label.category, label.decision) == (cast.street_light, LabelledText.Decision.KEPT)
    assert "081234567890" not in label.text


def make_prediction(category: Category, *, truth: Category | None = None, **fields: Any) -> None:
    subject = uuid.uuid4()
    values = {"confidence": 0.95, "outcome": "sure", "created_at": timezone.now(), "threshold": 0.8, **fields}
    Prediction.objects.create(subject=subject, source="model", category=category, **values)
    if truth:
        LabelledText.objects.create(
            subject=subject, text="teks", category=truth, decision="decided", labelled_at=values["created_at"]
        )


def test_figures_per_month_and_topic_with_intervals_and_confusions(cast: Cast) -> None:
    for _number in range(8):
        make_prediction(cast.street_light, truth=cast.street_light, is_blind=True)
    make_prediction(cast.street_light, truth=cast.electricity, is_blind=True)
    make_prediction(cast.street_light, truth=cast.electricity, confidence=0.4, outcome="unsure")
    make_prediction(cast.road, created_at=timezone.now() - timedelta(days=62), confidence=0.3, outcome="unsure")
    make_prediction(cast.road, created_at=timezone.now() - timedelta(days=500), truth=cast.road)
    figures = live_figures(timezone.now())
    assert (figures.overall.total, figures.overall.coverage.hits) == (11, 9)
    assert (figures.overall.blind.hits, figures.overall.blind.n) == (8, 9)
    assert figures.overall.blind.low == pytest.approx(0.565, abs=0.001)
    assert figures.overall.blind.high == pytest.approx(0.980, abs=0.001)
    assert (figures.overall.decided.hits, figures.overall.decided.n) == (8, 10)
    assert figures.overall.gap_points == pytest.approx((0.95 * 9 + 0.4) / 10 * 100 - 80)
    assert len(figures.months) == 2
    assert [group.label for group in figures.bins] == ["40–50%", "90–100%"]
    assert [(c.predicted, c.truth, c.count) for c in figures.confusions] == [
        (cast.street_light.name, cast.electricity.name, 2)
    ]
    topics = {group.label: group for group in figures.categories}
    assert topics[cast.road.name].decided.value is None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("siti", 200),
        ("ratna", 200),
        ("ibu_camat", 200),
        ("wati", 200),
        ("dewi", 403),
        ("eko", 403),
        ("warga", 403),
    ],
)
def test_who_may_read_the_page(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}kata/").status_code == status


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_thirty(cast: Cast, client: Client) -> None:
    client.force_login(cast.wati)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    make_prediction(cast.road, truth=cast.street_light)
    count()
    few = count()
    for _number in range(30):
        make_prediction(cast.street_light, truth=cast.road)
    RetrainRun.objects.create(
        state="kept",
        started_at=MONDAY,
        lease_until=MONDAY,
        reason="Belum terbukti",
        report={"method": "silang", "n": 60, "current": {"accuracy": 0.71}, "candidate": {"accuracy": 0.714}},
    )
    assert count() == few
    page = client.get(PAGE).content.decode()
    assert "71,0% → 71,4%" in page
    assert "Belum terbukti" in page


def test_the_admin_rolls_back_with_one_click_and_nobody_else_can(
    cast: Cast, client: Client, make_version: Callable[..., ModelVersion]
) -> None:
    first, second = make_version("lokal-1"), make_version("lokal-2")
    use_version(first, actor=cast.wati, now=MONDAY)
    use_version(second, actor=cast.wati, now=MONDAY + timedelta(days=1))
    for stranger in (cast.siti, cast.ratna, cast.ibu_camat):
        client.force_login(stranger)
        assert "Kembali ke versi sebelumnya" not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}versi/", {"version": first.pk}).status_code == 403
    client.force_login(cast.wati)
    page = client.get(PAGE).content.decode()
    assert "Kembali ke versi sebelumnya" in page
    assert "(lokal-1)" in page
    client.post(f"{PAGE}versi/", {"version": first.pk})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, first.activated_by) == ("active", "retired", cast.wati)
    client.post(f"{PAGE}versi/", {"version": ""})
    assert not ModelVersion.objects.filter(state="active").exists()


def test_a_version_that_cannot_be_used_is_refused_in_words(
    cast: Cast, client: Client, make_version: Callable[..., ModelVersion], models_folder: Any
) -> None:
    version = make_version("lokal-1")
    (models_folder / "lokal-1.swm").unlink()
    client.force_login(cast.wati)
    page = client.post(f"{PAGE}versi/", {"version": version.pk}, follow=True).content.decode()
    assert "Versi ini tidak bisa dipakai" in page
    assert client.post(f"{PAGE}versi/", {"version": 99}, follow=True).status_code == 200


def test_words_are_taken_out_and_put_back_on_their_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.ratna)
    address = f"{PAGE}kata/?topik={cast.road.slug}"
    assert "aspal" in client.get(address).content.decode()
    words = {"category": cast.road.slug, "phrase": "aspal", "is_removed": "1"}
    assert "dicabut" in client.post(f"{PAGE}kata/ubah/", words, follow=True).content.decode()
    assert LexiconEntry.objects.get().is_removed
    assert "<s>aspal</s>" in client.get(address).content.decode()
    del words["is_removed"]
    client.post(f"{PAGE}kata/ubah/", words)
    assert not LexiconEntry.objects.exists()
    client.force_login(cast.siti)
    assert client.post(f"{PAGE}kata/ubah/", words).status_code == 403


def test_no_suggestion_of_a_blind_case_reaches_the_desk_by_its_details(sure_of_everything: Cast, settings: Any) -> None:
    settings.BLIND_SHARE = 1.0
    case = classified()
    assert case_details(case, sure_of_everything.siti)["explanation"] is None
