"""The residents as polls ask for them: only portal may know both sides."""

from collections.abc import Iterator

from participation.accounts.models import User
from participation.polls.voter_roll import Resident
from participation.residents import queries


def _as_voter(resident: queries.Resident | None) -> Resident | None:
    return Resident(id=resident.id, area_id=resident.area_id, rw=resident.rw) if resident else None


class VerifiedResidents:
    def resident_of(self, user: User) -> Resident | None:
        return _as_voter(queries.resident_for(user))

    def residents(self) -> Iterator[Resident]:
        return (Resident(id=one.id, area_id=one.area_id, rw=one.rw) for one in queries.eligible_residents())

    def find(self, typed: str) -> Resident | None:
        return _as_voter(queries.find_resident(typed))
