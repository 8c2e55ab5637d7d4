"""Similar texts among many: TF-IDF cosine over an inverted main index and small deltas that are folded in later.

Readers take the current state, which is never changed in place, and need no lock; writers take turns and swap it.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix, vstack

from nlp.normalise import DATA
from nlp.stemming import stem_text

# New texts are compared one by one until there are so many, then they become (part of) an inverted delta.
RECENT_TEXTS = 64
# A delta of this size, or of a quarter of a small main index, is folded in the background.
DELTA_TEXTS = 4_096

Weights = dict[int, float]


class SimilarityIndex:
    """Texts under keys, searched by content. Document frequencies are those of the last build or fold."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._state = _first_state([], _matrix([], ()))
        self._writing = threading.Lock()
        self._folding = threading.Lock()

    @classmethod
    def build(cls, items: Iterable[tuple[str, str]]) -> SimilarityIndex:
        """An index over all items at once; of several texts under one key the last counts."""
        index = cls()
        keys: list[str] = []
        counts = _matrix(index._counted(items, keys), index._vocabulary)
        last = {key: row for row, key in enumerate(keys)}
        index._state = _first_state(list(last), counts[list(last.values())] if len(last) < len(keys) else counts)
        return index

    def __len__(self) -> int:
        state = self._state
        return len(state.recent) + sum(int(segment.alive.sum()) for segment in state.segments)

    def __contains__(self, key: str) -> bool:
        state = self._state
        return key in state.recent or any(segment.has(key) for segment in state.segments)

    def add(self, key: str, text: str) -> None:
        """Put a text in, in the place of an earlier one under the same key; found from the next search on."""
        with self._writing:
            counts = self._count(text)
            state = self._state.without(key)
            state = replace(state, recent={**state.recent, key: _Recent(counts, state.frequencies.weigh(counts))})
            self._state = state if len(state.recent) < RECENT_TEXTS else state.with_delta(self._vocabulary)
        if self._state.needs_fold and not self._folding.locked():
            threading.Thread(target=self.fold, name="similarity-fold", daemon=True).start()

    def remove(self, key: str) -> None:
        """Take a text out at once; an unknown key changes nothing."""
        with self._writing:
            self._state = self._state.without(key)

    def search(self, text: str, *, limit: int = 5, minimum: float = 0.3) -> list[tuple[str, float]]:
        """The most similar texts with their cosine, best first, none below the minimum."""
        state = self._state
        query = self._weigh_query(text, state.frequencies)
        if not query or limit < 1:
            return []
        found = [pair for segment in state.segments for pair in segment.best(query, limit, minimum)]
        for key, recent in state.recent.items():
            score = sum(weight * recent.weights.get(term, 0.0) for term, weight in query.items())
            if score >= minimum and score > 0:
                found.append((key, score))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def fold(self) -> None:
        """Merge the deltas into the main index and count document frequencies anew; searches and writes go on."""
        with self._folding:
            with self._writing:
                self._state = before = self._state.sealed_for_fold(self._vocabulary)
            survivors = [np.flatnonzero(segment.alive) for segment in before.segments]
            merged, frequencies = _merged(before.segments, survivors)
            with self._writing:
                self._state = self._state.after_fold(merged, frequencies, survivors)

    def _counted(self, items: Iterable[tuple[str, str]], keys: list[str]) -> Iterator[Weights]:
        for key, text in items:
            keys.append(key)
            yield self._count(text)

    def _count(self, text: str) -> Weights:
        vocabulary = self._vocabulary
        return {vocabulary.setdefault(term, len(vocabulary)): weight for term, weight in _terms(text).items()}

    def _weigh_query(self, text: str, frequencies: _Frequencies) -> Weights:
        """Weights of the terms of the index; unknown terms only make the others weigh less."""
        known: Weights = {}
        unknown = []
        for term, count in _terms(text).items():
            number = self._vocabulary.get(term)
            if number is None:
                unknown.append(count)
            else:
                known[number] = count
        return frequencies.weigh(known, unknown)


def _terms(text: str) -> dict[str, float]:
    counts = Counter(word for word in stem_text(text).split() if word not in _stop_words())
    return {term: 1.0 + math.log(count) for term, count in counts.items()}


@cache
def _stop_words() -> frozenset[str]:
    lines = (DATA / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True)
class _Frequencies:
    """Inverse document frequencies by term number; a term that came later counts as in no text."""

    inverse: np.ndarray
    unseen: float

    @classmethod
    def of(cls, counts: csr_matrix) -> _Frequencies:
        texts, terms = counts.shape
        frequencies = np.bincount(counts.indices, minlength=terms)
        return cls((np.log((1 + texts) / (1 + frequencies)) + 1).astype(np.float32), math.log(1 + texts) + 1)

    def weigh(self, counts: Weights, unknown: Iterable[float] = ()) -> Weights:
        """TF-IDF weights of length one, the unknown terms included in the length."""
        known = len(self.inverse)
        weights = {
            term: count * (float(self.inverse[term]) if term < known else self.unseen) for term, count in counts.items()
        }
        squares = sum(weight * weight for weight in weights.values())
        norm = math.sqrt(squares + sum((count * self.unseen) ** 2 for count in unknown)) or 1.0
        return {term: weight / norm for term, weight in weights.items()}

    def of_terms(self, terms: int) -> np.ndarray:
        """The frequencies for a matrix of so many terms."""
        later = max(0, terms - len(self.inverse))
        return np.concatenate([self.inverse[:terms], np.full(later, self.unseen, np.float32)])


@dataclass(frozen=True)
class _Recent:
    counts: Weights
    weights: Weights


@dataclass(frozen=True)
class _Segment:
    """Texts in rows: counts by text for merging, weights by term (X.T as CSR) for searching."""

    keys: list[str]
    rows: dict[str, int]
    alive: np.ndarray
    counts: csr_matrix
    inverted: csr_matrix

    @classmethod
    def of(cls, keys: list[str], counts: csr_matrix, frequencies: _Frequencies) -> _Segment:
        rows = {key: row for row, key in enumerate(keys)}
        return cls(keys, rows, np.ones(len(keys), bool), counts, _inverted(counts, frequencies))

    def has(self, key: str) -> bool:
        row = self.rows.get(key)
        return row is not None and bool(self.alive[row])

    def without(self, key: str) -> _Segment:
        alive = self.alive.copy()
        alive[self.rows[key]] = False
        return replace(self, alive=alive)

    def best(self, query: Weights, limit: int, minimum: float) -> list[tuple[str, float]]:
        scores = self._scores(query)
        rows = np.flatnonzero((scores >= minimum) & (scores > 0) & self.alive)
        if len(rows) > limit:
            rows = rows[np.argpartition(scores[rows], -limit)[-limit:]]
        return [(self.keys[row], float(scores[row])) for row in rows]

    def _scores(self, query: Weights) -> np.ndarray:
        starts, rows, values = self.inverted.indptr, self.inverted.indices, self.inverted.data
        scores = np.zeros(len(self.keys), np.float32)
        for term, weight in query.items():
            if term + 1 < len(starts):
                part = slice(starts[term], starts[term + 1])
                scores[rows[part]] += values[part] * np.float32(weight)
        return scores


@dataclass(frozen=True)
class _State:
    """The first `sealed` segments take no more texts: the main one, and while a fold runs all that it reads."""

    frequencies: _Frequencies
    segments: tuple[_Segment, ...]
    recent: dict[str, _Recent]
    sealed: int = 1

    @property
    def needs_fold(self) -> bool:
        if self.sealed > 1:
            return False
        main, *deltas = self.segments
        waiting = sum(len(segment.keys) for segment in deltas)
        return waiting >= min(DELTA_TEXTS, max(RECENT_TEXTS, len(main.keys) // 4))

    def without(self, key: str) -> _State:
        segments = tuple(segment.without(key) if segment.has(key) else segment for segment in self.segments)
        return replace(
            self, segments=segments, recent={name: recent for name, recent in self.recent.items() if name != key}
        )

    def with_delta(self, vocabulary: Sized) -> _State:
        """The recent texts inverted, together with the delta that still takes texts."""
        if not self.recent:
            return self
        keys, counts = list(self.recent), _matrix((recent.counts for recent in self.recent.values()), vocabulary)
        open_segments = self.segments[self.sealed :]
        for segment in open_segments:
            living = np.flatnonzero(segment.alive)
            keys = [*(segment.keys[row] for row in living), *keys]
            counts = _stacked([segment.counts[living], counts])
        delta = _Segment.of(keys, counts, self.frequencies)
        return replace(self, segments=(*self.segments[: self.sealed], delta), recent={})

    def sealed_for_fold(self, vocabulary: Sized) -> _State:
        state = self.with_delta(vocabulary)
        return replace(state, sealed=len(state.segments))

    def after_fold(self, merged: _Segment, frequencies: _Frequencies, survivors: Sequence[np.ndarray]) -> _State:
        """The merged segment in the place of the sealed ones, without what was removed meanwhile."""
        folded = self.segments[: self.sealed]
        alive = np.concatenate([segment.alive[rows] for segment, rows in zip(folded, survivors, strict=True)])
        later = (
            replace(segment, inverted=_inverted(segment.counts, frequencies))
            for segment in self.segments[self.sealed :]
        )
        recent = {key: _Recent(known.counts, frequencies.weigh(known.counts)) for key, known in self.recent.items()}
        return _State(frequencies, (replace(merged, alive=alive), *later), recent)


def _first_state(keys: list[str], counts: csr_matrix) -> _State:
    frequencies = _Frequencies.of(counts)
    return _State(frequencies, (_Segment.of(keys, counts, frequencies),), {})


def _merged(segments: Sequence[_Segment], survivors: Sequence[np.ndarray]) -> tuple[_Segment, _Frequencies]:
    keys = [segment.keys[row] for segment, rows in zip(segments, survivors, strict=True) for row in rows]
    counts = _stacked([segment.counts[rows] for segment, rows in zip(segments, survivors, strict=True)])
    frequencies = _Frequencies.of(counts)
    return _Segment.of(keys, counts, frequencies), frequencies


def _matrix(texts: Iterable[Weights], vocabulary: Sized) -> csr_matrix:
    """One row of counts a text; the vocabulary may grow while the texts are read."""
    starts, columns, values = array("l", [0]), array("i"), array("f")
    for counts in texts:
        columns.extend(counts)
        values.extend(counts.values())
        starts.append(len(columns))
    parts = (np.frombuffer(values, np.float32), np.frombuffer(columns, np.int32), np.array(starts, np.int64))
    return csr_matrix(parts, shape=(len(starts) - 1, len(vocabulary)), dtype=np.float32)


def _stacked(parts: Sequence[csr_matrix]) -> csr_matrix:
    terms = max(part.shape[1] for part in parts)
    widened = [csr_matrix((part.data, part.indices, part.indptr), shape=(part.shape[0], terms)) for part in parts]
    return vstack(widened, format="csr", dtype=np.float32)


def _inverted(counts: csr_matrix, frequencies: _Frequencies) -> csr_matrix:
    """The transposed matrix of weights, each text of length one."""
    texts, terms = counts.shape
    weights = counts.data * frequencies.of_terms(terms)[counts.indices]
    owners = np.repeat(np.arange(texts), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(owners, weights.astype(np.float64) ** 2, minlength=texts))
    weights = (weights / norms[owners]).astype(np.float32)
    return csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape).T.tocsr()
