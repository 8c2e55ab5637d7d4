"""Whether somebody may vote in a poll, and under which key."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import User
from participation.polls import codes
from participation.polls.models import BallotBox, Elector, Participation, Poll, VotingCode
from participation.polls.voter_roll import Resident, current_roll
from participation.sealing.codes import normalise_one_time_code


@dataclass(frozen=True)
class Entitlement:
    """The right to one vote. ``code_id`` is set when a one-time code carries it."""

    voter_key: str
    area_id: int | None
    rw: int | None
    code_id: int | None = None
    area_name: str = ""


def secret_of(poll: Poll) -> str:
    return _secret_once(poll.pk, poll.key)


@lru_cache(maxsize=64)
def _secret_once(poll_id: int, key: UUID) -> str:
    """It never changes; the key keeps polls of different databases apart."""
    return BallotBox.objects.get(poll_id=poll_id, poll__key=key).secret


def by_code(poll: Poll, typed: str) -> Entitlement | None:
    """The right that a one-time code carries, used or not; None for a code that is none here."""
    code = normalise_one_time_code(typed)
    if not code:
        return None
    secret = secret_of(poll)
    found = (
        VotingCode.objects.filter(poll=poll, code_hash=codes.keyed(secret, "code", code), is_revoked=False)
        .select_related("area")
        .first()
    )
    if found is None:
        return None
    key = codes.voter_key(secret, found.holder_id)
    if poll.audience == Poll.Audience.RESIDENTS and not _is_elector(poll, key):
        return None
    return Entitlement(key, found.area_id, found.rw, found.pk, found.area.name if found.area else "")


def by_account(poll: Poll, user: User | AnonymousUser) -> Entitlement | None:
    """The right of the verified resident behind an account."""
    if poll.audience != Poll.Audience.RESIDENTS or not user.is_authenticated:
        return None
    resident = current_roll().resident_of(user)
    return by_resident(poll, resident) if resident else None


def by_resident(poll: Poll, resident: Resident) -> Entitlement | None:
    """The right as it stood at opening: whoever moved since votes where they were entitled."""
    key = resident_key(secret_of(poll), resident)
    elector = Elector.objects.filter(poll=poll, voter_key=key).select_related("area").first()
    if elector is None:
        return None
    return Entitlement(key, elector.area_id, elector.rw, None, elector.area.name if elector.area else "")


def resident_key(secret: str, resident: Resident) -> str:
    return codes.voter_key(secret, f"resident:{resident.id}")


def has_voted(poll: Poll, voter_key: str) -> bool:
    return Participation.objects.filter(poll=poll, voter_key=voter_key).exists()


def yet_to_vote(poll: Poll) -> Iterator[Resident]:
    """Verified residents who may vote and did not: the only ones who are reminded before a poll closes."""
    secret = secret_of(poll)
    entitled = set(Elector.objects.filter(poll=poll).values_list("voter_key", flat=True))
    voted = set(Participation.objects.filter(poll=poll).values_list("voter_key", flat=True))
    waiting = entitled - voted
    for resident in current_roll().residents():
        if resident_key(secret, resident) in waiting:
            yield resident


def _is_elector(poll: Poll, key: str) -> bool:
    return Elector.objects.filter(poll=poll, voter_key=key).exists()
