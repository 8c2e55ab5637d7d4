"""The trained classifier as compact arrays: category, kind and urgency of a text with the words that decided it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nlp.lexicon import Lexicon
from nlp.normalise import MAX_WORD_CHARACTERS, MEMO_SIZE
from nlp.pipeline import (
    Piece,
    Reading,
    content_terms,
    cues,
    letter_grams,
    lexicon_tokens,
    read,
    read_pieces,
    sentence_terms,
)

OUT_OF_SCOPE = "lainnya"
CALM, URGENT = "biasa", "darurat"
SHOWN_WORDS = 6


@dataclass(frozen=True)
class Guess:
    slug: str
    probability: float


@dataclass(frozen=True)
class Verdict:
    category: str
    confidence: float
    outcome: str  # "sure" | "unsure" | "out_of_scope"
    top: tuple[Guess, ...]
    kind: str
    kind_confidence: float
    urgency: str
    urgency_confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """One kind of terms: column of each term and its inverse document frequency."""

    columns: dict[str, int]
    idf: np.ndarray


@dataclass(frozen=True)
class Head:
    """One question to the text: labels, weights by family, bias and temperature."""

    labels: tuple[str, ...]
    weights: dict[str, np.ndarray]
    bias: np.ndarray
    temperature: float = 1.0

    def probabilities(self, vectors: Vectors) -> np.ndarray:
        logits = self.bias.copy()
        for name, weights in self.weights.items():
            columns, values = vectors[name]
            if len(columns):
                logits += values @ weights[columns]
        return softmax(logits / self.temperature)


Vectors = dict[str, tuple[np.ndarray, np.ndarray]]


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def lexicon_features(scores: dict[str, float], labels: Sequence[str]) -> np.ndarray:
    """Two numbers a category: how much the lexicon found for it, and its share of all that was found."""
    raw = np.array([max(scores.get(label, 0.0), 0.0) for label in labels], dtype=np.float32)
    total = raw.sum()
    return np.concatenate([np.log1p(raw), raw / total if total else raw])


@dataclass
class Classifier:
    """Predicts without scikit-learn. `lexicon` may be exchanged at any time: its scores are features, no retraining."""

    families: dict[str, Family]
    heads: dict[str, Head]
    lexicon: Lexicon
    threshold: float
    urgency_threshold: float
    version: str = ""
    data_hash: str = ""
    metrics: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._letters: dict[str, np.ndarray] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        return self.heads["category"].labels

    def predict(self, text: str) -> Verdict:
        reading = read(text)
        vectors = self.vectors(reading.text, reading.pieces)
        return self._verdict(vectors, self._deciding_words(reading, vectors))

    def predict_many(self, texts: Iterable[str]) -> list[Verdict]:
        """Verdicts without `words`, at several thousand texts a second."""
        return [self._verdict(self.vectors(text, read_pieces(text)), ()) for text in texts]

    def probabilities(self, text: str, head: str = "category") -> np.ndarray:
        """Probabilities in the order of the labels of a head."""
        return self.heads[head].probabilities(self.vectors(text, read_pieces(text)))

    def with_lexicon(self, lexicon: Lexicon) -> Classifier:
        """The same weights over another lexicon."""
        return Classifier(
            self.families, self.heads, lexicon, self.threshold, self.urgency_threshold,
            self.version, self.data_hash, self.metrics,
        )  # fmt: skip

    def vectors(self, text: str, pieces: Sequence[Piece]) -> Vectors:
        scores = lexicon_features(self.lexicon.scores(pieces), self.labels)
        signs = np.array(cues(text, pieces), dtype=np.float32)
        return {
            "words": self._weigh("words", self._columns("words", content_terms(pieces))),
            "letters": self._weigh("letters", self._letter_columns(pieces)),
            "sentence": self._weigh("sentence", self._columns("sentence", sentence_terms(pieces))),
            "lexicon": (np.flatnonzero(scores), scores[scores != 0]),
            "cues": (np.flatnonzero(signs), signs[signs != 0]),
        }

    def _columns(self, name: str, terms: Iterable[str]) -> np.ndarray:
        columns = self.families[name].columns
        return np.array([columns[term] for term in terms if term in columns], dtype=np.int32)

    def _letter_columns(self, pieces: Sequence[Piece]) -> np.ndarray:
        parts = [self._letters_of(piece.word) for piece in pieces if piece.content]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)

    def _letters_of(self, word: str) -> np.ndarray:
        known = self._letters.get(word)
        if known is None:
            known = self._columns("letters", letter_grams(word))
            if len(self._letters) >= MEMO_SIZE:
                self._letters.clear()
            if len(word) <= MAX_WORD_CHARACTERS:
                self._letters[word] = known
        return known

    def _weigh(self, name: str, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if not len(found):
            return found, np.zeros(0, dtype=np.float32)
        columns, counts = np.unique(found, return_counts=True)
        values = (1.0 + np.log(counts)) * self.families[name].idf[columns]
        return columns, (values / np.sqrt(values @ values)).astype(np.float32)

    def _verdict(self, vectors: Vectors, words: tuple[str, ...]) -> Verdict:
        shares = self.heads["category"].probabilities(vectors)
        order = np.argsort(-shares, kind="stable")[:3]
        top = tuple(Guess(self.labels[i], float(shares[i])) for i in order)
        category, confidence = top[0].slug, top[0].probability
        if not any(len(vectors[name][0]) for name in self.heads["category"].weights):
            category, confidence = OUT_OF_SCOPE, self._share_of(shares, OUT_OF_SCOPE)
        kind, kind_confidence = self._kind(vectors)
        urgency, urgency_confidence = self._urgency(vectors)
        return Verdict(
            category, confidence, self._outcome(category, confidence), top,
            kind, kind_confidence, urgency, urgency_confidence, words,
        )  # fmt: skip

    def _share_of(self, shares: np.ndarray, label: str) -> float:
        return float(shares[self.labels.index(label)]) if label in self.labels else 0.0

    def _outcome(self, category: str, confidence: float) -> str:
        if category == OUT_OF_SCOPE:
            return "out_of_scope"
        return "sure" if confidence >= self.threshold else "unsure"

    def _kind(self, vectors: Vectors) -> tuple[str, float]:
        head = self.heads["kind"]
        shares = head.probabilities(vectors)
        best = int(shares.argmax())
        return head.labels[best], float(shares[best])

    def _urgency(self, vectors: Vectors) -> tuple[str, float]:
        head = self.heads["urgency"]
        danger = float(head.probabilities(vectors)[head.labels.index(URGENT)])
        return (URGENT, danger) if danger >= self.urgency_threshold else (CALM, 1.0 - danger)

    def _deciding_words(self, reading: Reading, vectors: Vectors) -> tuple[str, ...]:
        head = self.heads["category"]
        best = int(head.probabilities(vectors).argmax())
        pull = self._pull_by_piece(reading.pieces, vectors, best)
        by_span: Counter[int] = Counter()
        for owner, value in zip(reading.owners, pull):
            by_span[owner] += value
        return _phrases(reading, by_span)

    def _pull_by_piece(self, pieces: Sequence[Piece], vectors: Vectors, label: int) -> np.ndarray:
        pull = np.zeros(len(pieces))
        self._pull_of_words(pieces, vectors, label, pull)
        self._pull_of_letters(pieces, vectors, label, pull)
        self._pull_of_lexicon(pieces, vectors, label, pull)
        return pull

    def _term_pulls(self, name: str, vectors: Vectors, label: int) -> dict[int, float]:
        columns, values = vectors[name]
        weights = self.heads["category"].weights[name][columns]
        pulls = values * (weights[:, label] - weights.mean(axis=1)) if len(columns) else values
        return dict(zip(columns.tolist(), pulls.tolist()))

    def _pull_of_words(self, pieces: Sequence[Piece], vectors: Vectors, label: int, pull: np.ndarray) -> None:
        columns = self.families["words"].columns
        pulls = self._term_pulls("words", vectors, label)
        stems = [(stem, at) for at, piece in enumerate(pieces) for stem in piece.content]
        for stem, at in stems:
            pull[at] += pulls.get(columns.get(stem, -1), 0.0)
        for (left, at), (right, after) in itertools.pairwise(stems):
            half = pulls.get(columns.get(f"{left} {right}", -1), 0.0) / 2
            pull[at] += half
            pull[after] += half

    def _pull_of_letters(self, pieces: Sequence[Piece], vectors: Vectors, label: int, pull: np.ndarray) -> None:
        pulls = self._term_pulls("letters", vectors, label)
        counts = Counter(
            column for piece in pieces if piece.content for column in self._letters_of(piece.word).tolist()
        )
        for at, piece in enumerate(pieces):
            if piece.content:
                pull[at] += sum(pulls[column] / counts[column] for column in self._letters_of(piece.word).tolist())

    def _pull_of_lexicon(self, pieces: Sequence[Piece], vectors: Vectors, label: int, pull: np.ndarray) -> None:
        owners = [at for at, piece in enumerate(pieces) for _ in piece.content or ([0] if piece.word.isdigit() else [])]
        hits = [hit for hit in self.lexicon.hits_in(lexicon_tokens(pieces)) if hit.entry.category == self.labels[label]]
        total = sum(hit.entry.weight for hit in hits)
        pulls = self._term_pulls("lexicon", vectors, label)
        gained = pulls.get(label, 0.0) + pulls.get(label + len(self.labels), 0.0)
        for hit in hits if total > 0 else ():
            for at in range(hit.start, hit.start + hit.length):
                pull[owners[at]] += gained * hit.entry.weight / total / hit.length


def _phrases(reading: Reading, by_span: Counter[int]) -> tuple[str, ...]:
    """The strongest words as they stand in the text; neighbours that both count are shown as one phrase."""
    strongest = max(by_span.values(), default=0.0)
    floor = max(strongest * 0.2, 1e-6)
    chosen = sorted(span for span, value in by_span.items() if value >= floor)
    groups: list[list[int]] = []
    for span in chosen:
        if groups and span == groups[-1][-1] + 1 and len(groups[-1]) < 3:
            groups[-1].append(span)
        else:
            groups.append([span])
    groups.sort(key=lambda group: -sum(by_span[span] for span in group))
    shown: dict[str, str] = {}
    for group in groups:
        phrase = reading.text[reading.spans[group[0]][0] : reading.spans[group[-1]][1]]
        shown.setdefault(phrase.lower(), phrase[:80])
    return tuple(shown.values())[:SHOWN_WORDS]
