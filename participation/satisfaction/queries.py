"""What a survey says: totals by the way the answers came in, and the index computed from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from nlp.privacy import mask
from participation.satisfaction import scoring
from participation.satisfaction.elements import GRADE_NAMES, NAMES, Words
from participation.satisfaction.models import FollowUp, Response, SurveyPeriod, VisitCode
from participation.satisfaction.scoring import Element, Grade, Totals

SMALL_CELL = 5
LOWEST_SHOWN = 3
_BANDS = ("sex", "age_band", "education")


@dataclass(frozen=True)
class ElementResult:
    element: Element
    name: Words
    mean: Decimal
    value: Decimal
    grade: Grade
    is_lowest: bool = False


@dataclass(frozen=True)
class Result:
    """One set of answers: how many, the index with its class, and every element."""

    count: int
    index: Decimal
    grade: Grade
    compatibility_index: Decimal
    elements: list[ElementResult]

    @property
    def grade_name(self) -> Words:
        return GRADE_NAMES[self.grade]

    @property
    def lowest(self) -> list[ElementResult]:
        """The lowest first."""
        return sorted((row for row in self.elements if row.is_lowest), key=lambda row: row.mean)


@dataclass(frozen=True)
class SourceResult:
    source: str
    label: Words
    count: int
    result: Result | None


@dataclass(frozen=True)
class Band:
    """``count`` is None where a small group would be recognisable."""

    label: Words
    count: int | None


@dataclass(frozen=True)
class PeriodResult:
    period: SurveyPeriod
    overall: Result | None
    sources: list[SourceResult]
    bands: list[tuple[Words, list[Band]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.overall.count if self.overall else 0

    @property
    def needed(self) -> int | None:
        return scoring.needed_answers(self.period.user_count) if self.period.user_count else None

    @property
    def share_of_needed(self) -> float:
        return min(1.0, self.count / self.needed) if self.needed else 0.0

    @property
    def is_enough(self) -> bool:
        return self.needed is not None and self.count >= self.needed

    @property
    def missing(self) -> int:
        return max(0, (self.needed or 0) - self.count)


@dataclass(frozen=True)
class TrendPoint:
    period: SurveyPeriod
    index: Decimal
    grade: Grade
    count: int


def open_periods(today: date) -> QuerySet[SurveyPeriod]:
    return SurveyPeriod.objects.filter(
        start_date__lte=today, end_date__gte=today, published_at__isnull=True, service__is_active=True
    ).select_related("service__unit")


def open_period_of(service_slug: str, today: date) -> SurveyPeriod | None:
    return open_periods(today).filter(service__slug=service_slug).first()


def open_period_for_cases(today: date) -> SurveyPeriod | None:
    """The survey that is offered to a reporter whose case has just closed."""
    return open_periods(today).filter(service__handles_cases=True).first()


def open_code(code_hash: str, today: date) -> VisitCode | None:
    return (
        VisitCode.objects.filter(code_hash=code_hash, used_date=None, revoked_at=None, period__in=open_periods(today))
        .select_related("period__service__unit")
        .first()
    )


def has_answered(visit_key: str) -> bool:
    return Response.objects.filter(visit_key=visit_key).exists()


def published_periods() -> QuerySet[SurveyPeriod]:
    return SurveyPeriod.objects.filter(published_at__isnull=False).select_related("service__unit")


def totals_by_source(period: SurveyPeriod) -> dict[str, Totals]:
    sums = {f"sum_{element.value}": Sum(element.value) for element in Element}
    rows = period.responses.order_by().values("source").annotate(number=Count("pk"), **sums)
    return {
        row["source"]: Totals(row["number"], {element: row[f"sum_{element.value}"] for element in Element})
        for row in rows
    }


def band_counts(period: SurveyPeriod) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name in _BANDS:
        rows = period.responses.order_by().values_list(name).annotate(number=Count("pk"))
        counts[name] = {value: number for value, number in rows if value}
    return counts


def freeze(period: SurveyPeriod) -> dict[str, Any]:
    """The figures as they are kept from publication on."""
    return {
        "sources": {
            source: {"count": totals.count, "sums": {element.value: total for element, total in totals.sums.items()}}
            for source, totals in totals_by_source(period).items()
        },
        "bands": band_counts(period),
    }


def _frozen_totals(figures: Mapping[str, Any]) -> dict[str, Totals]:
    return {
        source: Totals(entry["count"], {Element(key): total for key, total in entry["sums"].items()})
        for source, entry in figures["sources"].items()
    }


def result_of(period: SurveyPeriod) -> PeriodResult:
    """Published: from the frozen figures, whatever happens to rows later. Before that: as it stands now."""
    by_source = _frozen_totals(period.figures) if period.is_published else totals_by_source(period)
    bands = period.figures["bands"] if period.is_published else band_counts(period)
    return PeriodResult(
        period=period,
        overall=_result(_together(by_source)),
        sources=[_source_result(source, by_source) for source in Response.Source],
        bands=[(Response._meta.get_field(name).verbose_name, _shown_bands(name, bands[name])) for name in _BANDS],
    )


def _source_result(source: Response.Source, by_source: Mapping[str, Totals]) -> SourceResult:
    totals = by_source.get(source.value)
    return SourceResult(source.value, source.label, totals.count if totals else 0, _result(totals) if totals else None)


def _together(by_source: Mapping[str, Totals]) -> Totals:
    return Totals(
        sum(totals.count for totals in by_source.values()),
        {element: sum(totals.sums[element] for totals in by_source.values()) for element in Element},
    )


def _result(totals: Totals) -> Result | None:
    if totals.count == 0:
        return None
    index, lowest = scoring.rounded(scoring.index_of(totals)), scoring.lowest_elements(totals, LOWEST_SHOWN)
    return Result(
        count=totals.count,
        index=index,
        grade=scoring.grade_of(index),
        compatibility_index=scoring.rounded(scoring.compatibility_index_of(totals)),
        elements=[_element(element, mean, element in lowest) for element, mean in scoring.means(totals).items()],
    )


def _element(element: Element, mean: Any, is_lowest: bool) -> ElementResult:
    value = scoring.rounded(mean * 25)
    return ElementResult(element, NAMES[element], scoring.rounded(mean), value, scoring.grade_of(value), is_lowest)


def _shown_bands(name: str, counts: Mapping[str, int]) -> list[Band]:
    """Hides a small group, and with it the next smallest, from which it could be worked out."""
    labels = dict(Response._meta.get_field(name).choices)
    present = sorted((number, value) for value, number in counts.items() if number)
    hidden = {value for number, value in present if number < SMALL_CELL}
    if len(hidden) == 1 and len(present) > 1:
        hidden.add(present[1][1])
    return [Band(label, None if value in hidden else counts.get(value, 0)) for value, label in labels.items()]


def trend_of(period: SurveyPeriod) -> list[TrendPoint]:
    """The published results of the same service, oldest first."""
    points = []
    for other in published_periods().filter(service=period.service_id).order_by("end_date", "pk"):
        result = _result(_together(_frozen_totals(other.figures)))
        if result:
            points.append(TrendPoint(other, result.index, result.grade, result.count))
    return points


def results_of(periods: list[SurveyPeriod]) -> list[tuple[SurveyPeriod, Result | None]]:
    """The overall result of each: frozen figures for published ones, one query for all the others together."""
    running = _running_totals([period.pk for period in periods if not period.is_published])
    return [
        (
            period,
            _result(_together(_frozen_totals(period.figures)) if period.is_published else running[period.pk])
            if period.is_published or period.pk in running
            else None,
        )
        for period in periods
    ]


def _running_totals(pks: list[int]) -> dict[int, Totals]:
    sums = {f"sum_{element.value}": Sum(element.value) for element in Element}
    rows = Response.objects.filter(period__in=pks).order_by().values("period").annotate(number=Count("pk"), **sums)
    return {
        row["period"]: Totals(row["number"], {element: row[f"sum_{element.value}"] for element in Element})
        for row in rows
    }


def follow_ups_of(period: SurveyPeriod) -> dict[str, FollowUp]:
    return {follow_up.element: follow_up for follow_up in period.follow_ups.all()}


def missing_plans(period: SurveyPeriod, result: PeriodResult) -> list[ElementResult]:
    """The lowest elements for which nobody has written down yet what will be done."""
    planned = set(period.follow_ups.values_list("element", flat=True))
    return [row for row in result.overall.lowest if row.element.value not in planned] if result.overall else []


@dataclass(frozen=True)
class Comment:
    pk: int
    text: str
    is_public: bool


def comments_of(period: SurveyPeriod) -> list[Comment]:
    """What people added, masked: nobody sees the words as they were typed."""
    rows = period.responses.exclude(comment="").values_list("pk", "comment", "public_comment").order_by("-pk")
    return [Comment(pk, mask(comment), bool(public)) for pk, comment, public in rows]


def public_comments_of(period: SurveyPeriod) -> list[str]:
    return list(period.responses.exclude(public_comment="").order_by("pk").values_list("public_comment", flat=True))


@dataclass(frozen=True)
class CodeCounts:
    made: int
    used: int
    revoked: int

    @property
    def unused(self) -> int:
        return self.made - self.used - self.revoked


def code_counts(period: SurveyPeriod) -> CodeCounts:
    counts = period.codes.aggregate(
        made=Count("pk"),
        used=Count("pk", filter=Q(used_date__isnull=False)),
        revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
    )
    return CodeCounts(**counts)


def is_kept(form_token: UUID) -> bool:
    return Response.objects.filter(form_token=form_token).exists()
