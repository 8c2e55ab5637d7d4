"""How good the classifier really is here: accuracy, coverage and calibration from what people decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nlp.evaluation import wilson_interval
from participation.routing.models import LabelledText, Prediction
from participation.units.models import Category

DAYS_SHOWN = 365
PREDICTIONS_READ = 50_000
BINS = 10
CONFUSIONS_SHOWN = 15


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval; nothing is said about nothing."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def low(self) -> float | None:
        return (wilson_interval(self.hits, self.n) or (None, None))[0]

    @property
    def high(self) -> float | None:
        return (wilson_interval(self.hits, self.n) or (None, None))[1]


@dataclass(frozen=True)
class Answer:
    """One prediction of the model and what a person decided, if anyone did."""

    at: datetime
    predicted: str
    confidence: float
    is_sure: bool
    is_blind: bool
    truth: str | None

    @property
    def is_right(self) -> bool:
        return self.truth == self.predicted


@dataclass(frozen=True)
class Group:
    """Figures of the predictions of one month, of one topic, or of all."""

    label: str
    answers: tuple[Answer, ...]

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def coverage(self) -> Share:
        return Share(sum(answer.is_sure for answer in self.answers), self.total)

    @cached_property
    def _decided(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.truth is not None]

    @property
    def decided(self) -> Share:
        return _right(self._decided)

    @property
    def blind(self) -> Share:
        """The true accuracy of sure answers: people judged these without knowing them."""
        return _right([answer for answer in self._decided if answer.is_blind])

    @property
    def mean_confidence(self) -> float | None:
        answers = self._decided
        return sum(answer.confidence for answer in answers) / len(answers) if answers else None

    @property
    def gap_points(self) -> float | None:
        """Confidence less accuracy, in points: above zero it promises more than it keeps."""
        if self.mean_confidence is None or self.decided.value is None:
            return None
        return (self.mean_confidence - self.decided.value) * 100


@dataclass(frozen=True)
class Confusion:
    predicted: str
    truth: str
    count: int


@dataclass(frozen=True)
class Figures:
    overall: Group
    months: list[Group]
    categories: list[Group]
    bins: list[Group]
    confusions: list[Confusion]


def live_figures(now: datetime) -> Figures:
    """Two queries, however many predictions there are."""
    answers = _read(now - timedelta(days=DAYS_SHOWN))
    names = dict(Category.objects.values_list("slug", "name"))
    return Figures(
        overall=Group(_("Semua"), tuple(answers)),
        months=_by_month(answers),
        categories=_grouped(answers, lambda answer: names.get(answer.predicted, answer.predicted)),
        bins=_grouped([answer for answer in answers if answer.truth is not None], _bin),
        confusions=_confusions(answers, names),
    )


def _read(since: datetime) -> list[Answer]:
    truth = LabelledText.objects.filter(subject=OuterRef("subject")).values("category__slug")[:1]
    rows = (
        Prediction.objects.filter(
            source=Prediction.Source.MODEL, created_at__gte=since, category__isnull=False, confidence__isnull=False
        )
        .annotate(truth=Subquery(truth))
        .order_by("-created_at")
        .values_list("created_at", "category__slug", "confidence", "outcome", "is_blind", "truth")
    )
    return [
        Answer(at, slug, confidence, outcome == Prediction.Outcome.SURE, is_blind, decided)
        for at, slug, confidence, outcome, is_blind, decided in rows[:PREDICTIONS_READ]
    ]


def _grouped(answers: Iterable[Answer], key, *, reverse: bool = False) -> list[Group]:
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(key(answer), []).append(answer)
    return [Group(label, tuple(groups[label])) for label in sorted(groups, reverse=reverse)]


def _by_month(answers: Iterable[Answer]) -> list[Group]:
    groups = _grouped(answers, lambda answer: f"{timezone.localtime(answer.at):%Y-%m}", reverse=True)
    return [replace(group, label=date_format(timezone.localtime(group.answers[0].at), "F Y")) for group in groups]


def _bin(answer: Answer) -> str:
    low = min(int(answer.confidence * BINS), BINS - 1) * 100 // BINS
    return f"{low:02d}–{low + 100 // BINS}%"


def _right(answers: list[Answer]) -> Share:
    return Share(sum(answer.is_right for answer in answers), len(answers))


def _confusions(answers: Iterable[Answer], names: dict[str, str]) -> list[Confusion]:
    pairs = Counter(
        (answer.predicted, answer.truth) for answer in answers if answer.truth is not None and not answer.is_right
    )
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:CONFUSIONS_SHOWN]
    return [Confusion(names.get(said, said), names.get(true, true), count) for (said, true), count in ordered]
