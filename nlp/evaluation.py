"""Honest figures about predictions: agreement, calibration, coverage, intervals. Plain numpy, no framework."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp.classifier import OUT_OF_SCOPE, Classifier, Verdict
from nlp.features import URGENT

ECE_BINS = 10
CURVE_COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class LabelledText:
    """A text with the answers of a person. `weight` counts in training, `acceptable` in judging."""

    text: str
    category: str
    kind: str | None = None
    urgency: str | None = None
    weight: float = 1.0
    acceptable: tuple[str, ...] = ()

    @property
    def right(self) -> frozenset[str]:
        return frozenset((self.category, *self.acceptable))


def read_labelled(path: Path) -> list[LabelledText]:
    """Rows of a tab-separated file with a header that names at least category and text."""
    lines = [line.split("\t") for line in Path(path).read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    header = lines[0] if lines else []
    missing = {"category", "text"} - set(header)
    if missing:
        raise ValueError(f"{Path(path).name}: kolom {', '.join(sorted(missing))} tidak ada")
    uneven = [number for number, fields in enumerate(lines, start=1) if len(fields) != len(header)]
    if uneven:
        raise ValueError(f"{Path(path).name}: jumlah kolom tidak sama pada baris {uneven[0]}")
    return [_labelled(dict(zip(header, map(_unquoted, fields), strict=True))) for fields in lines[1:]]


def _unquoted(field: str) -> str:
    """A field as written; spreadsheets wrap a field that holds quotation marks in quotation marks and double those."""
    inner = field[1:-1].replace('""', "")
    if len(field) >= 2 and field[0] == field[-1] == '"' and '"' not in inner:
        return field[1:-1].replace('""', '"')
    return field


def _labelled(row: dict[str, str]) -> LabelledText:
    acceptable = row.get("acceptable") or "-"
    return LabelledText(
        text=row["text"],
        category=row["category"],
        kind=row.get("kind") or None,
        urgency=row.get("urgency") or None,
        acceptable=() if acceptable == "-" else tuple(acceptable.replace(",", ";").split(";")),
    )


def evaluate(model: Classifier, rows: Sequence[LabelledText]) -> dict:
    """Every figure about a model on labelled texts."""
    verdicts = model.predict_many(row.text for row in rows)
    return {"n": len(rows), "model": model.version, "threshold": model.threshold} | judge(rows, verdicts)


def judge(rows: Sequence[LabelledText], verdicts: Sequence[Verdict]) -> dict:
    strict = np.array([verdict.category == row.category for row, verdict in zip(rows, verdicts, strict=True)])
    lenient = np.array([verdict.category in row.right for row, verdict in zip(rows, verdicts, strict=True)])
    confidence = np.array([verdict.confidence for verdict in verdicts])
    truth, guessed = [row.category for row in rows], [verdict.category for verdict in verdicts]
    return {
        "strict": share(strict),
        "strict_interval": wilson_interval(int(strict.sum()), len(strict)),
        "lenient": share(lenient),
        "lenient_interval": wilson_interval(int(lenient.sum()), len(lenient)),
        "top3": share(np.array([_in_top(row.right, verdict) for row, verdict in zip(rows, verdicts, strict=True)])),
        "top3_strict": share(
            np.array([_in_top({row.category}, verdict) for row, verdict in zip(rows, verdicts, strict=True)])
        ),
        "macro_f1": macro_f1(truth, guessed),
        "ece": expected_calibration_error(confidence, strict),
        "ece_lenient": expected_calibration_error(confidence, lenient),
        "sure": _judge_sure(verdicts, strict, lenient),
        "out_of_scope": _judge_out_of_scope(truth, verdicts),
        "coverage_curve": coverage_curve(confidence, lenient),
        "per_category": per_label(truth, guessed),
        "confusions": confusions(rows, guessed),
        "kind": _judge_kind(rows, verdicts),
        "urgency": _judge_urgency(rows, verdicts),
    }


def _in_top(right: Iterable[str], verdict: Verdict) -> bool:
    return any(guess.slug in right for guess in verdict.top)


def _judge_sure(verdicts: Sequence[Verdict], strict: np.ndarray, lenient: np.ndarray) -> dict:
    sure = np.array([verdict.outcome == "sure" for verdict in verdicts], dtype=bool)
    return {
        "n": int(sure.sum()),
        "coverage": share(sure),
        "precision": share(lenient[sure]),
        "precision_strict": share(strict[sure]),
        "precision_interval": wilson_interval(int(lenient[sure].sum()), int(sure.sum())),
    }


def _judge_out_of_scope(truth: Sequence[str], verdicts: Sequence[Verdict]) -> dict:
    said = [verdict.outcome == "out_of_scope" for verdict in verdicts]
    is_so = [label == OUT_OF_SCOPE for label in truth]
    return {"said": sum(said), "true": sum(is_so), "both": sum(a and b for a, b in zip(said, is_so, strict=True))}


def _judge_kind(rows: Sequence[LabelledText], verdicts: Sequence[Verdict]) -> dict | None:
    pairs = [(row.kind, verdict.kind) for row, verdict in zip(rows, verdicts, strict=True) if row.kind]
    if not pairs:
        return None
    truth, guessed = [a for a, _ in pairs], [b for _, b in pairs]
    right = np.array([a == b for a, b in pairs])
    return {"accuracy": share(right), "macro_f1": macro_f1(truth, guessed), "per_label": per_label(truth, guessed)}


def _judge_urgency(rows: Sequence[LabelledText], verdicts: Sequence[Verdict]) -> dict | None:
    pairs = [
        (row.urgency == URGENT, verdict.urgency == URGENT)
        for row, verdict in zip(rows, verdicts, strict=True)
        if row.urgency
    ]
    if not pairs:
        return None
    alarms = [said for is_so, said in pairs if is_so]
    false_alarms = [said for is_so, said in pairs if not is_so]
    return {
        "n_urgent": len(alarms),
        "n_calm": len(false_alarms),
        "recall": share(np.array(alarms)),
        "recall_interval": wilson_interval(sum(alarms), len(alarms)),
        "false_alarm_rate": share(np.array(false_alarms)),
        "false_alarm_interval": wilson_interval(sum(false_alarms), len(false_alarms)),
    }


def share(flags: np.ndarray) -> float | None:
    return round(float(np.mean(flags)), 4) if len(flags) else None


def macro_f1(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """Mean F1 over the labels that occur in the truth or in the guesses."""
    figures = per_label(truth, guessed).values()
    return round(sum(figure["f1"] for figure in figures) / len(figures), 4) if figures else 0.0


def per_label(truth: Sequence[str], guessed: Sequence[str]) -> dict[str, dict]:
    true, said = Counter(truth), Counter(guessed)
    both = Counter(a for a, b in zip(truth, guessed, strict=True) if a == b)
    return {label: _label_figures(true[label], said[label], both[label]) for label in sorted(true | said)}


def _label_figures(true: int, said: int, both: int) -> dict:
    return {
        "n": true,
        "predicted": said,
        "precision": round(both / said, 4) if said else None,
        "recall": round(both / true, 4) if true else None,
        "f1": round(2 * both / (true + said), 4) if true + said else 0.0,
    }


def confusions(rows: Sequence[LabelledText], guessed: Sequence[str], limit: int = 20) -> list[dict]:
    """The commonest pairs of true and guessed category; acceptable answers are no confusion."""
    pairs = Counter((row.category, guess) for row, guess in zip(rows, guessed, strict=True) if guess not in row.right)
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [{"true": true, "predicted": guess, "n": n} for (true, guess), n in ordered]


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = ECE_BINS) -> float:
    """Mean gap between confidence and accuracy over equal-width bins, weighted by their size."""
    if not len(confidence):
        return 0.0
    place = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in set(place.tolist())
    ]
    return round(float(sum(gaps)), 4)


def coverage_curve(confidence: np.ndarray, right: np.ndarray) -> list[dict]:
    """Precision among the surest share of the cases."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    curve = []
    for coverage in CURVE_COVERAGES if len(order) else ():
        taken = order[: max(1, round(coverage * len(order)))]
        curve.append(
            {
                "coverage": coverage,
                "precision": share(right[taken]),
                "threshold": round(float(confidence[taken[-1]]), 4),
            }
        )
    return curve


def threshold_for_precision(confidence: np.ndarray, right: np.ndarray, precision: float, smallest: int = 30) -> float:
    """The lowest confidence from which on the stated precision holds; 1.0 when it never does on `smallest` cases."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    running = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = [i for i in range(smallest - 1, len(order)) if running[i] >= precision]
    return float(confidence[order[enough[-1]]]) if enough else 1.0


def wilson_interval(hits: int, n: int, z: float = 1.96) -> tuple[float, float] | None:
    """95 % interval of a share."""
    if not n:
        return None
    share_, spread = hits / n, z * z / n
    centre = (share_ + spread / 2) / (1 + spread)
    half = z * math.sqrt(share_ * (1 - share_) / n + spread / (4 * n)) / (1 + spread)
    return round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)


def paired_bootstrap(first: Sequence[bool], second: Sequence[bool], rounds: int = 2000, seed: int = 7) -> dict:
    """Difference second − first in accuracy on the same cases with its 95 % interval."""
    gain = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    if not len(gain):
        return {"difference": 0.0, "low": 0.0, "high": 0.0, "better": 0.0}
    draws = np.random.default_rng(seed).integers(0, len(gain), size=(rounds, len(gain)))
    means = gain[draws].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return {
        "difference": round(float(gain.mean()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "better": round(float((means > 0).mean()), 4),
    }
