"""Fifty at once, on PostgreSQL: one card verifies one account, and one person has one verified account."""

import pytest

from participation.residents.actions.rights import carry_out_erasure, request_erasure
from participation.residents.actions.verification import Place, redeem_card, send_document, verify_at_counter
from participation.residents.models import CardBatch, DataRequest, DocumentCheck, ResidentProfile, VerificationCode
from participation.units.models import Area, Role
from tests.factories import MONDAY, make_user
from tests.races import AT_ONCE, at_once
from tests.residents.people import BUDI_NIK, make_clerk, make_codes, make_village, nth_nik, picture

pytestmark = pytest.mark.postgresql


@pytest.fixture
def village(pg: str) -> Area:
    return make_village()[0]


@pytest.fixture
def people(village: Area) -> list:
    return [make_user(f"Warga {number}") for number in range(AT_ONCE)]


def verified(answers: list) -> int:
    return sum(isinstance(answer, ResidentProfile) for answer in answers)


def test_one_card_in_fifty_hands_verifies_one(village: Area, people: list) -> None:
    [code] = make_codes(make_user("Ratna", Role.COMPLAINTS_MANAGER), village, 1)
    answers = at_once(lambda number: redeem_card(people[number], code=code, nik=nth_nik(number), now=MONDAY))
    assert verified(answers) == 1
    assert ResidentProfile.objects.filter(level__gt=0).count() == 1


def test_one_person_with_fifty_cards_and_accounts_is_verified_once(village: Area, people: list) -> None:
    codes = make_codes(make_user("Ratna", Role.COMPLAINTS_MANAGER), village, AT_ONCE)
    answers = at_once(lambda number: redeem_card(people[number], code=codes[number], nik=BUDI_NIK, now=MONDAY))
    assert verified(answers) == 1
    assert VerificationCode.objects.filter(used_at__isnull=False).count() == 1, "refused cards stay good"


def test_one_account_sending_its_card_fifty_times_uses_one(village: Area, people: list) -> None:
    codes = make_codes(make_user("Ratna", Role.COMPLAINTS_MANAGER), village, AT_ONCE)
    answers = at_once(lambda number: redeem_card(people[0], code=codes[number], nik=BUDI_NIK, now=MONDAY))
    assert verified(answers) == 1
    assert VerificationCode.objects.filter(used_at__isnull=False).count() == 1


def test_counters_that_move_one_person_at_once_leave_one_verified_account(village: Area, people: list) -> None:
    clerk = make_clerk()
    at_once(
        lambda number: verify_at_counter(
            people[number], nik=BUDI_NIK, place=Place(village, 5), actor=clerk, now=MONDAY, replaces=True
        ),
        10,
    )
    assert ResidentProfile.objects.filter(level__gt=0).count() == 1


def test_one_document_waits_and_one_request_is_open(village: Area, people: list) -> None:
    at_once(lambda _n: send_document(people[0], upload=picture(), place=Place(village, 5), now=MONDAY), 10)
    at_once(lambda _n: request_erasure(people[0], now=MONDAY))
    assert (DocumentCheck.objects.count(), DataRequest.objects.count()) == (1, 1)


def test_an_account_is_erased_once(village: Area, people: list) -> None:
    ratna = make_user("Ratna", Role.COMPLAINTS_MANAGER)
    request = request_erasure(people[0], now=MONDAY)
    at_once(lambda _n: carry_out_erasure(request, actor=ratna, now=MONDAY), 10)
    request.refresh_from_db()
    assert request.outcome == "done"
    people[0].refresh_from_db()
    assert people[0].email == f"dihapus-{people[0].pk}@dihapus.invalid"


def test_one_form_prints_one_batch(village: Area) -> None:
    import uuid

    from participation.residents.actions.verification import make_cards

    ratna, token = make_user("Ratna", Role.COMPLAINTS_MANAGER), uuid.uuid4()
    at_once(lambda _n: make_cards(Place(village, 5), 5, form_token=token, actor=ratna, now=MONDAY), 20)
    assert (CardBatch.objects.count(), VerificationCode.objects.count()) == (1, 5)
