"""What every write to a poll has in common: the lock and the event."""

from datetime import datetime
from typing import Any

from django.db import connection

from participation.accounts.models import User
from participation.ledger.actions import append_link
from participation.polls.lifecycle import Step, target_of
from participation.polls.models import Poll, PollEvent


def lock_poll(poll_id: int) -> Poll:
    """The poll, locked against voters and the rest of the committee until the transaction ends."""
    return Poll.objects.select_for_update().get(pk=poll_id)


def hold_poll(poll_id: int) -> Poll:
    """The poll as a voter needs it: it cannot be closed before this transaction ends; other voters pass."""
    held = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    return Poll.objects.raw(f"SELECT * FROM polls_poll WHERE id = %s{held}", [poll_id])[0]  # noqa: S608 -- a constant


def take_step(poll: Poll, step: Step, *, now: datetime) -> None:
    """Move a locked poll on by the lifecycle table. Raises TransitionRefused."""
    target = target_of(step, poll.state)
    stamp = {Step.OPEN: "opened_at", Step.CLOSE: "closed_at", Step.CERTIFY: "certified_at"}[step]
    Poll.objects.filter(pk=poll.pk).update(status=target.value, **{stamp: now})
    poll.status = target.value
    setattr(poll, stamp, now)


def record_event(
    poll: Poll, kind: PollEvent.Kind, *, now: datetime, actor: User | None = None, data: dict[str, Any] | None = None
) -> PollEvent:
    """Write one event of a locked poll and chain it."""
    event = PollEvent(poll=poll, kind=kind, at=now, actor=actor, data=data or {})
    event.link = append_link(chain=poll.ledger_chain, content=event.computed_content_digest())
    event.save()
    return event
