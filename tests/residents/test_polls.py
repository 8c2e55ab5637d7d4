"""Where residents and polls meet: reminders, and what erasing an account leaves of a vote."""

from datetime import timedelta

import pytest

from participation.accounts.models import User
from participation.ledger.queries import find_breaks
from participation.notifications.actions import choose
from participation.notifications.kinds import Kind
from participation.notifications.models import Message
from participation.polls.actions.following import follow_poll
from participation.polls.actions.states import open_poll
from participation.polls.actions.voting import Filled, cast_vote
from participation.polls.models import Follower, Participation, Poll
from participation.polls.queries.entitlement import by_account
from participation.residents.actions.rights import erase_account, export_account
from portal.reminders import queue_poll_reminders
from tests.polls.stage import CLOSING, NOON, OPENING, committee, make_draft
from tests.residents.people import ANI_NIK, BUDI_NIK, make_verified

pytestmark = pytest.mark.django_db
SHORTLY = CLOSING - timedelta(hours=30)


@pytest.fixture
def people(village) -> tuple[User, User]:
    return make_verified("Budi"), make_verified("Ani", nik=ANI_NIK)


@pytest.fixture
def poll(people: tuple[User, User]) -> Poll:
    draft = make_draft(audience=Poll.Audience.RESIDENTS)
    return open_poll(poll_id=draft.pk, actor=committee(), now=OPENING)


def vote(poll: Poll, account: User) -> str:
    return cast_vote(
        poll_id=poll.pk, right=by_account(poll, account), filled=Filled({1: (1,)}), token=f"t{account.pk}", now=NOON
    )


def test_only_who_may_and_did_not_vote_is_reminded_and_once(poll: Poll, people: tuple[User, User]) -> None:
    budi, ani = people
    make_verified("Cecep", nik="9901010203900003")
    vote(poll, budi)
    assert queue_poll_reminders(now=NOON) == 0, "not yet"
    queue_poll_reminders(now=SHORTLY)
    queue_poll_reminders(now=SHORTLY + timedelta(hours=1))
    [message] = Message.objects.filter(kind=Kind.POLL_REMINDERS)
    assert message.account == ani, "Budi has voted, Cecep came after the opening"
    assert queue_poll_reminders(now=CLOSING + timedelta(hours=1)) == 0


def test_whoever_does_not_want_reminders_gets_none(poll: Poll, people: tuple[User, User]) -> None:
    for account in people:
        choose(account, kind=Kind.POLL_REMINDERS, is_on=False, now=NOON)
    assert queue_poll_reminders(now=SHORTLY) == 0


def test_erasing_an_account_changes_no_vote_and_lets_nobody_vote_twice(poll: Poll, people: tuple[User, User]) -> None:
    budi, _ani = people
    vote(poll, budi)
    follow_poll(poll=poll, email=budi.email)
    assert export_account(budi)["jajak pendapat yang diikuti"] == [poll.title]
    erase_account(budi, now=NOON)
    assert (Participation.objects.count(), Follower.objects.count()) == (1, 0)
    assert list(find_breaks()) == []
    again = make_verified("Budi Lagi", nik=BUDI_NIK)
    voted = Participation.objects.get().voter_key
    assert by_account(poll, again).voter_key == voted, "the same right, and it is used"
