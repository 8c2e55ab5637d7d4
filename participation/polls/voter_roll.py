"""Who the verified residents are, as far as polls need to know. The app that keeps them registers itself here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Resident:
    """``id`` is the same for the same person whatever the account, and never changes."""

    id: str
    area_id: int | None = None
    rw: int | None = None


class VoterRoll(Protocol):
    def resident_of(self, user: Any) -> Resident | None:
        """The verified resident behind an account, or None."""

    def residents(self) -> Iterable[Resident]:
        """Everybody who is verified now; read once, when a poll opens."""

    def find(self, typed: str) -> Resident | None:
        """The resident whom the committee has before it, by whatever number the counter asks for."""


class EmptyRoll:
    def resident_of(self, user: Any) -> Resident | None:
        return None

    def residents(self) -> Iterator[Resident]:
        return iter(())

    def find(self, typed: str) -> Resident | None:
        return None


_rolls: list[VoterRoll] = [EmptyRoll()]


def register_roll(roll: VoterRoll) -> None:
    """Make ``roll`` the one that polls ask; the last registered counts."""
    _rolls.append(roll)


def forget_roll(roll: VoterRoll) -> None:
    _rolls.remove(roll)


def current_roll() -> VoterRoll:
    return _rolls[-1]
