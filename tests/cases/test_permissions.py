"""Role x act x status x identity as one table, and every address of the desk driven by it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from participation.cases.lifecycle import Status
from participation.cases.models import Case
from participation.cases.permissions import Act, allowed_acts, is_staff, visible_to
from participation.cases.views.desk_acts import ACTS
from tests.factories import Cast, bring_to, make_case

ANY = "submitted routed in_progress waiting_reporter waiting_external responded closed rejected merged"
READABLE = "submitted routed in_progress waiting_reporter waiting_external responded closed"
GIVEN = "routed in_progress waiting_reporter waiting_external"
UNIT = {
    "view": ANY, "note": ANY, "view_original": ANY, "publish": READABLE, "accept": "routed",
    "return": "routed in_progress", "ask": "submitted routed in_progress", "wait_external": "in_progress",
    "resume": "waiting_external", "respond": "submitted routed in_progress waiting_external",
}  # fmt: skip
TRIAGE = {
    "view": ANY, "note": ANY, "view_original": ANY, "publish": READABLE, "route": "submitted routed in_progress",
    "ask": "submitted", "respond": "submitted", "reject": "submitted routed", "restore": "rejected",
    "merge": "submitted routed in_progress", "unmerge": "merged",
}  # fmt: skip
NOTHING: dict[str, str] = {}

# Who -> what on a case that Dewi's unit has (or had), by status. Everything that is not listed is refused.
ALLOWED: dict[str, dict[str, str]] = {
    "siti": TRIAGE,
    "dewi": UNIT,
    "joko": UNIT,
    "tuti": {**UNIT, "assign": GIVEN, "route": "submitted routed in_progress"},
    "rahmat": NOTHING,
    "agus": NOTHING,
    "ratna": {**TRIAGE, **UNIT, "assign": GIVEN, "open_identity": ANY},
    "ibu_camat": {"view": ANY, "note": ANY, "publish": READABLE},
    "eko": NOTHING,
    "wati": NOTHING,
    "panitia": NOTHING,
    "warga": NOTHING,
}
SEE_CONFIDENTIAL = {"dewi", "joko", "tuti", "ratna", "ibu_camat"}
HAS_A_UNIT = set(Status) - {Status.SUBMITTED, Status.REJECTED, Status.MERGED}


def expected(person: str, status: Status, identity: str) -> set[str]:
    if identity == Case.Identity.CONFIDENTIAL and person not in SEE_CONFIDENTIAL:
        return set()
    if status not in HAS_A_UNIT and person in {"dewi", "joko", "tuti"}:
        return set()
    acts = {act for act, statuses in ALLOWED[person].items() if status.value in statuses.split()}
    return acts - ({"publish"} if identity == Case.Identity.CONFIDENTIAL else set())


@pytest.mark.parametrize("identity", Case.Identity.values)
@pytest.mark.parametrize("status", list(Status))
def test_who_may_do_what(cast: Cast, status: Status, identity: str) -> None:
    case = bring_to(make_case(identity=identity), status.value, cast)
    seen = {person: {act.value for act in allowed_acts(getattr(cast, person), case)} for person in ALLOWED}
    assert seen == {person: expected(person, status, identity) for person in ALLOWED}
    assert allowed_acts(AnonymousUser(), case) == frozenset()


@pytest.mark.parametrize("identity", Case.Identity.values)
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ROUTED, Status.CLOSED])
def test_every_address_of_the_desk_answers_as_the_table_says(cast: Cast, status: Status, identity: str) -> None:
    case = bring_to(make_case(identity=identity), status.value, cast)
    wrong = []
    for person in ALLOWED:
        client = Client()
        client.force_login(getattr(cast, person))
        acts = expected(person, status, identity)
        staff = is_staff(getattr(cast, person))
        page = client.get(f"/petugas/laporan/{case.code}/").status_code
        if page != (200 if "view" in acts else 404 if staff else 403):
            wrong.append((person, "view", page))
        for name, entry in ACTS.items():
            answer = client.post(f"/petugas/laporan/{case.code}/{name}/", _typed(name, cast)).status_code
            if entry.permission.value in acts:
                allowed = answer in {200, 302, 409, 422}
            else:
                allowed = answer in ({403, 409, 422} if "view" in acts else {404} if staff else {403})
            if not allowed:
                wrong.append((person, name, answer))
            case.refresh_from_db()
            if entry.permission.value not in acts and case.status != status.value:
                wrong.append((person, name, case.status))
            case = _again(case, status, cast, identity)
    assert wrong == []


def _again(case: Case, status: Status, cast: Cast, identity: str) -> Case:
    """A fresh case when the last act changed this one."""
    if case.status == status.value and (case.unit_id == cast.lighting.pk or status not in HAS_A_UNIT):
        return case
    return bring_to(make_case(identity=identity), status.value, cast)


def _typed(name: str, cast: Cast) -> dict[str, str]:
    """A complete form for the act, so that a refusal is one of permission."""
    values = {
        "category": cast.road.slug,
        "unit": str(cast.roads.pk),
        "kind": "complaint",
        "text": "Tulisan yang cukup panjang.",
        "title": "Judul",
        "assignee": str(cast.joko.pk),
        "body": "PLN",
        "outcome": "answered",
        "reason": "test",
        "main_code": "CNB22222222",
        "form_token": "8b1f7a86-59a4-4a0e-8b0c-2a1d2f3c4d5e",
    }
    return {f"{name}-{key}": value for key, value in values.items()}


def test_the_liaison_officer_works_cases_of_units_in_which_nobody_can_sign_in(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    assert case not in visible_to(cast.agus)
    Case.objects.filter(pk=case.pk).update(unit=cast.power)
    case.refresh_from_db()
    assert case in visible_to(cast.agus)
    assert Act.ACCEPT in allowed_acts(cast.agus, case)
    Case.objects.filter(pk=case.pk).update(identity=Case.Identity.CONFIDENTIAL)
    case.refresh_from_db()
    assert case not in visible_to(cast.agus)
    assert allowed_acts(cast.agus, case) == frozenset()


def test_the_list_and_the_door_agree(cast: Cast) -> None:
    cases = [
        bring_to(make_case(identity=identity), status, cast)
        for identity in Case.Identity.values
        for status in ("submitted", "routed")
    ]
    for person in ALLOWED:
        user = getattr(cast, person)
        listed = set(visible_to(user).values_list("pk", flat=True))
        assert listed == {case.pk for case in cases if Act.VIEW in allowed_acts(user, case)}


def test_who_is_not_signed_in_is_sent_to_the_log_in(cast: Cast) -> None:
    case = make_case()
    for address in ("/petugas/", f"/petugas/laporan/{case.code}/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/akun/masuk/")
