"""Stems of plain Indonesian words: PySastrawi behind a memo that is filled from a shipped vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from nlp.normalise import DATA, normalise

# The library tries every affix pair on an unknown word: a crafted long word costs 0.1 s. No real word is longer.
MIN_STEMMED_CHARACTERS, MAX_STEMMED_CHARACTERS = 4, 24
MEMO_SIZE = 60_000
ENDINGS = ("nya", "lah", "kah", "pun")

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
        stem = _override(word) or stem_cold(word)
        if len(memo) >= MEMO_SIZE:
            memo.clear()
            memo.update(_preloaded())
        memo[word] = stem
    return stem


def stem_cold(word: str) -> str:
    """The library's own answer, without memo and overrides; words too long or with digits stand as they are."""
    return (_library().stem_word(word) or word) if _stemmable(word) else word


@cache
def _memo() -> dict[str, str]:
    return _preloaded()


def _preloaded() -> dict[str, str]:
    stems = _read_pairs(STEMS_FILE)
    return stems | {word: stem for word in stems if (stem := _override(word))} | _overrides()


def _override(word: str) -> str | None:
    """The project's own stem of a word, with or without an ending such as -nya."""
    return _overrides().get(word) or _overrides().get(without_ending(word))


@cache
def _overrides() -> dict[str, str]:
    return _read_pairs(OVERRIDES_FILE)


def without_ending(word: str) -> str:
    """petugasnya -> petugas; a short word stays as it is."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEMMED_CHARACTERS:
            return word[: -len(ending)]
    return word


def _read_pairs(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def write_vocabulary(words: Iterable[str], path: Path = STEMS_FILE) -> int:
    """Write the preloaded memo for these words anew, with the library's own stems; the number of words is returned."""
    wanted = sorted({word for word in words if _stemmable(word)})
    path.write_text("".join(f"{word}\t{stem_cold(word)}\n" for word in wanted), encoding="utf-8")
    return len(wanted)


def _stemmable(word: str) -> bool:
    return MIN_STEMMED_CHARACTERS <= len(word) <= MAX_STEMMED_CHARACTERS and word.isascii() and word.isalpha()


@cache
def _library():
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))
