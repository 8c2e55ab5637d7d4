"""Open cases on the same matter: alike in words, near in place and time.

Each process keeps two indexes that follow the cases through their events: published words for residents, all words
for staff. What a person may not see is taken out after the search, whatever the index holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from participation.accounts.models import User
from participation.cases.lifecycle import OPEN
from participation.cases.models import Case, CaseEvent
from participation.cases.nearness import Spot, likeness
from participation.cases.permissions import visible_to
from participation.cases.queries.public import open_published_cases
from participation.routing.similarity import FollowingIndex, Mark

CANDIDATES = 40
TEXT_MINIMUM = 0.2
MINIMUM = 0.22
FEWEST_WORDS = 2
_OPEN = [status.value for status in OPEN]


@dataclass(frozen=True)
class Similar:
    case: Case
    score: float


class _CaseLog:
    """Every write to a case writes an event, so the events are the log of changes."""

    def newest_marks(self, count: int) -> list[Mark]:
        newest = CaseEvent.objects.order_by("-id").values_list("id", "case__key")[:count]
        return [(pk, str(key)) for pk, key in newest]

    def marks_since(self, number: int, missing: Collection[int]) -> list[Mark]:
        changes = CaseEvent.objects.filter(Q(id__gte=number) | Q(id__in=missing)).order_by("id")
        return [(pk, str(key)) for pk, key in changes.values_list("id", "case__key")]


class _PublishedWords(_CaseLog):
    def texts(self, keys: Collection[str] | None = None) -> Iterable[tuple[str, str]]:
        cases = open_published_cases()
        cases = cases if keys is None else cases.filter(key__in=keys)
        for key, title, text in cases.values_list("key", "public_title", "public_text").iterator():
            yield str(key), f"{title} {text}"


class _AllWords(_CaseLog):
    def texts(self, keys: Collection[str] | None = None) -> Iterable[tuple[str, str]]:
        cases = Case.objects.filter(status__in=_OPEN)
        cases = cases if keys is None else cases.filter(key__in=keys)
        for key, text in cases.values_list("key", "text").iterator():
            yield str(key), text


_published = FollowingIndex(_PublishedWords())
_all = FollowingIndex(_AllWords())


def similar_published_cases(text: str, *, here: Spot, limit: int = 3) -> list[Similar]:
    """For residents before they send: published open cases, compared by their published words only."""
    return _similar(_published, text, here, open_published_cases(), limit)


def similar_cases_for(user: User, case: Case, *, limit: int = 3) -> list[Similar]:
    """For staff: open cases that this person may see, without the case itself."""
    others = visible_to(user).filter(status__in=_OPEN).exclude(pk=case.pk)
    return _similar(_all, case.text, spot_of(case), others, limit)


def spot_of(case: Case) -> Spot:
    return Spot(
        area_id=case.area_id, rw=case.rw, latitude=case.latitude, longitude=case.longitude, at=case.submitted_at
    )


def _similar(index: FollowingIndex, text: str, here: Spot, allowed: QuerySet[Case], limit: int) -> list[Similar]:
    if len(text.split()) < FEWEST_WORDS:
        return []
    scores = dict(index.search(text, limit=CANDIDATES, minimum=TEXT_MINIMUM))
    cases = allowed.filter(key__in=list(scores)).select_related("category", "unit", "area").defer("area__outline")
    found = [Similar(case, likeness(scores[str(case.key)], here, spot_of(case))) for case in cases]
    alike = [item for item in found if item.score >= MINIMUM]
    return sorted(alike, key=lambda item: (-item.score, -item.case.pk))[:limit]
