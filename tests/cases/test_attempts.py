"""Guessing codes and PINs, and getting back in through the contact that was left."""

from datetime import timedelta

import pytest

from participation.cases import access
from participation.cases.actions import reporter
from participation.cases.actions.attempts import (
    RECOVERIES_PER_CONTACT,
    TRIES_PER_CODE,
    TRIES_PER_DEVICE,
    WINDOW,
    TooManyAttempts,
    Visitor,
    forget_attempts,
    open_with_pin,
    send_recovery_links,
)
from participation.cases.models import Case, TrackingAttempt
from participation.cases.queries.own import own_case_by_key
from participation.notifications.models import Message
from tests.factories import MONDAY, Cast, make_case

BUDI = Visitor(device="hp budi", address="10.1.2.3")


def wrong_pin(case: Case) -> str:
    return str((int(access.pin_of(case)) + 1) % 1_000_000).zfill(6)


def guess(case: Case, times: int, *, visitor: Visitor | None = None) -> None:
    for number in range(times):
        who = visitor or Visitor(device=f"hp {number}", address="10.9.9.9")
        assert open_with_pin(code=case.code, pin=wrong_pin(case), visitor=who, now=MONDAY) is None


def test_code_and_pin_open_the_case(cast: Cast) -> None:
    case = make_case()
    assert open_with_pin(code=case.code, pin=access.pin_of(case), visitor=BUDI, now=MONDAY) == case
    assert TrackingAttempt.objects.count() == 0


def test_a_code_that_is_guessed_at_rests_for_an_hour(cast: Cast) -> None:
    case, other = make_case(), make_case()
    guess(case, TRIES_PER_CODE)
    with pytest.raises(TooManyAttempts):
        open_with_pin(code=case.code, pin=access.pin_of(case), visitor=BUDI, now=MONDAY)
    assert open_with_pin(code=other.code, pin=access.pin_of(other), visitor=BUDI, now=MONDAY) == other
    later = MONDAY + WINDOW + timedelta(seconds=1)
    assert open_with_pin(code=case.code, pin=access.pin_of(case), visitor=BUDI, now=later) == case


def test_the_rest_is_not_made_longer_by_those_who_go_on_guessing(cast: Cast) -> None:
    case = make_case()
    guess(case, TRIES_PER_CODE)
    for _ in range(20):
        with pytest.raises(TooManyAttempts):
            open_with_pin(code=case.code, pin="000000", visitor=BUDI, now=MONDAY + WINDOW / 2)
    later = MONDAY + WINDOW + timedelta(seconds=1)
    assert open_with_pin(code=case.code, pin=access.pin_of(case), visitor=BUDI, now=later) == case


def test_a_device_that_tries_many_codes_is_stopped_and_its_neighbours_are_not(cast: Cast) -> None:
    cases = [make_case() for _ in range(TRIES_PER_DEVICE + 1)]
    thief = Visitor(device="pencuri", address=BUDI.address)
    for case in cases[:TRIES_PER_DEVICE]:
        guess(case, 1, visitor=thief)
    with pytest.raises(TooManyAttempts):
        open_with_pin(code=cases[-1].code, pin="000000", visitor=thief, now=MONDAY)
    assert open_with_pin(code=cases[-1].code, pin=access.pin_of(cases[-1]), visitor=BUDI, now=MONDAY) == cases[-1]


def test_an_unknown_code_costs_a_try_like_any_other(cast: Cast) -> None:
    for _ in range(TRIES_PER_CODE):
        assert open_with_pin(code="CNB22222222", pin="123456", visitor=BUDI, now=MONDAY) is None
    with pytest.raises(TooManyAttempts):
        open_with_pin(code="CNB22222222", pin="123456", visitor=BUDI, now=MONDAY)


def test_attempts_are_kept_without_saying_who_tried(cast: Cast) -> None:
    guess(make_case(), 1, visitor=BUDI)
    stored = " ".join(map(str, TrackingAttempt.objects.values_list()[0]))
    assert "budi" not in stored
    assert "10.1.2.3" not in stored
    assert forget_attempts(before=MONDAY + timedelta(days=1)) == 1


def test_a_lost_code_comes_back_through_the_contact_that_was_left(cast: Cast) -> None:
    case = make_case(email="budi@contoh.id")
    Message.objects.all().delete()
    send_recovery_links(email=" BUDI@contoh.id", visitor=BUDI, now=MONDAY)
    message = Message.objects.get()
    assert message.recipient == "budi@contoh.id"
    token = message.body.split("/lacak/buka/")[1].split("/")[0]
    assert own_case_by_key(*access.read_link_token(token)) == case


def test_asking_for_somebody_elses_address_says_and_sends_nothing(cast: Cast) -> None:
    make_case(email="budi@contoh.id")
    Message.objects.all().delete()
    assert send_recovery_links(email="orang@contoh.id", visitor=BUDI, now=MONDAY) is None
    assert not Message.objects.exists()


def test_nobody_can_be_flooded_with_links(cast: Cast) -> None:
    make_case(email="budi@contoh.id")
    for number in range(RECOVERIES_PER_CONTACT):
        send_recovery_links(email="budi@contoh.id", visitor=Visitor(str(number), "x"), now=MONDAY)
    with pytest.raises(TooManyAttempts):
        send_recovery_links(email="budi@contoh.id", visitor=Visitor("z", "y"), now=MONDAY)


def test_a_new_pin_ends_older_links_and_pins(cast: Cast) -> None:
    case = make_case()
    token, pin = access.link_token(case), access.pin_of(case)
    case = reporter.renew_pin(case_id=case.pk, now=MONDAY)
    assert own_case_by_key(*access.read_link_token(token)) is None
    assert open_with_pin(code=case.code, pin=pin, visitor=BUDI, now=MONDAY) is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "." * 3000])
def test_a_forged_link_opens_nothing(token: str) -> None:
    assert access.read_link_token(token) is None
