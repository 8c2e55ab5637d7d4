"""The word list as staff see it: shipped and own entries, each with what it would have hit among past cases."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache as shared_cache
from django.db.models import Count, Max

from nlp.lexicon import Entry, Lexicon, term_tokens
from participation.routing.models import LabelledText, LexiconEntry
from participation.routing.word_list import Key, key_of, shipped_lexicon

TEXTS_COUNTED = 5_000
COUNTS_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Hits:
    """How many past cases of the category an entry stands in, and how many of other ones."""

    right: int = 0
    wrong: int = 0


@dataclass(frozen=True)
class Word:
    """One line of the word list as staff see it."""

    phrase: str
    weight: float
    is_own: bool
    is_removed: bool
    hits: Hits


def count_hits(entries: Iterable[tuple[str, str]]) -> dict[Key, Hits]:
    """Hits of (category, phrase) pairs among the newest labelled texts; counted once for each state of the labels."""
    wanted = {key_of(slug, phrase): Entry(slug, phrase) for slug, phrase in entries if term_tokens(phrase)}
    if not wanted:
        return {}
    place = _cache_key(wanted)
    found = shared_cache.get(place)
    if found is None:
        found = _counted(wanted)
        shared_cache.set(place, found, COUNTS_KEPT_SECONDS)
    return {key: Hits(*found.get(key, (0, 0))) for key in wanted}


def with_hits(entries: Iterable[LexiconEntry]) -> list[LexiconEntry]:
    """The entries, each with its ``hits``."""
    found = list(LexiconEntry.objects.filter(pk__in=[entry.pk for entry in entries]).select_related("category"))
    place = {entry.pk: entry for entry in found}
    counts = count_hits((entry.category.slug, entry.phrase) for entry in found)
    ordered = [place[entry.pk] for entry in entries]
    for entry in ordered:
        entry.hits = counts.get(key_of(entry.category.slug, entry.phrase), Hits())
    return ordered


def _cache_key(wanted: dict[Key, Entry]) -> str:
    labels = LabelledText.objects.aggregate(count=Count("pk"), last=Max("changed_at"), newest=Max("pk"))
    return "lexicon-hits:" + hashlib.sha256(repr((labels, sorted(wanted))).encode()).hexdigest()


def _counted(wanted: dict[Key, Entry]) -> dict[Key, tuple[int, int]]:
    lexicon, counts = Lexicon(wanted.values()), dict.fromkeys(wanted, (0, 0))
    texts = LabelledText.objects.order_by("-labelled_at").values_list("text", "category__slug")[:TEXTS_COUNTED]
    for text, slug in texts:
        for key in {key_of(hit.entry.category, hit.entry.term) for hit in lexicon.hits(text)}:
            right, wrong = counts[key]
            counts[key] = (right + 1, wrong) if key[0] == slug else (right, wrong + 1)
    return counts


def words_of(slug: str) -> list[Word]:
    """All words that speak or spoke for a category: shipped, own, taken out, with their hits."""
    own = {key_of(slug, entry.phrase): entry for entry in LexiconEntry.objects.filter(category__slug=slug)}
    shipped = {key_of(slug, entry.term): entry for entry in shipped_lexicon().entries if entry.category == slug}
    pairs = [(slug, entry.term) for entry in shipped.values()] + [(slug, entry.phrase) for entry in own.values()]
    hits = count_hits(pairs)
    words = [
        Word(entry.term, entry.weight, False, False, hits[key]) for key, entry in shipped.items() if key not in own
    ]
    words += [
        Word(entry.phrase, entry.weight, True, entry.is_removed, hits.get(key, Hits())) for key, entry in own.items()
    ]
    return sorted(words, key=lambda word: (not word.is_own, word.phrase))
