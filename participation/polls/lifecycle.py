"""A poll's life as data. Every pair of statuses that is not listed here is refused."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CERTIFIED = "certified"


class Step(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    CERTIFY = "certify"


class Transition(NamedTuple):
    step: Step
    source: Status
    target: Status


TRANSITIONS: frozenset[Transition] = frozenset(
    {
        Transition(Step.OPEN, Status.DRAFT, Status.OPEN),
        Transition(Step.CLOSE, Status.OPEN, Status.CLOSED),
        Transition(Step.CERTIFY, Status.CLOSED, Status.CERTIFIED),
    }
)

COUNTED: frozenset[Status] = frozenset({Status.CLOSED, Status.CERTIFIED})


class TransitionRefused(ValueError):
    def __init__(self, step: Step, source: Status) -> None:
        super().__init__(f"{step} is not possible from {source}")
        self.step, self.source = step, source


def target_of(step: Step, source: Status) -> Status:
    """Where ``step`` leads from ``source``. Raises TransitionRefused for every pair that is not in the table."""
    for transition in TRANSITIONS:
        if transition.step is step and transition.source is source:
            return transition.target
    raise TransitionRefused(step, source)


class Phase(StrEnum):
    """What an open or closed poll is for a resident right now."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    VOTING = "voting"
    COUNTING = "counting"
    RESULTS = "results"


def phase_of(status: Status, *, opens_at: datetime, closes_at: datetime, now: datetime) -> Phase:
    """Votes are taken only from opening time to closing time, however late the timetable closes the poll."""
    if status is Status.DRAFT:
        return Phase.DRAFT
    if status in COUNTED:
        return Phase.RESULTS
    if now < opens_at:
        return Phase.UPCOMING
    return Phase.VOTING if now < closes_at else Phase.COUNTING
