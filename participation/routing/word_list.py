"""The word list in use: the shipped one with the office's own changes."""

import logging
from functools import cache
from typing import Any

from django.db.models import Count, Max

from nlp.lexicon import Entry, Lexicon, term_tokens
from participation.routing.models import LexiconEntry

logger = logging.getLogger(__name__)

Stamp = tuple[Any, ...]
Key = tuple[str, str]


@cache
def shipped_lexicon() -> Lexicon:
    return Lexicon.load()


def lexicon_stamp() -> Stamp:
    """Changes with every change of the office's entries, by whatever door: one tiny query."""
    found = LexiconEntry.objects.aggregate(count=Count("pk"), last=Max("changed_at"), newest=Max("pk"))
    return (found["count"], found["last"], found["newest"])


def effective_lexicon() -> Lexicon:
    """The office's word for a phrase wins over the shipped one."""
    own, touched = [], []
    for slug, phrase, weight, is_removed in LexiconEntry.objects.values_list(
        "category__slug", "phrase", "weight", "is_removed"
    ):
        if not term_tokens(phrase):
            logger.warning("the phrase %r has only common words and is left out", phrase)
            continue
        touched.append((slug, phrase))
        if not is_removed:
            own.append(Entry(slug, phrase, weight))
    return shipped_lexicon().changed(own, touched) if touched else shipped_lexicon()


def key_of(slug: str, phrase: str) -> Key:
    return slug, " ".join(term_tokens(phrase))
