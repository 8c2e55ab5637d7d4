"""Signs of present danger: what happens, to whom, whether it goes on, and whether the writer tells of the past.

Words seen once in training teach nothing; a group of words with the same meaning does.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache

from nlp.normalise import DATA
from nlp.pipeline import Piece

HARMS = ("hurt", "trapped", "violence", "fire", "water", "current", "collapse", "beast")
SETTINGS = ("now", "past", "people", "rescue", "desk", "figure", "settled")
GROUPS = (*HARMS, *SETTINGS)
SIGNS = (*GROUPS, "harm", "harms", *(f"harm {setting}" for setting in SETTINGS), "hurt people", "harm unsettled")


@cache
def danger_words() -> dict[str, frozenset[str]]:
    """Groups by word, stem or pair of words."""
    groups: dict[str, set[str]] = {}
    for line in (DATA / "danger_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, terms = line.split("\t")
            for term in terms.split(", "):
                groups.setdefault(term, set()).add(group)
    return {term: frozenset(found) for term, found in groups.items()}


def danger_signs(pieces: Sequence[Piece]) -> list[float]:
    """One number a sign, in the order of SIGNS."""
    words = [piece.word for piece in pieces]
    terms = {*words, *(stem for piece in pieces for stem in piece.stems)}
    terms.update(f"{left} {right}" for left, right in itertools.pairwise(words))
    known = danger_words()
    counts = dict.fromkeys(GROUPS, 0)
    for term in terms & known.keys():
        for group in known[term]:
            counts[group] += 1
    logs = {group: math.log1p(count) for group, count in counts.items()}
    harm = math.log1p(sum(counts[group] for group in HARMS))
    kinds = sum(counts[group] > 0 for group in HARMS)
    calm = any(counts[group] for group in ("past", "desk", "figure", "settled"))
    return [
        *logs.values(),
        float(kinds > 0),
        math.log1p(kinds),
        *(harm * (counts[setting] > 0) for setting in SETTINGS),
        logs["hurt"] * (counts["people"] > 0),
        harm * (not calm),
    ]
