"""Keeping an office's past reports as labels: masked, once, however often the file is read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nlp.privacy import mask
from participation.routing.history import HistoryRow
from participation.routing.models import LabelledText
from participation.units.models import Category

BATCH = 1_000


@dataclass
class Imported:
    new: int = 0
    changed: int = 0
    known: int = 0


def import_rows(rows: Sequence[HistoryRow], *, progress: Callable[[str], None]) -> Imported:
    """New reports in, relabelled ones changed, known ones untouched; each batch in one transaction."""
    categories = {category.slug: category for category in Category.objects.all()}
    done = Imported()
    for number, batch in enumerate(_batches(rows), start=1):
        with transaction.atomic():
            _import_batch(batch, categories, done)
        progress(f"{min(number * BATCH, len(rows))} dari {len(rows)} baris")
    return done


def _batches(rows: Sequence[HistoryRow]) -> Iterator[Sequence[HistoryRow]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _import_batch(batch: Sequence[HistoryRow], categories: dict[str, Category], done: Imported) -> None:
    before = {label.subject: label for label in LabelledText.objects.filter(subject__in=[row.subject for row in batch])}
    changed, new = [], []
    for row in batch:
        known, category = before.get(row.subject), categories[row.category]
        if known is None:
            new.append(_label(row, category))
        elif known.category_id == category.pk:
            done.known += 1
        else:
            known.category, known.changed_at = category, timezone.now()
            changed.append(known)
    LabelledText.objects.bulk_create(new)
    LabelledText.objects.bulk_update(changed, ["category", "changed_at"])
    done.new += len(new)
    done.changed += len(changed)


def _label(row: HistoryRow, category: Category) -> LabelledText:
    return LabelledText(
        subject=row.subject,
        text=mask(row.text),
        category=category,
        decision=LabelledText.Decision.IMPORTED,
        labelled_at=row.at,
    )
