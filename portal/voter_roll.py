"""Residents and polls meet: who may vote, and what polls hold about an account. Only portal may know both sides."""

from collections.abc import Iterator
from datetime import datetime

from participation.accounts.models import User
from participation.polls.models import Follower
from participation.polls.voter_roll import Resident, register_roll
from participation.residents import queries
from participation.residents.registry import Holding, register_holding
from participation.sealing.hashing import email_hash


def _as_voter(resident: queries.Resident | None) -> Resident | None:
    return Resident(id=resident.id, area_id=resident.area_id, rw=resident.rw) if resident else None


class VerifiedResidents:
    def resident_of(self, user: User) -> Resident | None:
        return _as_voter(queries.resident_for(user))

    def residents(self) -> Iterator[Resident]:
        return (Resident(id=one.id, area_id=one.area_id, rw=one.rw) for one in queries.eligible_residents())

    def find(self, typed: str) -> Resident | None:
        return _as_voter(queries.find_resident(typed))


def followed_polls(account: User) -> list[str]:
    hashed = email_hash(account.email or "")
    return list(Follower.objects.filter(email_hash=hashed).order_by("pk").values_list("poll__title", flat=True))


def forget_follower(account: User, now: datetime) -> None:
    """The wish to be told results goes. Ballots and participations never named the account."""
    if account.email:
        Follower.objects.filter(email_hash=email_hash(account.email)).delete()


def join() -> None:
    register_roll(VerifiedResidents())
    register_holding(Holding("jajak pendapat yang diikuti", export=followed_polls, erase=forget_follower))
