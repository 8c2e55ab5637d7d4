"""What Budi meets: the form, the code from the counter, the link after his case, the published result."""

import re
import uuid
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from participation.cases.actions.reporter import confirm_case, withdraw_case
from participation.satisfaction import queries
from participation.satisfaction.access import visit_token
from participation.satisfaction.actions import (
    make_codes,
    publish_result,
    revoke_unused_codes,
    show_comment,
    submit_response,
)
from participation.satisfaction.elements import QUESTIONS
from participation.satisfaction.models import Response, SurveyPeriod, VisitCode
from participation.satisfaction.scoring import Element
from participation.units.models import Service
from portal.templatetags.surveys import survey_after_case
from tests.factories import Cast, bring_to, make_case
from tests.satisfaction.surveys import (
    AFTER,
    FIRST_THREE,
    OPEN_DAY,
    give,
    make_answer,
    make_period,
    make_service,
    plan_for_lowest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(OPEN_DAY, tick=False):
        yield


def filled(token: uuid.UUID | None = None, score: int = 4, **fields: str) -> dict[str, str]:
    return {"form_token": str(token or uuid.uuid4()), **{element.value: str(score) for element in Element}, **fields}


def test_every_element_is_asked_once_with_four_answers(client: Client, period: SurveyPeriod) -> None:
    page = client.get("/survei/ktp-el/").content.decode()
    assert [question.element for question in QUESTIONS] == list(Element)
    assert page.count('type="radio"') == 9 * 4
    assert "checked" not in page
    assert page.count("<fieldset") == 10


def test_a_filled_in_form_is_one_answer_through_the_open_link(client: Client, period: SurveyPeriod) -> None:
    answer = client.post("/survei/ktp-el/", filled(comment="Cepat sekali.", sex="female", education="sma"))
    assert answer.headers["Location"] == "/survei/terima-kasih/"
    kept = Response.objects.get()
    assert (kept.source, kept.conduct, kept.sex, kept.age_band) == ("counter", 4, "female", "")
    assert "tersimpan" in client.get("/survei/terima-kasih/").content.decode()


def test_a_form_sent_twice_is_kept_once(client: Client, period: SurveyPeriod) -> None:
    token = uuid.uuid4()
    for _time in range(3):
        assert client.post("/survei/ktp-el/", filled(token)).status_code == 302
    assert Response.objects.count() == 1


def test_what_is_missing_is_named_and_the_rest_stays(client: Client, period: SurveyPeriod) -> None:
    form = filled()
    del form["cost"]
    response = client.post("/survei/ktp-el/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_cost"' in page
    assert "Pilih satu jawaban: Biaya atau tarif" in page
    assert page.count(" checked") == 8
    assert not Response.objects.exists()


@pytest.mark.parametrize("score", ["0", "5", "3.5", "sangat", ""])
def test_a_score_outside_the_scale_is_refused_by_form_and_database(
    client: Client, period: SurveyPeriod, score: str
) -> None:
    assert client.post("/survei/ktp-el/", {**filled(), "product": score}).status_code == 422
    scores = {element.value: 3 for element in Element}
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            period=period, form_token=uuid.uuid4(), source="counter", answered_date=OPEN_DAY, **{**scores, "cost": 5}
        )


@pytest.mark.parametrize("address", ["/survei/tidak-ada/", "/survei/kode/AAAABBBBCCCC/", "/survei/kode/x/"])
def test_what_is_not_open_says_so(client: Client, period: SurveyPeriod, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "/survei/" in response.content.decode()


def test_a_survey_is_open_on_its_days_only(client: Client, period: SurveyPeriod) -> None:
    with time_machine.travel(AFTER, tick=False):
        assert client.post("/survei/ktp-el/", filled()).status_code == 404
        with pytest.raises(ValidationError, match="ditutup"):
            submit_response(make_answer(), period_id=period.pk, now=AFTER)
    assert not Response.objects.exists()


def test_a_code_opens_the_survey_and_is_used_by_sending(client: Client, cast: Cast, period: SurveyPeriod) -> None:
    [code] = make_codes(period, 1, actor=cast.dewi, now=OPEN_DAY)
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    assert client.post("/survei/", {"code": typed}).headers["Location"] == f"/survei/kode/{code}/"
    assert client.get(f"/survei/kode/{code}/").status_code == 200
    assert client.get(f"/survei/kode/{code}/").status_code == 200, "looking uses nothing up"
    token = uuid.uuid4()
    assert client.post(f"/survei/kode/{code}/", filled(token)).status_code == 302
    assert client.post(f"/survei/kode/{code}/", filled(token)).status_code == 302, "the same form again"
    assert client.post(f"/survei/kode/{code}/", filled()).status_code == 404
    assert client.get(f"/survei/kode/{code}/").status_code == 404
    assert list(Response.objects.values_list("source", flat=True)) == ["code"]


def test_codes_are_kept_as_hashes_and_not_tied_to_answers(cast: Cast, period: SurveyPeriod) -> None:
    codes = make_codes(period, 30, actor=cast.dewi, now=OPEN_DAY)
    assert len(set(codes)) == 30
    assert not set(codes) & set(VisitCode.objects.values_list("code_hash", flat=True))
    assert not {field.name for field in VisitCode._meta.get_fields()} & {"response", "responses", "user"}


def test_a_code_of_another_survey_or_a_revoked_one_is_refused(cast: Cast, period: SurveyPeriod) -> None:
    other = make_period(make_service(cast.lighting, "SKTM"), cast.tuti)
    own, foreign = (
        make_codes(period, 1, actor=cast.tuti, now=OPEN_DAY),
        make_codes(other, 1, actor=cast.tuti, now=OPEN_DAY),
    )
    assert revoke_unused_codes(period, actor=cast.tuti, now=OPEN_DAY) == 1
    for code in (*own, *foreign):
        with pytest.raises(ValidationError, match="tidak berlaku"):
            submit_response(make_answer(code=code), period_id=period.pk, now=OPEN_DAY)


@pytest.fixture
def for_cases(cast: Cast, period: SurveyPeriod) -> SurveyPeriod:
    Service.objects.filter(pk=period.service_id).update(handles_cases=True)
    return period


def test_a_closed_case_offers_its_survey_once(client: Client, cast: Cast, for_cases: SurveyPeriod) -> None:
    case = bring_to(make_case(), "responded", cast)
    assert survey_after_case(case) == ""
    link = survey_after_case(confirm_case(case_id=case.pk, now=OPEN_DAY))
    path = link.removeprefix("http://localhost:8000")
    assert str(case.key) not in link
    assert client.get(path).status_code == 200
    assert client.post(path, filled()).status_code == 302
    assert client.get(path).headers["Location"] == "/survei/terima-kasih/"
    assert client.post(path, filled()).status_code == 422
    assert Response.objects.get().source == "case"


def test_a_case_taken_back_or_an_office_without_survey_offers_none(cast: Cast, for_cases: SurveyPeriod) -> None:
    assert survey_after_case(withdraw_case(case_id=make_case().pk, now=OPEN_DAY)) == ""
    closed = bring_to(make_case(), "closed", cast)
    Service.objects.update(handles_cases=False)
    assert survey_after_case(closed) == ""


def test_a_link_that_this_office_did_not_sign_leads_nowhere(client: Client, for_cases: SurveyPeriod) -> None:
    good = visit_token("case:x:0")
    assert client.get(f"/survei/laporan/{good}/").status_code == 200
    assert client.get(f"/survei/laporan/{good}x/").status_code == 404
    with time_machine.travel(OPEN_DAY.replace(month=6), tick=False):
        assert client.get(f"/survei/laporan/{good}/").status_code == 404, "older than 60 days"


def test_ways_in_are_counted_apart(cast: Cast, period: SurveyPeriod) -> None:
    [code] = make_codes(period, 1, actor=cast.dewi, now=OPEN_DAY)
    give(period, 1, 1, 1)
    give(period, 4, code=code)
    give(period, 2, visit_key="a" * 64)
    result = queries.result_of(period)
    assert {source.source: (source.count, source.result.index) for source in result.sources} == {
        "counter": (3, Decimal("25.00")),
        "code": (1, Decimal("100.00")),
        "case": (1, Decimal("50.00")),
    }
    assert (result.overall.count, result.overall.index) == (5, Decimal("45.00"))


def test_the_quota_meter_counts_against_the_needed_sample(period: SurveyPeriod) -> None:
    give(period, *[3] * 11)
    result = queries.result_of(period)
    assert (result.needed, result.count, result.missing, result.is_enough) == (44, 11, 33, False)
    assert result.share_of_needed == 0.25


@pytest.fixture
def published(cast: Cast, period: SurveyPeriod) -> SurveyPeriod:
    give(period, 3, 4)
    give(period, 3, comment="Hubungi saya di 0812 3456 7890, Pak Budi.", bands={"sex": "male"})
    plan_for_lowest(period, cast.tuti, FIRST_THREE)
    return publish_result(period, actor=cast.ibu_camat, now=AFTER)


@pytest.mark.parametrize(
    ("now", "answers", "plans", "code"),
    [(OPEN_DAY, 3, 3, "running"), (AFTER, 0, 0, "empty"), (AFTER, 3, 2, "plan"), (AFTER, 3, 0, "plan")],
)
def test_nothing_is_published_before_all_that_must_be_is_there(
    cast: Cast, period: SurveyPeriod, now, answers: int, plans: int, code: str
) -> None:
    give(period, *[3] * answers)
    plan_for_lowest(period, cast.tuti, FIRST_THREE[:plans])
    with pytest.raises(ValidationError) as refusal:
        publish_result(period, actor=cast.ibu_camat, now=now)
    assert refusal.value.code == code
    period.refresh_from_db()
    assert not period.is_published


def test_the_published_page_has_index_class_means_note_and_plan(client: Client, published: SurveyPeriod) -> None:
    page = client.get(f"/survei/hasil/{published.pk}/").content.decode()
    for expected in ("83,33", "Mutu B: Baik", "Belum mewakili", "kurang 41", "Loket dibuka lebih pagi.", "82,50"):
        assert expected in page, expected
    assert page.count("tiga terendah") == 3
    assert "83,33" in client.get("/survei/hasil/").content.decode()


def test_published_figures_stay_whatever_happens_to_rows(published: SurveyPeriod) -> None:
    before = queries.result_of(published)
    Response.objects.update(cost=1)
    Response.objects.first().delete()
    assert queries.result_of(SurveyPeriod.objects.get(pk=published.pk)) == before
    with pytest.raises(ValidationError, match="ditutup"):
        submit_response(make_answer(), period_id=published.pk, now=OPEN_DAY)


def test_unpublished_results_are_not_to_be_found(client: Client, period: SurveyPeriod) -> None:
    give(period, 3)
    for address in ("", "unduh.xlsx", "unduh.csv"):
        assert client.get(f"/survei/hasil/{period.pk}/{address}").status_code == 404
    assert "KTP-el" not in client.get("/survei/hasil/").content.decode()


def test_comments_are_masked_and_shown_only_after_somebody_has_read_them(
    client: Client, cast: Cast, published: SurveyPeriod
) -> None:
    [comment] = queries.comments_of(published)
    assert "0812" not in comment.text
    assert "Hubungi" not in client.get(f"/survei/hasil/{published.pk}/").content.decode()
    show_comment(published, comment.pk, actor=cast.tuti, is_public=True)
    page = client.get(f"/survei/hasil/{published.pk}/").content.decode()
    assert "Hubungi" in page
    assert "0812" not in page
    show_comment(published, comment.pk, actor=cast.tuti, is_public=False)
    assert "Hubungi" not in client.get(f"/survei/hasil/{published.pk}/").content.decode()


def test_the_workbook_and_the_rows_hold_the_exact_figures(client: Client, published: SurveyPeriod) -> None:
    response = client.get(f"/survei/hasil/{published.pk}/unduh.xlsx")
    book = load_workbook(BytesIO(response.content))
    summary = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows()}
    assert summary["Indeks Kepuasan Masyarakat (bobot tepat 1/9)"] == pytest.approx(83.33)
    assert summary["Pembanding dengan bobot dibulatkan 0,11, bukan hasil resmi"] == pytest.approx(82.5)
    assert len(list(book["Unsur"].iter_rows())) == 10
    assert len(list(book["Tindak lanjut"].iter_rows())) == 4
    rows = client.get(f"/survei/hasil/{published.pk}/unduh.csv").content.decode().splitlines()
    assert rows[1] == "Persyaratan,3.33,83.33,B,ya"
    assert client.get(f"/survei/hasil/{published.pk}/unduh.exe").status_code == 404


def test_a_formula_in_a_plan_stays_text(client: Client, cast: Cast, published: SurveyPeriod) -> None:
    published.follow_ups.update(plan="=HYPERLINK(1)")
    book = load_workbook(BytesIO(client.get(f"/survei/hasil/{published.pk}/unduh.xlsx").content))
    assert book["Tindak lanjut"]["B2"].value == "'=HYPERLINK(1)"


def test_small_groups_are_hidden_and_cannot_be_worked_out(period: SurveyPeriod) -> None:
    for education, number in (("sd", 2), ("smp", 6), ("sma", 9)):
        give(period, *[3] * number, bands={"education": education})
    bands = dict(queries.result_of(period).bands)["pendidikan"]
    shown = {str(band.label): band.count for band in bands}
    assert shown["SD atau kurang"] is None
    assert shown["SMP"] is None, "else it follows from the total"
    assert (shown["SMA/SMK"], shown["S1/D4"]) == (9, 0)


def test_the_trend_has_every_published_period_of_the_service(cast: Cast, published: SurveyPeriod) -> None:
    assert [(point.index, point.count) for point in queries.trend_of(published)] == [(Decimal("83.33"), 3)]


def test_lists_cost_the_same_for_one_and_for_many(client: Client, cast: Cast, published: SurveyPeriod) -> None:
    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    def add_running(number: int) -> None:
        give(make_period(make_service(cast.lighting, f"Layanan {number}"), cast.tuti), 3, 2)

    client.force_login(cast.ibu_camat)
    addresses = ("/survei/", "/survei/hasil/", "/petugas/survei/")
    add_running(0)
    for address in addresses:
        client.get(address)
    before = [queries_of(address) for address in addresses]
    for number in range(1, 10):
        add_running(number)
    assert [queries_of(address) for address in addresses] == before


def test_no_page_of_the_form_tells_who_answers(client: Client, period: SurveyPeriod) -> None:
    page = client.get("/survei/ktp-el/")
    assert set(page.cookies) <= {"csrftoken"}
    assert not re.search(r"name=\"(name|nama|nik|email|phone)\"", page.content.decode())
