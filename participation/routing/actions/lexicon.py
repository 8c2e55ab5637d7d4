from django.db import transaction

from participation.routing.models import LexiconEntry
from participation.routing.word_list import key_of
from participation.units.models import Category


def take_out(*, category: Category, phrase: str) -> None:
    """The phrase no longer speaks for the category, whether it was shipped or the office's own."""
    with transaction.atomic():
        for entry in _entries(category, phrase):
            entry.delete()
        LexiconEntry.objects.create(category=category, phrase=phrase, is_removed=True)


def put_back(*, category: Category, phrase: str) -> None:
    """As the shipped list has it."""
    for entry in _entries(category, phrase):
        entry.delete()


def _entries(category: Category, phrase: str) -> list[LexiconEntry]:
    """Other spellings of the same stems are the same entry."""
    wanted = key_of(category.slug, phrase)
    return [
        entry
        for entry in LexiconEntry.objects.filter(category=category)
        if key_of(category.slug, entry.phrase) == wanted
    ]
