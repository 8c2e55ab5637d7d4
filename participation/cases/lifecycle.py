"""The case lifecycle as data. Every pair of statuses that is not listed here is refused."""

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    SUBMITTED = "submitted"
    ROUTED = "routed"
    IN_PROGRESS = "in_progress"
    WAITING_REPORTER = "waiting_reporter"
    WAITING_EXTERNAL = "waiting_external"
    RESPONDED = "responded"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"


class Step(StrEnum):
    """What moves a case from one status to another."""

    ROUTE = "route"
    ACCEPT = "accept"
    RETURN = "return"
    ASK = "ask"
    ANSWER = "answer"
    EXPIRE = "expire"
    WAIT_EXTERNAL = "wait_external"
    RESUME = "resume"
    RESPOND = "respond"
    CONFIRM = "confirm"
    CLOSE_SILENT = "close_silent"
    REOPEN = "reopen"
    REJECT = "reject"
    OBJECT = "object"
    RESTORE = "restore"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"


class Transition(NamedTuple):
    step: Step
    source: Status
    target: Status


S, T = Status, Transition

TRANSITIONS: frozenset[Transition] = frozenset(
    {
        T(Step.ROUTE, S.SUBMITTED, S.ROUTED),
        T(Step.ROUTE, S.ROUTED, S.ROUTED),
        T(Step.ROUTE, S.IN_PROGRESS, S.ROUTED),
        T(Step.ACCEPT, S.ROUTED, S.IN_PROGRESS),
        T(Step.RETURN, S.ROUTED, S.SUBMITTED),
        T(Step.RETURN, S.IN_PROGRESS, S.SUBMITTED),
        T(Step.ASK, S.SUBMITTED, S.WAITING_REPORTER),
        T(Step.ASK, S.ROUTED, S.WAITING_REPORTER),
        T(Step.ASK, S.IN_PROGRESS, S.WAITING_REPORTER),
        T(Step.ANSWER, S.WAITING_REPORTER, S.SUBMITTED),
        T(Step.ANSWER, S.WAITING_REPORTER, S.ROUTED),
        T(Step.ANSWER, S.WAITING_REPORTER, S.IN_PROGRESS),
        T(Step.EXPIRE, S.WAITING_REPORTER, S.CLOSED),
        T(Step.WAIT_EXTERNAL, S.IN_PROGRESS, S.WAITING_EXTERNAL),
        T(Step.RESUME, S.WAITING_EXTERNAL, S.IN_PROGRESS),
        T(Step.RESPOND, S.SUBMITTED, S.RESPONDED),
        T(Step.RESPOND, S.ROUTED, S.RESPONDED),
        T(Step.RESPOND, S.IN_PROGRESS, S.RESPONDED),
        T(Step.RESPOND, S.WAITING_EXTERNAL, S.RESPONDED),
        T(Step.CONFIRM, S.RESPONDED, S.CLOSED),
        T(Step.CLOSE_SILENT, S.RESPONDED, S.CLOSED),
        T(Step.REOPEN, S.RESPONDED, S.IN_PROGRESS),
        T(Step.REOPEN, S.CLOSED, S.IN_PROGRESS),
        T(Step.REJECT, S.SUBMITTED, S.REJECTED),
        T(Step.REJECT, S.ROUTED, S.REJECTED),
        T(Step.OBJECT, S.REJECTED, S.SUBMITTED),
        T(Step.RESTORE, S.REJECTED, S.SUBMITTED),
        T(Step.MERGE, S.SUBMITTED, S.MERGED),
        T(Step.MERGE, S.ROUTED, S.MERGED),
        T(Step.MERGE, S.IN_PROGRESS, S.MERGED),
        T(Step.UNMERGE, S.MERGED, S.SUBMITTED),
        T(Step.UNMERGE, S.MERGED, S.ROUTED),
        T(Step.UNMERGE, S.MERGED, S.IN_PROGRESS),
        T(Step.WITHDRAW, S.SUBMITTED, S.CLOSED),
        T(Step.WITHDRAW, S.ROUTED, S.CLOSED),
        T(Step.WITHDRAW, S.IN_PROGRESS, S.CLOSED),
        T(Step.WITHDRAW, S.WAITING_REPORTER, S.CLOSED),
        T(Step.WITHDRAW, S.WAITING_EXTERNAL, S.CLOSED),
    }
)

SOURCES: dict[Step, frozenset[Status]] = {
    step: frozenset(t.source for t in TRANSITIONS if t.step is step) for step in Step
}

OPEN: frozenset[Status] = frozenset({S.SUBMITTED, S.ROUTED, S.IN_PROGRESS, S.WAITING_REPORTER, S.WAITING_EXTERNAL})
PAUSED: frozenset[Status] = frozenset({S.WAITING_REPORTER, S.WAITING_EXTERNAL})


class TransitionRefused(ValueError):
    def __init__(self, step: Step, source: Status, target: Status | None = None) -> None:
        super().__init__(f"{step} is not possible from {source}" + (f" to {target}" if target else ""))
        self.step, self.source, self.target = step, source, target


def target_of(step: Step, source: Status, *, stored: Status | None = None) -> Status:
    """Where ``step`` leads from ``source``. A step that goes back (answer, un-merge) needs the ``stored`` status.

    Raises TransitionRefused for every pair that is not in the table.
    """
    targets = {t.target for t in TRANSITIONS if t.step is step and t.source is source}
    if len(targets) == 1:
        return targets.pop()
    if stored in targets:
        return stored
    raise TransitionRefused(step, source, stored)
