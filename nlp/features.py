"""Terms to numbers: the fitted vocabularies and the feature rows of a batch of texts, with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nlp.danger import danger_signs
from nlp.lexicon import Lexicon
from nlp.normalise import MAX_WORD_CHARACTERS, MEMO_SIZE
from nlp.pipeline import Piece, content_terms, cues, letter_grams, sentence_terms

CALM, URGENT = "biasa", "darurat"


@dataclass(frozen=True)
class Family:
    """One kind of terms: the column of each term and its inverse document frequency."""

    columns: dict[str, int]
    idf: np.ndarray
    remembered: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    def find(self, terms: Sequence[str]) -> np.ndarray:
        columns = self.columns
        return np.array([columns[term] for term in terms if term in columns], dtype=np.int64)

    def find_letters(self, word: str) -> np.ndarray:
        """Columns of the letter n-grams of a word, remembered."""
        known = self.remembered.get(word)
        if known is None:
            known = self.find(letter_grams(word))
            if len(self.remembered) >= MEMO_SIZE:
                self.remembered.clear()
            if len(word) <= MAX_WORD_CHARACTERS:
                self.remembered[word] = known
        return known


@dataclass(frozen=True)
class SparseRows:
    """Non-zero entries of a batch in row order; `rows` holds the row of each entry."""

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray

    def times(self, weights: np.ndarray, total: np.ndarray) -> None:
        """Add rows @ weights to total."""
        if len(self.rows):
            starts = np.flatnonzero(np.diff(self.rows, prepend=-1))
            products = weights[self.columns]
            products *= self.values[:, None]
            total[self.rows[starts]] += np.add.reduceat(products, starts, axis=0)


@dataclass(frozen=True)
class DenseRows:
    matrix: np.ndarray

    def times(self, weights: np.ndarray, total: np.ndarray) -> None:
        total += self.matrix @ weights


Batch = dict[str, SparseRows | DenseRows]


def batch_features(
    texts: Sequence[str],
    pieces: Sequence[Sequence[Piece]],
    families: dict[str, Family],
    lexicon: Lexicon,
    labels: Sequence[str],
) -> Batch:
    """All families of features of a batch of texts."""
    words, letters, sentence = families["words"], families["letters"], families["sentence"]
    return {
        "words": weighted(words, [words.find(content_terms(found)) for found in pieces]),
        "letters": weighted(letters, [_letters(letters, found) for found in pieces]),
        "sentence": weighted(sentence, [sentence.find(sentence_terms(found)) for found in pieces]),
        "lexicon": DenseRows(lexicon_features([lexicon.scores(found) for found in pieces], labels)),
        "cues": DenseRows(
            np.array([cues(text, found) for text, found in zip(texts, pieces, strict=True)], dtype=np.float32)
        ),
        "danger": DenseRows(np.array([danger_signs(found) for found in pieces], dtype=np.float32)),
    }


def _letters(family: Family, pieces: Sequence[Piece]) -> np.ndarray:
    parts = [family.find_letters(piece.word) for piece in pieces if piece.content]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def weighted(family: Family, found: Sequence[np.ndarray]) -> SparseRows:
    """(1 + log of the count) x idf with rows of length one, as scikit-learn's TfidfVectorizer has it."""
    width = max(len(family.idf), 1)
    keys = np.concatenate([columns + row * width for row, columns in enumerate(found)])
    keys, counts = np.unique(keys, return_counts=True)
    rows, columns = np.divmod(keys, width)
    values = (1.0 + np.log(counts)) * family.idf[columns]
    lengths = np.sqrt(np.bincount(rows, values * values, minlength=len(found)))
    return SparseRows(rows, columns, (values / lengths[rows]).astype(np.float32))


def lexicon_features(scores: Sequence[dict[str, float]], labels: Sequence[str]) -> np.ndarray:
    """Two numbers a category: how much the lexicon found for it, and its share of all that was found."""
    raw = np.array([[found.get(label, 0.0) for label in labels] for found in scores], dtype=np.float32)
    raw = np.maximum(raw, 0.0)
    total = raw.sum(axis=1, keepdims=True)
    return np.hstack([np.log1p(raw), raw / np.maximum(total, 1e-9)])
