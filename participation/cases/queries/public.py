"""What everybody may read: never a confidential case, never words that no person has let through."""

import operator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from participation.cases.lifecycle import OPEN, Status
from participation.cases.models import Case, Photo, Support
from participation.cases.wording import search_words
from participation.units.outlines import Drawing, contains, draw

PAGE_SIZE = 10
# About 100 m: near enough to find the street, too far to find the house.
PIN_STEP = Decimal("0.001")

STATUS_GROUPS: dict[str, tuple[Status, ...]] = {
    "diterima": (Status.SUBMITTED,),
    "diperiksa": (Status.ROUTED,),
    "dikerjakan": (Status.IN_PROGRESS, Status.WAITING_EXTERNAL, Status.WAITING_REPORTER),
    "selesai": (Status.RESPONDED, Status.CLOSED),
}
STATUS_LABELS = {
    "diterima": _lazy("Diterima"),
    "diperiksa": _lazy("Diperiksa"),
    "dikerjakan": _lazy("Dikerjakan"),
    "selesai": _lazy("Selesai"),
}
SORT_LABELS = {"terbaru": _lazy("Terbaru"), "dukungan": _lazy("Paling banyak didukung")}
SORTS = {"terbaru": ("-submitted_at", "-id"), "dukungan": ("-support_count", "-submitted_at", "-id")}

ROW_FIELDS = (
    "code",
    "identity",
    "status",
    "close_reason",
    "waiting_for",
    "reopen_count",
    "submitted_at",
    "public_title",
    "published_at",
    "rw",
    "latitude",
    "longitude",
    "support_count",
    "category__slug",
    "category__name",
    "area__name",
)


@dataclass(frozen=True, kw_only=True)
class PublicFilters:
    words: str = ""
    status_group: str = ""
    category: str = ""
    area: str = ""
    sort: str = "terbaru"

    @property
    def are_set(self) -> bool:
        return bool(self.words or self.status_group or self.category or self.area)


def public_cases() -> QuerySet[Case]:
    """Every case of which the public may know that it exists."""
    withdrawn = Q(status=Status.CLOSED.value, close_reason=Case.CloseReason.WITHDRAWN)
    unread = Q(published_at__isnull=True)
    return (
        Case.objects.exclude(identity=Case.Identity.CONFIDENTIAL)
        .exclude(status__in=[Status.REJECTED.value, Status.MERGED.value])
        .exclude(withdrawn & unread)
    )


def list_public_cases(filters: PublicFilters) -> QuerySet[Case]:
    cases = _for_rows(public_cases())
    if filters.status_group in STATUS_GROUPS:
        cases = cases.filter(status__in=[status.value for status in STATUS_GROUPS[filters.status_group]])
    if filters.category:
        cases = cases.filter(category__slug=filters.category)
    if filters.area:
        cases = cases.filter(area__slug=filters.area)
    if filters.words:
        cases = cases.filter(matches_words(filters.words))
    return cases.order_by(*SORTS.get(filters.sort, SORTS["terbaru"]))


def _for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row shows and no more: the long texts and outlines stay in the database."""
    return cases.select_related("category", "area").only(*ROW_FIELDS)


def matches_words(words: str) -> Q:
    """Published cases in which every word stands, by stem. Words without a stem find nothing."""
    stems = search_words(words).split()
    if not stems:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        return Q(pk__in=_postgres_matches(stems))
    return reduce(operator.and_, (Q(public_words__contains=f" {stem} ") for stem in stems))


class _StoredWords(Func):
    """Exactly the expression of the index ``case_public_words``; Django's SearchVector wraps it in COALESCE."""

    template = "to_tsvector('simple', %(expressions)s)"
    output_field = SearchVectorField()


def _postgres_matches(stems: list[str]) -> QuerySet[Case]:
    query = reduce(operator.and_, (SearchQuery(stem, config="simple") for stem in stems))
    vector = _StoredWords("public_words")
    return Case.objects.exclude(public_words="").annotate(words=vector).filter(words=query).values("pk")


def public_title(case: Case) -> str:
    """The title that may be shown: the one a person published, else one that says no more than the topic."""
    if case.is_published:
        return case.public_title
    if case.category:
        return _("Laporan tentang %(category)s") % {"category": case.category.name.lower()}
    return _("Laporan baru, belum dibaca petugas")


def public_photos(case: Case) -> list[Photo]:
    """The reporter's photos that were published with the case; evidence stands with its answer in the history."""
    if not case.is_published:
        return []
    return [photo for photo in case.photos.all() if photo.is_public and photo.event_id is None]


@dataclass(frozen=True)
class Pin:
    """A rounded place. As text it is "latitude,longitude", whatever the language of the page."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude},{self.longitude}"


def public_pin(case: Case) -> Pin | None:
    """Where a published case happened, rounded; nothing for a case that people may not read."""
    if case.latitude is None or not case.is_published or case.identity == Case.Identity.CONFIDENTIAL:
        return None
    return Pin(case.latitude.quantize(PIN_STEP), case.longitude.quantize(PIN_STEP))


def place_drawing(case: Case) -> Drawing | None:
    """The outline of the case's kelurahan with its pin, when the pin really lies in it."""
    pin = public_pin(case)
    outline = case.area.outline if pin and case.area else None
    if not contains(outline, float(case.longitude or 0), float(case.latitude or 0)):
        return None
    return draw(outline, float(pin.longitude), float(pin.latitude))


def display_name(case: Case) -> str:
    """What an open reporter wanted to be called, once the case has been published; else nothing."""
    if case.identity != Case.Identity.OPEN or not case.is_published:
        return ""
    return case.reporter.display_name if hasattr(case, "reporter") else ""


def can_support(case: Case) -> bool:
    """Only what people can read, and what is still being worked on, can be joined."""
    return case.is_published and case.is_open


def is_supported(case: Case, visitor_key: str) -> bool:
    return Support.objects.filter(case=case, visitor_key=visitor_key).exists()


def with_own_support(cases: QuerySet[Case], visitor_key: str) -> QuerySet[Case]:
    mine = Support.objects.filter(case=OuterRef("pk"), visitor_key=visitor_key)
    return cases.annotate(supported_by_me=Exists(mine))


def latest_published(limit: int = 5) -> QuerySet[Case]:
    """For the home page."""
    return _for_rows(public_cases().filter(published_at__isnull=False)).order_by("-submitted_at", "-id")[:limit]


def open_published_cases() -> QuerySet[Case]:
    """Candidates for "similar cases": published and still being worked on."""
    return public_cases().filter(published_at__isnull=False, status__in=[status.value for status in OPEN])
