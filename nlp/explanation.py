"""Which words of a text drove the category: contributions of all features, carried back to the words as written."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np

from nlp.features import Batch, DenseRows, Family, SparseRows
from nlp.lexicon import Lexicon
from nlp.pipeline import Piece, Reading, lexicon_tokens

SHOWN_WORDS = 6
SHOWN_CHARACTERS = 80
PHRASE_WORDS = 3
LEAST_SHARE = 0.2


def deciding_words(
    reading: Reading, batch: Batch, weights: dict[str, np.ndarray], families: dict[str, Family], lexicon: Lexicon,
    label: str, labels: Sequence[str],
) -> tuple[str, ...]:  # fmt: skip
    """Words and phrases as they stand in the text, strongest first. `batch` holds the features of this one text."""
    index = labels.index(label)
    pull = np.zeros(len(reading.pieces))
    if "words" in weights:
        _pull_of_words(reading.pieces, _pulls(batch["words"], weights["words"], index), families["words"], pull)
    if "letters" in weights:
        _pull_of_letters(reading.pieces, _pulls(batch["letters"], weights["letters"], index), families["letters"], pull)
    if "lexicon" in weights:
        _pull_of_lexicon(
            reading.pieces, _gain(batch["lexicon"], weights["lexicon"], index, labels), lexicon, label, pull
        )
    by_span: Counter[int] = Counter()
    for owner, value in zip(reading.owners, pull.tolist(), strict=True):
        by_span[owner] += value
    return _phrases(reading, by_span)


def _pulls(rows: SparseRows, weights: np.ndarray, index: int) -> dict[int, float]:
    """Contribution of each term to the category, against the mean of all categories."""
    picked = weights[rows.columns]
    pulls = rows.values * (picked[:, index] - picked.mean(axis=1)) if len(picked) else rows.values
    return dict(zip(rows.columns.tolist(), pulls.tolist(), strict=True))


def _pull_of_words(pieces: Sequence[Piece], pulls: dict[int, float], family: Family, pull: np.ndarray) -> None:
    stems = [(stem, at) for at, piece in enumerate(pieces) for stem in piece.content]
    for stem, at in stems:
        pull[at] += pulls.get(family.columns.get(stem, -1), 0.0)
    for (left, at), (right, after) in itertools.pairwise(stems):
        half = pulls.get(family.columns.get(f"{left} {right}", -1), 0.0) / 2
        pull[at] += half
        pull[after] += half


def _pull_of_letters(pieces: Sequence[Piece], pulls: dict[int, float], family: Family, pull: np.ndarray) -> None:
    found = [family.find_letters(piece.word).tolist() if piece.content else [] for piece in pieces]
    counts = Counter(itertools.chain.from_iterable(found))
    for at, columns in enumerate(found):
        pull[at] += sum(pulls[column] / counts[column] for column in columns)


def _gain(rows: DenseRows, weights: np.ndarray, index: int, labels: Sequence[str]) -> float:
    both = [index, index + len(labels)]
    return float(rows.matrix[0, both] @ (weights[both, index] - weights[both].mean(axis=1)))


def _pull_of_lexicon(pieces: Sequence[Piece], gain: float, lexicon: Lexicon, label: str, pull: np.ndarray) -> None:
    owners = [at for at, piece in enumerate(pieces) for _ in piece.content or ("",) * piece.word.isdigit()]
    hits = [hit for hit in lexicon.hits_in(lexicon_tokens(pieces)) if hit.entry.category == label]
    total = sum(max(hit.entry.weight, 0.0) for hit in hits)
    for hit in hits if total > 0 else ():
        for at in range(hit.start, hit.start + hit.length):
            pull[owners[at]] += gain * max(hit.entry.weight, 0.0) / total / hit.length


def _phrases(reading: Reading, by_span: Counter[int]) -> tuple[str, ...]:
    """The strongest words; neighbours that both count are shown as one phrase."""
    floor = max(max(by_span.values(), default=0.0) * LEAST_SHARE, 1e-6)
    groups: list[list[int]] = []
    for span in sorted(span for span, value in by_span.items() if value >= floor):
        if groups and span == groups[-1][-1] + 1 and len(groups[-1]) < PHRASE_WORDS:
            groups[-1].append(span)
        else:
            groups.append([span])
    groups.sort(key=lambda group: -sum(by_span[span] for span in group))
    shown: dict[str, str] = {}
    for group in groups:
        phrase = reading.text[reading.spans[group[0]][0] : reading.spans[group[-1]][1]]
        shown.setdefault(phrase.lower(), phrase[:SHOWN_CHARACTERS])
    return tuple(shown.values())[:SHOWN_WORDS]
