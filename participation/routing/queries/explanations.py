from dataclasses import dataclass
from uuid import UUID

from participation.routing.decisions import Suggestion, suggestions_for
from participation.routing.models import LabelledText, Prediction
from participation.units.models import Area


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
    """What was predicted for a text; nothing while people are to judge it without knowing."""
    prediction = (
        Prediction.objects.filter(subject=subject).select_related("category", "unit", "rule").order_by("-id").first()
    )
    if prediction is None or _is_hidden(prediction):
        return None
    return Explanation(prediction, suggestions_for(prediction.suggestions, area))


def _is_hidden(prediction: Prediction) -> bool:
    return prediction.is_blind and not LabelledText.objects.filter(subject=prediction.subject).exists()
