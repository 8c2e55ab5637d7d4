"""Which words of a text drove the category: contributions of all features, carried back to the words as written."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from nlp.features import Batch, DenseRows, Family, SparseRows
from nlp.lexicon import Lexicon
from nlp.pipeline import Piece, Reading, is_spoken, lexicon_tokens

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
    for name, occurrences in (("words", _stem_places), ("sentence", _word_places)):
        if name in weights:
            _pull_of_terms(occurrences(reading.pieces), _pulls(batch[name], weights[name], index), families[name], pull)
    if "letters" in weights:
        _pull_of_letters(reading.pieces, _pulls(batch["letters"], weights["letters"], index), families["letters"], pull)
    if "lexicon" in weights:
        _pull_of_lexicon(
            reading.pieces, _gain(batch["lexicon"], weights["lexicon"], index, labels), lexicon, label, pull
        )
    pull *= [bool(piece.content) for piece in reading.pieces]
    by_span: Counter[int] = Counter()
    for owner, value in zip(reading.owners, pull.tolist(), strict=True):
        by_span[owner] += value
    return _phrases(reading, by_span)


def _pulls(rows: SparseRows, weights: np.ndarray, index: int) -> dict[int, float]:
    """Contribution of each term to the category, against the mean of all categories."""
    picked = weights[rows.columns]
    pulls = rows.values * (picked[:, index] - picked.mean(axis=1)) if len(picked) else rows.values
    return dict(zip(rows.columns.tolist(), pulls.tolist(), strict=True))


def _stem_places(pieces: Sequence[Piece]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The terms of `content_terms`, each with the pieces that it stands on."""
    stems = [(stem, at) for at, piece in enumerate(pieces) for stem in piece.content]
    yield from ((stem, (at,)) for stem, at in stems)
    yield from ((f"{left} {right}", (at, after)) for (left, at), (right, after) in itertools.pairwise(stems))


def _word_places(pieces: Sequence[Piece]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The words and pairs of `sentence_terms`, each with the pieces that it stands on."""
    words = [(piece.word, at) for at, piece in enumerate(pieces) if is_spoken(piece)]
    yield from ((word, (at,)) for word, at in words)
    yield from ((f"{left} {right}", (at, after)) for (left, at), (right, after) in itertools.pairwise(words))


def _pull_of_terms(places: Iterator, pulls: dict[int, float], family: Family, pull: np.ndarray) -> None:
    found = [(family.columns[term], where) for term, where in places if term in family.columns]
    times = Counter(column for column, _ in found)
    for column, where in found:
        for at in where:
            pull[at] += pulls[column] / times[column] / len(where)


def _pull_of_letters(pieces: Sequence[Piece], pulls: dict[int, float], family: Family, pull: np.ndarray) -> None:
    times = Counter(piece.word for piece in pieces if piece.content)
    found = {word: family.find_letters(word).tolist() for word in times}
    counts: Counter[int] = Counter()
    for word, columns in found.items():
        for column in columns:
            counts[column] += times[word]
    by_word = {word: sum(pulls[column] / counts[column] for column in columns) for word, columns in found.items()}
    for at, piece in enumerate(pieces):
        pull[at] += by_word[piece.word] if piece.content else 0.0


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
