from datetime import datetime
from uuid import UUID

from participation.routing.decisions import Decision
from participation.routing.models import LabelledText, Prediction
from participation.units.models import Category


def store_prediction(*, subject: UUID, decision: Decision, now: datetime) -> Prediction:
    return Prediction.objects.create(
        subject=subject,
        source=decision.source,
        outcome=decision.outcome,
        category=decision.category,
        unit=decision.unit,
        confidence=decision.confidence,
        suggestions=[[item.category.slug, round(item.probability, 4)] for item in decision.suggestions],
        words=list(decision.words),
        kind=decision.kind,
        is_urgent=decision.is_urgent,
        rule=decision.rule,
        model_version=decision.model_version,
        threshold=decision.threshold,
        is_blind=decision.is_blind,
        created_at=now,
    )


def keep_label(*, subject: UUID, masked_text: str, category: Category, kind: str, now: datetime) -> LabelledText:
    """Keep a person's decision for training; a later decision about the same text replaces the earlier one."""
    predicted = Prediction.objects.filter(subject=subject).values_list("category_id", flat=True).first()
    if predicted is None:
        decision = LabelledText.Decision.DECIDED
    else:
        decision = LabelledText.Decision.KEPT if predicted == category.pk else LabelledText.Decision.CORRECTED
    label, _created = LabelledText.objects.update_or_create(
        subject=subject,
        defaults={
            "text": masked_text,
            "category": category,
            "kind": kind,
            "decision": decision,
            "labelled_at": now,
        },
    )
    return label


def confirm_label(*, subject: UUID, masked_text: str, category: Category, kind: str, now: datetime) -> None:
    """Whoever takes a case on agrees with its topic; a decision that a person has made before stands."""
    if not LabelledText.objects.filter(subject=subject).exists():
        keep_label(subject=subject, masked_text=masked_text, category=category, kind=kind, now=now)


def forget_text(subject: UUID) -> None:
    """A person asked for their words to be erased: neither the text nor the words that mattered are kept."""
    LabelledText.objects.filter(subject=subject).delete()
    Prediction.objects.filter(subject=subject).update(words=[])
