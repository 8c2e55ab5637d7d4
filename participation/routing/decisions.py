import logging
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participation.routing import engine, matching
from participation.routing.models import Prediction, RoutingRule
from participation.units.models import Area, Category, Unit
from participation.units.queries import unit_for

logger = logging.getLogger(__name__)

KINDS = {"pengaduan": "complaint", "aspirasi": "suggestion", "informasi": "information_request"}


@dataclass(frozen=True)
class Suggestion:
    category: Category
    unit: Unit | None
    probability: float


@dataclass(frozen=True)
class Decision:
    """Where a text should go and why. Only a SURE one with a category and a unit may be applied without a person."""

    outcome: str
    source: str
    category: Category | None = None
    unit: Unit | None = None
    confidence: float | None = None
    suggestions: tuple[Suggestion, ...] = ()
    words: tuple[str, ...] = ()
    kind: str = ""
    is_urgent: bool = False
    rule: RoutingRule | None = None
    model_version: str = ""
    threshold: float | None = None
    reason: str = field(default="", compare=False)

    @property
    def is_sure(self) -> bool:
        return self.outcome == Prediction.Outcome.SURE and self.unit is not None


def decide_route(text: str, *, area: Area | None = None) -> Decision:
    """The office's rules first, then the classifier; without either the text is left to people."""
    return _by_rule(text, area) or _by_model(text, area) or _left_to_people()


def _by_rule(text: str, area: Area | None) -> Decision | None:
    rules = RoutingRule.objects.filter(is_active=True, category__is_active=True).select_related(
        "category__default_unit", "unit"
    )
    for rule in rules:
        if rule.area_id and (area is None or rule.area_id != area.pk):
            continue
        words = matching.rule_words(any_words=rule.any_words, all_words=rule.all_words, text=text)
        if words is not None:
            return _rule_decision(rule, words, area)
    return None


def _rule_decision(rule: RoutingRule, words: list[str], area: Area | None) -> Decision:
    unit = rule.unit if rule.unit and rule.unit.is_active else unit_for(rule.category, area)
    return Decision(
        outcome=Prediction.Outcome.SURE if unit else Prediction.Outcome.UNSURE,
        source=Prediction.Source.RULE,
        category=rule.category,
        unit=unit,
        suggestions=(Suggestion(rule.category, unit, 1.0),),
        words=tuple(words),
        rule=rule,
        reason=_("Aturan kantor: %(rule)s") % {"rule": rule.name},
    )


def _by_model(text: str, area: Area | None) -> Decision | None:
    classifier = engine.active_classifier()
    if classifier is None:
        return None
    try:
        verdict = classifier.predict(text)
    except Exception:
        logger.exception("the classifier failed on a text of %d characters; it is left to people", len(text))
        return None
    known = {
        category.slug: category
        for category in Category.objects.filter(
            slug__in=[guess.slug for guess in verdict.top], is_active=True
        ).select_related("default_unit")
    }
    suggestions = tuple(
        Suggestion(known[guess.slug], unit_for(known[guess.slug], area), guess.probability)
        for guess in verdict.top
        if guess.slug in known
    )
    best = suggestions[0] if suggestions and suggestions[0].category.slug == verdict.category else None
    sure = verdict.outcome == Prediction.Outcome.SURE and best is not None and best.unit is not None
    urgent = verdict.urgency == "darurat"
    return Decision(
        outcome=_outcome(verdict.outcome, sure=sure and not urgent),
        source=Prediction.Source.MODEL,
        category=best.category if best else None,
        unit=best.unit if best else None,
        confidence=verdict.confidence,
        suggestions=suggestions,
        words=tuple(verdict.words),
        kind=KINDS.get(verdict.kind, ""),
        is_urgent=urgent,
        model_version=classifier.version,
        threshold=classifier.threshold,
        reason=_words_reason(verdict.words),
    )


def _outcome(model_outcome: str, *, sure: bool) -> str:
    """Urgent texts and categories nobody answers for are for people, however sure the model is."""
    if sure:
        return Prediction.Outcome.SURE
    if model_outcome == Prediction.Outcome.OUT_OF_SCOPE:
        return Prediction.Outcome.OUT_OF_SCOPE
    return Prediction.Outcome.UNSURE


def _words_reason(words: tuple[str, ...]) -> str:
    if not words:
        return _("Dari keseluruhan isi laporan")
    return _("Karena kata: %(words)s") % {"words": ", ".join(words[:5])}


def _left_to_people() -> Decision:
    return Decision(outcome=Prediction.Outcome.UNSURE, source=Prediction.Source.NONE, reason=_("Perlu dibaca sendiri"))
