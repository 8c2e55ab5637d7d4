import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from nlp.classifier import Verdict
from nlp.features import URGENT
from nlp.lexicon import speaks_of_danger
from participation.routing import blind, engine, matching
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
    is_blind: bool = False
    reason: str = field(default="", compare=False)

    @property
    def is_sure(self) -> bool:
        return self.outcome == Prediction.Outcome.SURE and self.unit is not None and not self.is_blind

    @property
    def shown_outcome(self) -> str:
        """What the record of the case may say: nothing about the answer while people judge without it."""
        return "blind" if self.is_blind else self.outcome


def decide_route(text: str, *, area: Area | None = None, subject: UUID | None = None) -> Decision:
    """The office's rules first, then the classifier, then the word list; else the text is left to people.

    With a ``subject`` a small share of the sure answers is kept for people to judge without seeing it.
    """
    ready = engine.current()
    decision = (
        _by_rule(text, area, ready) or _by_model(text, area, ready) or _by_lexicon(text, area, ready)
    ) or _left_to_people(text, ready)
    return _perhaps_blind(decision, subject)


def _perhaps_blind(decision: Decision, subject: UUID | None) -> Decision:
    is_candidate = decision.is_sure and decision.source == Prediction.Source.MODEL
    if subject is None or not is_candidate or not blind.is_chosen(subject, settings.BLIND_SHARE):
        return decision
    return replace(decision, is_blind=True, reason=_("Uji acak: petugas menilai tanpa usulan"))


def _by_rule(text: str, area: Area | None, ready: engine.Engine) -> Decision | None:
    rules = RoutingRule.objects.filter(is_active=True, category__is_active=True).select_related(
        "category__default_unit", "unit"
    )
    for rule in rules:
        if rule.area_id and (area is None or rule.area_id != area.pk):
            continue
        words = matching.rule_words(any_words=rule.any_words, all_words=rule.all_words, text=text)
        if words is not None:
            return replace(_rule_decision(rule, words, area), is_urgent=_is_urgent(text, ready))
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


def _verdict(text: str, ready: engine.Engine) -> Verdict | None:
    if ready.classifier is None:
        return None
    try:
        return ready.classifier.predict(text)
    except Exception:
        logger.exception("the classifier failed on a text of %d characters; it is left to people", len(text))
        return None


def _is_urgent(text: str, ready: engine.Engine) -> bool:
    """Somebody may be in danger: asked of the classifier, or of its words of danger when there is none."""
    verdict = _verdict(text, ready)
    if verdict is not None:
        return verdict.urgency == URGENT
    return speaks_of_danger(text)


def suggestions_for(pairs: Iterable[tuple[str, float]], area: Area | None) -> tuple[Suggestion, ...]:
    """Categories in use, with the unit that answers for each, from (slug, probability) pairs."""
    pairs = list(pairs)
    known = {
        category.slug: category
        for category in Category.objects.filter(
            slug__in=[slug for slug, _probability in pairs], is_active=True
        ).select_related("default_unit")
    }
    return tuple(
        Suggestion(known[slug], unit_for(known[slug], area), probability)
        for slug, probability in pairs
        if slug in known
    )


def _by_model(text: str, area: Area | None, ready: engine.Engine) -> Decision | None:
    verdict = _verdict(text, ready)
    if verdict is None:
        return None
    suggestions = suggestions_for([(guess.slug, guess.probability) for guess in verdict.top], area)
    best = suggestions[0] if suggestions and suggestions[0].category.slug == verdict.category else None
    sure = verdict.outcome == Prediction.Outcome.SURE and best is not None and best.unit is not None
    urgent = verdict.urgency == URGENT
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
        model_version=ready.classifier.version if ready.classifier else "",
        threshold=ready.classifier.threshold if ready.classifier else None,
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


def _by_lexicon(text: str, area: Area | None, ready: engine.Engine) -> Decision | None:
    """Suggestions only: without a model nobody knows how often the word list is right."""
    suggestions = suggestions_for(ready.lexicon.rank(text)[:3], area)
    if not suggestions:
        return None
    words = tuple(dict.fromkeys(hit.entry.term for hit in ready.lexicon.hits(text)))[:6]
    return Decision(
        outcome=Prediction.Outcome.UNSURE,
        source=Prediction.Source.LEXICON,
        category=suggestions[0].category,
        unit=suggestions[0].unit,
        confidence=suggestions[0].probability,
        suggestions=suggestions,
        words=words,
        is_urgent=_is_urgent(text, ready),
        reason=_words_reason(words),
    )


def _left_to_people(text: str, ready: engine.Engine) -> Decision:
    return Decision(
        outcome=Prediction.Outcome.UNSURE,
        source=Prediction.Source.NONE,
        is_urgent=_is_urgent(text, ready),
        reason=_("Perlu dibaca sendiri"),
    )
