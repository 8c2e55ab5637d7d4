"""Hand-written words and phrases that speak for a category, with weights; staff may add and remove entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.normalise import DATA
from nlp.pipeline import Piece, lexicon_tokens, read_pieces

LEXICON_FILE = DATA / "lexicon.tsv"
DANGER_FILE = DATA / "danger.tsv"
DANGER_WEIGHT = 5.0
MAX_TERM_TOKENS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    category: str
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text; `start` and `length` count the tokens of `lexicon_tokens`."""

    entry: Entry
    start: int
    length: int


class Lexicon:
    """Entries by the stems of their terms. Two spellings of the same term in one category count once, the heavier."""

    def __init__(self, entries: Iterable[Entry]):
        self._by_key: dict[str, dict[str, Entry]] = {}
        self._longest: dict[str, int] = {}
        for entry in entries:
            self._add(entry)

    @classmethod
    def load(cls, path: Path = LEXICON_FILE) -> Lexicon:
        """The shipped lexicon, or another file with the columns category, term, weight."""
        return cls(read_entries(path))

    def _add(self, entry: Entry) -> None:
        tokens = term_tokens(entry.term)
        if not tokens:
            raise ValueError(f"Istilah {entry.term!r} hanya berisi kata umum, tidak menunjuk kategori apa pun.")
        held = self._by_key.setdefault(" ".join(tokens), {})
        known = held.get(entry.category)
        if known is None or abs(known.weight) < abs(entry.weight):
            held[entry.category] = entry
        self._longest[tokens[0]] = max(len(tokens), self._longest.get(tokens[0], 0))

    @property
    def entries(self) -> list[Entry]:
        return [entry for held in self._by_key.values() for entry in held.values()]

    def changed(self, added: Iterable[Entry] = (), removed: Iterable[tuple[str, str]] = ()) -> Lexicon:
        """A lexicon with entries added and (category, term) pairs removed; this one stays as it is."""
        gone = {(category, " ".join(term_tokens(term))) for category, term in removed}
        kept = [
            entry
            for key, held in self._by_key.items()
            for category, entry in held.items()
            if (category, key) not in gone
        ]
        return Lexicon([*kept, *added])

    def hits(self, text: str) -> list[Hit]:
        """All entries found in a text, in reading order."""
        return self.hits_in(lexicon_tokens(read_pieces(text)))

    def hits_in(self, tokens: Sequence[str]) -> list[Hit]:
        found = []
        for start, token in enumerate(tokens):
            for length in range(1, min(self._longest.get(token, 0), len(tokens) - start) + 1):
                held = self._by_key.get(" ".join(tokens[start : start + length]) if length > 1 else token)
                if held:
                    found.extend(Hit(entry, start, length) for entry in held.values())
        return found

    def scores_in(self, tokens: Sequence[str]) -> dict[str, float]:
        """Sum of weights by category; a term said twice counts once."""
        keys = set()
        for start, token in enumerate(tokens):
            longest = self._longest.get(token)
            if longest is None:
                continue
            keys.add(token)
            for length in range(2, min(longest, len(tokens) - start) + 1):
                keys.add(" ".join(tokens[start : start + length]))
        scores: dict[str, float] = {}
        for key in sorted(keys):
            for category, entry in self._by_key.get(key, {}).items():
                scores[category] = scores.get(category, 0.0) + entry.weight
        return scores

    def scores(self, pieces: Sequence[Piece]) -> dict[str, float]:
        return self.scores_in(lexicon_tokens(pieces))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Categories by share of the score, best first; empty when nothing is found. The fallback without a model."""
        scores = {slug: score for slug, score in self.scores(read_pieces(text)).items() if score > 0}
        total = sum(scores.values())
        return sorted(((slug, score / total) for slug, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))


def speaks_of_danger(text: str) -> bool:
    """Words of danger weighty enough to call people. For when no model can be asked."""
    return sum(danger_words().scores(read_pieces(text)).values()) >= DANGER_WEIGHT


@cache
def danger_words() -> Lexicon:
    return Lexicon.load(DANGER_FILE)


def term_tokens(term: str) -> list[str]:
    return lexicon_tokens(read_pieces(term))[:MAX_TERM_TOKENS]


def read_entries(path: Path) -> list[Entry]:
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith(("#", "category\t")):
            continue
        parts = line.split("\t")
        if len(parts) != 3:
            raise ValueError(f"{path.name} baris {number}: perlu tiga kolom category, term, weight")
        entries.append(Entry(parts[0], parts[1], float(parts[2])))
    return entries
