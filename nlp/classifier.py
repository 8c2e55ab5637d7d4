"""The trained classifier as compact arrays: category, kind and urgency of a text with the words that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from nlp.explanation import deciding_words
from nlp.features import CALM, URGENT, Batch, Family, batch_features
from nlp.lexicon import Lexicon
from nlp.pipeline import read, read_pieces

OUT_OF_SCOPE = "lainnya"
BATCH_SIZE = 256


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
class Head:
    """One question to a text: its labels, weights by family, bias and temperature."""

    labels: tuple[str, ...]
    weights: dict[str, np.ndarray]
    bias: np.ndarray
    temperature: float = 1.0

    def logits(self, batch: Batch, size: int) -> np.ndarray:
        total = np.tile(self.bias, (size, 1))
        for name, weights in sorted(self.weights.items()):
            batch[name].times(weights, total)
        return total

    def probabilities(self, batch: Batch, size: int) -> np.ndarray:
        return softmax(self.logits(batch, size) / self.temperature)


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Classifier:
    """Predicts without scikit-learn. Lexicon scores are features, so another lexicon works without retraining."""

    families: dict[str, Family]
    heads: dict[str, Head]
    lexicon: Lexicon
    threshold: float
    urgency_threshold: float
    version: str = ""
    data_hash: str = ""
    metrics: dict = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        return self.heads["category"].labels

    def predict(self, text: str) -> Verdict:
        """The verdict with the words that drove it."""
        reading = read(text)
        batch = batch_features([reading.text], [reading.pieces], self.families, self.lexicon, self.labels)
        verdict = self._verdicts(batch, 1)[0]
        best, weights = verdict.top[0].slug, self.heads["category"].weights
        words = deciding_words(reading, batch, weights, self.families, self.lexicon, best, self.labels)
        return replace(verdict, words=words)

    def predict_many(self, texts: Iterable[str]) -> list[Verdict]:
        """Verdicts without `words`, at several thousand texts a second."""
        verdicts = []
        for batch, size in self._batches(texts):
            verdicts.extend(self._verdicts(batch, size))
        return verdicts

    def probabilities(self, texts: Iterable[str], head: str = "category") -> np.ndarray:
        """One row a text, in the order of the labels of the head."""
        rows = [self.heads[head].probabilities(batch, size) for batch, size in self._batches(texts)]
        return np.vstack(rows) if rows else np.zeros((0, len(self.heads[head].labels)))

    def with_lexicon(self, lexicon: Lexicon) -> Classifier:
        """The same weights over another lexicon."""
        return replace(self, lexicon=lexicon)

    def _batches(self, texts: Iterable[str]) -> Iterator[tuple[Batch, int]]:
        waiting = iter(texts)
        while chunk := list(islice(waiting, BATCH_SIZE)):
            pieces = [read_pieces(text) for text in chunk]
            yield batch_features(chunk, pieces, self.families, self.lexicon, self.labels), len(chunk)

    def _verdicts(self, batch: Batch, size: int) -> list[Verdict]:
        shares = self.heads["category"].probabilities(batch, size)
        kinds = self.heads["kind"].probabilities(batch, size)
        dangers = self.heads["urgency"].probabilities(batch, size)
        empty = self._without_evidence(batch, size)
        best = np.argsort(-shares, axis=1, kind="stable")[:, :3]
        return [self._verdict(*answers) for answers in zip(shares, best, kinds, dangers, empty, strict=True)]

    def _without_evidence(self, batch: Batch, size: int) -> np.ndarray:
        known = np.zeros(size, dtype=bool)
        for name in ("words", "letters", "sentence"):
            known[batch[name].rows] = True
        return ~(known | batch["lexicon"].matrix.any(axis=1))

    def _verdict(
        self, shares: np.ndarray, best: np.ndarray, kinds: np.ndarray, dangers: np.ndarray, empty: bool
    ) -> Verdict:
        top = tuple(Guess(self.labels[i], float(shares[i])) for i in best)
        category, confidence = top[0].slug, top[0].probability
        if empty:
            category, confidence = OUT_OF_SCOPE, _share_of(OUT_OF_SCOPE, self.labels, shares)
        kind = int(kinds.argmax())
        urgency, urgency_confidence = self._urgency(dangers)
        return Verdict(
            category, confidence, self._outcome(category, confidence), top,
            self.heads["kind"].labels[kind], float(kinds[kind]), urgency, urgency_confidence, (),
        )  # fmt: skip

    def _outcome(self, category: str, confidence: float) -> str:
        if category == OUT_OF_SCOPE:
            return "out_of_scope"
        return "sure" if confidence >= self.threshold else "unsure"

    def _urgency(self, shares: np.ndarray) -> tuple[str, float]:
        danger = _share_of(URGENT, self.heads["urgency"].labels, shares)
        return (URGENT, danger) if danger >= self.urgency_threshold else (CALM, 1.0 - danger)


def _share_of(label: str, labels: Sequence[str], shares: np.ndarray) -> float:
    return float(shares[labels.index(label)]) if label in labels else 0.0
