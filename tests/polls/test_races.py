"""Fifty at once, on PostgreSQL: one right is one ballot, whichever way it comes in."""

import uuid
from collections import Counter

import pytest

from participation.polls.actions.issuing import replace_code
from participation.polls.actions.mixing import mix_when_enough
from participation.polls.actions.paper import confirm_papers, enter_papers
from participation.polls.actions.states import close_poll
from participation.polls.actions.voting import check_in_paper_voter
from participation.polls.lifecycle import TransitionRefused
from participation.polls.models import Ballot, BallotChoice, PaperBatch, Participation, Receipt, VotingCode
from participation.polls.queries.entitlement import by_code
from participation.polls.queries.verification import poll_faults
from tests.cases.test_races import AT_ONCE, at_once
from tests.polls.stage import AFTER, NOON, Stage, committee, open_stage

pytestmark = pytest.mark.postgresql


@pytest.fixture
def stage(pg: str) -> Stage:
    return open_stage(codes=AT_ONCE + 20)


def _stored() -> tuple[int, int, int, int]:
    used = VotingCode.objects.filter(is_used=True).count()
    return Ballot.objects.count(), Participation.objects.count(), Receipt.objects.count(), used


def test_one_form_sent_fifty_times_at_once_is_one_ballot_and_one_receipt(stage: Stage) -> None:
    code, token = stage.codes[0], uuid.uuid4().hex
    answers = at_once(lambda _n: stage.vote({1: (1,)}, code=code, token=token))
    assert len(set(answers)) == 1
    assert Receipt.objects.get().code == answers[0]
    assert _stored() == (1, 1, 1, 1)


def test_one_code_from_fifty_browsers_at_once_is_one_ballot(stage: Stage) -> None:
    answers = at_once(lambda number: stage.vote({1: (1 + number % 3,)}, code=stage.codes[0]))
    assert Counter(type(answer).__name__ for answer in answers) == {"str": 1, "AlreadyVoted": AT_ONCE - 1}
    assert _stored() == (1, 1, 1, 1)
    assert BallotChoice.objects.count() == 1


def test_paper_and_web_at_once_are_one_vote(stage: Stage) -> None:
    def act(number: int) -> str:
        if number % 2:
            return stage.vote({1: (1,)}, code=stage.codes[0])
        return check_in_paper_voter(poll_id=stage.poll.pk, right=by_code(stage.poll, stage.codes[0]), now=NOON)

    answers = at_once(act)
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert Participation.objects.count() == Receipt.objects.count() == 1
    assert Ballot.objects.count() == (Participation.objects.get().channel == "web")


def test_a_code_is_voted_with_or_replaced_never_both(stage: Stage) -> None:
    def act(number: int) -> str:
        if number % 2:
            return stage.vote({1: (1,)}, code=stage.codes[0])
        return replace_code(poll_id=stage.poll.pk, actor=stage.chair, lost=stage.codes[0], now=NOON)

    at_once(act, 20)
    old = VotingCode.objects.order_by("pk").first()
    assert old.is_used != old.is_revoked
    assert VotingCode.objects.filter(is_revoked=False).count() == AT_ONCE + 20


def test_fifty_voters_at_once_lose_no_ballot_while_ballots_are_mixed(stage: Stage) -> None:
    def act(number: int) -> object:
        if number % 5 == 4:
            return mix_when_enough(stage.poll.pk)
        return stage.vote({1: (1 + number % 3,)}, code=stage.codes[number])

    answers = at_once(act)
    receipts = [answer for answer in answers if isinstance(answer, str)]
    assert len(set(receipts)) == 40
    assert _stored() == (40, 40, 40, 40)
    stage.close()
    assert list(poll_faults(stage.poll)) == []


def test_votes_at_the_moment_of_closing_count_or_are_refused(stage: Stage) -> None:
    def act(number: int) -> object:
        if number % 10 == 9:
            try:
                return close_poll(poll_id=stage.poll.pk, now=AFTER)
            except TransitionRefused as refusal:
                return refusal
        return stage.vote({1: (1,)}, code=stage.codes[number])

    answers = at_once(act)
    stored = sum(isinstance(answer, str) for answer in answers)
    assert _stored() == (stored, stored, stored, stored)
    stage.poll.refresh_from_db()
    assert stage.poll.status == "closed"
    assert stage.poll.result.ballot_count == stored
    assert list(poll_faults(stage.poll)) == []


def test_one_pile_of_papers_is_counted_once(stage: Stage) -> None:
    for code in stage.codes[:3]:
        check_in_paper_voter(poll_id=stage.poll.pk, right=by_code(stage.poll, code), now=NOON)
    papers, second = [{1: (1,)}, {1: (2,)}, {1: (2,)}], committee("Panitia Dua")
    batch = enter_papers(poll_id=stage.poll.pk, actor=stage.chair, papers=papers)
    answers = at_once(lambda _n: confirm_papers(batch_id=batch.pk, actor=second, papers=papers, now=NOON), 10)
    assert sum(isinstance(answer, PaperBatch) for answer in answers) == 1
    assert Ballot.objects.count() == 3
