"""Which turnout figures can be shown without saying who voted. Pure.

A cell is delicate when fewer than five people in it voted, or fewer than five did not. It is hidden, and so are as
many others of its group as it takes that nobody can get it back from the group's total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

SMALLEST = 5
K = TypeVar("K")


@dataclass(frozen=True)
class Cell:
    invited: int
    voted: int
    is_hidden: bool = False

    @property
    def is_delicate(self) -> bool:
        return min(self.voted, self.invited - self.voted) < SMALLEST

    @property
    def share(self) -> float:
        return self.voted / self.invited if self.invited else 0.0

    @property
    def percent(self) -> float:
        return 100 * self.share


def total(cells: Mapping[object, Cell]) -> Cell:
    return Cell(sum(cell.invited for cell in cells.values()), sum(cell.voted for cell in cells.values()))


def hide_small(cells: Mapping[K, Cell]) -> dict[K, Cell]:
    """The cells of one group whose total is shown. Two or more are hidden, or none, and together they are not small.

    A group of a single cell is as public as its total.
    """
    if len(cells) == 1 and not next(iter(cells.values())).is_delicate:
        return dict(cells)
    hidden = {key for key, cell in cells.items() if cell.is_delicate}
    by_size = sorted(cells, key=lambda key: (cells[key].voted, str(key)))
    while hidden and (len(hidden) == 1 or total({key: cells[key] for key in hidden}).is_delicate):
        more = next((key for key in by_size if key not in hidden), None)
        if more is None:
            break
        hidden.add(more)
    return {key: replace(cell, is_hidden=key in hidden) for key, cell in cells.items()}
