"""Which apps hold something about an account, and how each hands it out and lets go of it. Filled at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Holding:
    """``export`` returns plain values for JSON. ``erase`` runs inside the erasure's transaction."""

    name: str
    export: Callable[[Any], Any]
    erase: Callable[[Any, datetime], None]


_holdings: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    return list(_holdings.values())
