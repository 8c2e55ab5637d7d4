from dataclasses import dataclass
from uuid import UUID

from participation.routing.decisions import Suggestion
from participation.routing.models import Prediction
from participation.units.models import Area, Category
from participation.units.queries import unit_for


@dataclass(frozen=True)
class Explanation:
    """A stored prediction as staff see it."""

    prediction: Prediction
    suggestions: tuple[Suggestion, ...]

    @property
    def percent(self) -> int | None:
        confidence = self.prediction.confidence
        return None if confidence is None else round(confidence * 100)

    @property
    def tubes(self) -> int:
        """Confidence as one to three filled tubes: sure, above half of the threshold, below."""
        prediction = self.prediction
        if prediction.source == Prediction.Source.RULE:
            return 3
        if prediction.confidence is None or prediction.threshold is None:
            return 1
        if prediction.confidence >= prediction.threshold:
            return 3
        return 2 if prediction.confidence >= prediction.threshold / 2 else 1


def explanation_for(subject: UUID, *, area: Area | None = None) -> Explanation | None:
    prediction = (
        Prediction.objects.filter(subject=subject).select_related("category", "unit", "rule").order_by("-id").first()
    )
    if prediction is None:
        return None
    categories = {
        category.slug: category
        for category in Category.objects.filter(slug__in=[slug for slug, _p in prediction.suggestions]).select_related(
            "default_unit"
        )
    }
    suggestions = tuple(
        Suggestion(categories[slug], unit_for(categories[slug], area), probability)
        for slug, probability in prediction.suggestions
        if slug in categories
    )
    return Explanation(prediction, suggestions)
