"""Role x act as one table, and every address of the desk driven by it."""

import uuid

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from participation.satisfaction.models import SurveyPeriod
from participation.satisfaction.permissions import allowed_acts, can_see_surveys
from tests.factories import Cast
from tests.satisfaction.surveys import AFTER, FIRST_THREE, OPEN_DAY, give, plan_for_lowest

pytestmark = pytest.mark.django_db

# Who -> what with a survey of Tuti's unit. Everything that is not listed is refused.
ALLOWED: dict[str, set[str]] = {
    "siti": set(),
    "rahmat": set(),
    "dewi": {"view", "hand_out"},
    "joko": {"view", "hand_out"},
    "tuti": {"view", "hand_out", "manage"},
    "agus": set(),
    "ratna": set(),
    "ibu_camat": {"view", "publish"},
    "eko": set(),
    "wati": set(),
    "panitia": set(),
    "warga": set(),
}
PERIOD = {"name": "Semester I", "start_date": "2026-01-01", "end_date": "2026-06-30", "user_count": "60"}
PLAN = {f"requirements-{name}": value for name, value in
        {"plan": "Loket baru", "responsible": "Tuti", "due_date": "2026-09-01", "done_note": ""}.items()}  # fmt: skip
ADDRESSES: list[tuple[str, str, dict[str, str] | None]] = [
    ("view", "", None),
    ("view", "unduh.xlsx", None),
    ("view", "poster/", None),
    ("manage", "ubah/", None),
    ("manage", "ubah/", PERIOD),
    ("hand_out", "kode/", {"number": "2"}),
    ("manage", "kode/cabut/", {}),
    ("manage", "rencana/requirements/", PLAN),
    ("manage", "saran/{comment}/", {"show": "1"}),
    ("publish", "umumkan/", {}),
]


@pytest.fixture
def ready(cast: Cast, period: SurveyPeriod) -> SurveyPeriod:
    give(period, 3, comment="Terima kasih.")
    plan_for_lowest(period, cast.tuti, FIRST_THREE)
    return period


def test_who_may_do_what(cast: Cast, period: SurveyPeriod) -> None:
    seen = {person: {act.value for act in allowed_acts(getattr(cast, person), period.service)} for person in ALLOWED}
    assert seen == ALLOWED
    assert allowed_acts(AnonymousUser(), period.service) == frozenset()


def test_every_address_answers_as_the_table_says(cast: Cast, ready: SurveyPeriod) -> None:
    comment, wrong = ready.responses.get().pk, []
    with time_machine.travel(AFTER, tick=False):
        for person, acts in ALLOWED.items():
            client, user = Client(), getattr(cast, person)
            client.force_login(user)
            for act, path, data in ADDRESSES:
                address = f"/petugas/survei/{ready.pk}/{path.format(comment=comment)}"
                status = (client.get(address) if data is None else client.post(address, data)).status_code
                if act in acts:
                    allowed = status in {200, 302}
                else:
                    allowed = status == (403 if acts or not can_see_surveys(user) else 404)
                if not allowed:
                    wrong.append((person, path, status))
                if act == "publish" and act in acts:
                    SurveyPeriod.objects.update(published_at=None, figures={})
    assert wrong == []


def test_other_units_see_none_of_it(cast: Cast, ready: SurveyPeriod, client: Client) -> None:
    client.force_login(cast.rahmat)
    assert client.get(f"/petugas/survei/{ready.pk}/").status_code == 404
    assert "KTP-el" not in client.get("/petugas/survei/").content.decode()
    assert client.get("/petugas/survei/baru/").status_code == 403


def test_visitors_are_asked_to_log_in(client: Client, period: SurveyPeriod) -> None:
    assert client.get(f"/petugas/survei/{period.pk}/").headers["Location"].startswith("/akun/masuk/")


def test_tuti_opens_a_period_for_her_services_only(cast: Cast, client: Client, period: SurveyPeriod) -> None:
    client.force_login(cast.tuti)
    form = {**PERIOD, "service": period.service_id, "start_date": "2026-07-01", "end_date": "2026-12-31"}
    assert client.post("/petugas/survei/baru/", form).status_code == 302
    overlapping = client.post("/petugas/survei/baru/", {**form, "name": "Lain", "start_date": "2026-06-30"})
    assert overlapping.status_code == 422
    assert "bertabrakan" in overlapping.content.decode()
    assert SurveyPeriod.objects.count() == 2


def test_slips_are_shown_once_and_poster_names_the_address(cast: Cast, client: Client, period: SurveyPeriod) -> None:
    client.force_login(cast.dewi)
    with time_machine.travel(OPEN_DAY, tick=False):
        page = client.post(f"/petugas/survei/{period.pk}/kode/", {"number": "3"}).content.decode()
        assert page.count('class="slip"') == 3
        assert page.count("<svg") >= 3
        assert "/survei/ktp-el/" in client.get(f"/petugas/survei/{period.pk}/poster/").content.decode()
        assert client.post(f"/petugas/survei/{period.pk}/kode/", {"number": "9999"}).status_code == 302
    assert period.codes.count() == 3


def test_a_bad_plan_is_said_and_kept(cast: Cast, client: Client, ready: SurveyPeriod) -> None:
    client.force_login(cast.tuti)
    response = client.post(f"/petugas/survei/{ready.pk}/rencana/requirements/", {**PLAN, "requirements-plan": ""})
    assert response.status_code == 422
    assert 'aria-describedby="id_requirements-plan_error"' in response.content.decode()
    assert client.post(f"/petugas/survei/{ready.pk}/rencana/unsur-lain/", PLAN).status_code == 404


def test_a_comment_of_another_survey_is_not_found(cast: Cast, client: Client, ready: SurveyPeriod) -> None:
    client.force_login(cast.tuti)
    address = f"/petugas/survei/{ready.pk}/saran/{uuid.uuid4().int % 10**6 + 10**6}/"
    assert client.post(address, {"show": "1"}).status_code == 404
