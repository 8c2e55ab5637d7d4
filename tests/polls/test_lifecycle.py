from itertools import product

import pytest

from participation.polls.lifecycle import Phase, Status, Step, TransitionRefused, phase_of, target_of
from tests.polls.stage import AFTER, CLOSING, NOON, OPENING

ALLOWED = {
    (Step.OPEN, Status.DRAFT): Status.OPEN,
    (Step.CLOSE, Status.OPEN): Status.CLOSED,
    (Step.CERTIFY, Status.CLOSED): Status.CERTIFIED,
}


@pytest.mark.parametrize(("step", "source"), product(Step, Status))
def test_every_pair(step: Step, source: Status) -> None:
    if (step, source) in ALLOWED:
        assert target_of(step, source) is ALLOWED[step, source]
    else:
        with pytest.raises(TransitionRefused):
            target_of(step, source)


@pytest.mark.parametrize(
    ("status", "now", "phase"),
    [
        (Status.DRAFT, NOON, Phase.DRAFT),
        (Status.OPEN, OPENING.replace(hour=8), Phase.UPCOMING),
        (Status.OPEN, OPENING, Phase.VOTING),
        (Status.OPEN, NOON, Phase.VOTING),
        (Status.OPEN, CLOSING, Phase.COUNTING),
        (Status.CLOSED, AFTER, Phase.RESULTS),
        (Status.CERTIFIED, NOON, Phase.RESULTS),
    ],
)
def test_votes_are_taken_from_opening_to_closing_only(status: Status, now, phase: Phase) -> None:
    assert phase_of(status, opens_at=OPENING, closes_at=CLOSING, now=now) is phase
