"""Stems of plain Indonesian words: PySastrawi behind a memo that is filled from a shipped vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from nlp.normalise import DATA, normalise

# The library tries every affix pair on an unknown word: a crafted long word costs 0.1 s. No real word is longer.
MAX_STEMMED_CHARACTERS = 24
MEMO_SIZE = 60_000

STEMS_FILE = DATA / "stems.tsv"
OVERRIDES_FILE = DATA / "stem_overrides.tsv"


def stem_words(words: Iterable[str]) -> list[str]:
    """Stems in order; an override may put two words in the place of one."""
    return [part for word in words for part in stem_word(word).split(" ")]


def stem_text(text: str) -> str:
    """Normalised and stemmed text."""
    return " ".join(stem_words(normalise(text).split()))


def stem_word(word: str) -> str:
    """The stem of one plain lower-case word."""
    memo = _memo()
    stem = memo.get(word)
    if stem is None:
        stem = stem_cold(word)
        if len(memo) >= MEMO_SIZE:
            memo.clear()
            memo.update(_preloaded())
        memo[word] = stem
    return stem


def stem_cold(word: str) -> str:
    """The library's own answer, without memo and overrides; words too long or with digits stand as they are."""
    if len(word) > MAX_STEMMED_CHARACTERS or len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    return _library().stem_word(word) or word


@cache
def _memo() -> dict[str, str]:
    return _preloaded()


def _preloaded() -> dict[str, str]:
    stems = _read_pairs(STEMS_FILE)
    stems.update(_read_pairs(OVERRIDES_FILE))
    return stems


def _read_pairs(path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def _library():
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))
