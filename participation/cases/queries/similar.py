"""Open cases on the same matter, found by the stems that two texts share."""

from dataclasses import dataclass
from math import sqrt

from participation.cases.models import Case
from participation.cases.queries.public import open_published_cases
from participation.cases.wording import search_words
from participation.units.models import Area

CANDIDATES = 300
MINIMUM = 0.3


@dataclass(frozen=True)
class Similar:
    case: Case
    score: float


def similar_open_cases(text: str, *, area: Area | None = None, limit: int = 3) -> list[Similar]:
    """Published open cases that share words with ``text``, best first; in the same kelurahan when one is named."""
    words = set(search_words(text).split())
    if len(words) < 2:
        return []
    cases = open_published_cases().select_related("category", "area")
    if area is not None:
        cases = cases.filter(area=area)
    scored = (
        Similar(case, _overlap(words, set(case.public_words.split()))) for case in cases.order_by("-id")[:CANDIDATES]
    )
    return sorted((item for item in scored if item.score >= MINIMUM), key=lambda item: -item.score)[:limit]


def _overlap(left: set[str], right: set[str]) -> float:
    return len(left & right) / sqrt(len(left) * len(right)) if left and right else 0.0
