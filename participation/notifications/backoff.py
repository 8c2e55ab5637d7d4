"""When a message that could not be sent is tried again. Pure."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """After ``attempts`` failed tries (one or more); None when there have been enough."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
