"""An honest report on an office's own past: older reports train, the newest test. No database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classifier import OUT_OF_SCOPE, Classifier, Verdict
from nlp.evaluation import LabelledText, macro_f1, threshold_for_precision, wilson_interval
from nlp.lexicon import Lexicon
from nlp.training import STATED_PRECISION, fit
from participation.routing.judging import (
    CATEGORY_ONLY,
    Label,
    Progress,
    best_temperature,
    figures,
    tempered,
    verdicts,
    weighted,
    without_lookalikes,
)

SIZES = (50, 100, 200, 500, 1_000, 2_000)
TEST_SHARE = 5
MOST_TESTS = 2_000
FEWEST_TESTS = 20
CALIBRATION_SHARE = 7


@dataclass(frozen=True)
class Split:
    """By time: oldest first train, then a slice that only calibrates, the newest test."""

    train: list[Label]
    calibrate: list[Label]
    test: list[Label]
    lookalikes: int


def split_by_time(labels: Sequence[Label]) -> Split:
    ordered = sorted(labels, key=lambda label: label.labelled_at)
    tests = min(MOST_TESTS, max(1, len(ordered) // TEST_SHARE))
    older, newest = ordered[:-tests], ordered[-tests:]
    aside = len(older) // CALIBRATION_SHARE
    distinct = without_lookalikes(newest, older)
    return Split(older[: len(older) - aside], older[len(older) - aside :], distinct, len(newest) - len(distinct))


def report_on(
    labels: Sequence[Label],
    corpus: Sequence[LabelledText],
    shipped: Classifier | None,
    lexicon: Lexicon,
    *,
    progress: Progress,
) -> dict:
    """Baselines, the shipped model, and a learning curve over growing numbers of the office's newest training cases.

    Raises ValueError when too few different test cases remain.
    """
    split = split_by_time(labels)
    if len(split.test) < FEWEST_TESTS:
        raise ValueError(f"Hanya {len(split.test)} kasus uji yang berbeda; perlu {FEWEST_TESTS} untuk laporan.")
    rows = [LabelledText(label.text, label.category) for label in split.test]
    report = {
        "train": len(split.train),
        "calibrate": len(split.calibrate),
        "test": len(rows),
        "test_from": f"{split.test[0].labelled_at:%Y-%m-%d}",
        "test_until": f"{split.test[-1].labelled_at:%Y-%m-%d}",
        "lookalikes_removed": split.lookalikes,
        "majority": _majority(split.train, rows),
        "lexicon": _plain_figures(rows, [_best_by_words(lexicon, row.text) for row in rows]),
        "curve": [],
    }
    if shipped is not None:
        answers = verdicts(shipped.probabilities(row.text for row in rows), shipped.labels, shipped.threshold)
        report["shipped"] = figures(rows, answers)
        report["curve"].append(_point(0, report["shipped"]))
    for size in [*(size for size in SIZES if size < len(split.train)), len(split.train)]:
        progress(f"Kurva belajar: {size} dari {len(split.train)} kasus sendiri")
        found = _trained(size, split, corpus, lexicon, rows)
        report["curve"].append(_point(size, found))
    report["model"] = found
    return report


def _trained(
    size: int, split: Split, corpus: Sequence[LabelledText], lexicon: Lexicon, rows: Sequence[LabelledText]
) -> dict:
    newest = split.train[len(split.train) - size :]
    now = split.test[0].labelled_at
    model = fit([*corpus, *weighted(newest, now)], lexicon, CATEGORY_ONLY, lambda message: None)
    temperature, threshold = _calibrated(model, split.calibrate)
    shares = tempered(model.probabilities(row.text for row in rows), temperature)
    return figures(rows, verdicts(shares, model.labels, threshold))


def _calibrated(model: Classifier, aside: Sequence[Label]) -> tuple[float, float]:
    if not aside:
        return 1.0, 1.0
    truth = [label.category for label in aside]
    shares = model.probabilities(label.text for label in aside)
    temperature = best_temperature(shares, model.labels, truth)
    answers = verdicts(tempered(shares, temperature), model.labels, 1.0)
    confidence, right = _confidence(answers, truth)
    return temperature, threshold_for_precision(confidence, right, STATED_PRECISION)


def _confidence(answers: Sequence[Verdict], truth: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    confidence = np.array([answer.confidence for answer in answers])
    right = np.array([answer.category == slug for answer, slug in zip(answers, truth, strict=True)])
    return confidence, right


def _majority(train: Sequence[Label], rows: Sequence[LabelledText]) -> dict:
    commonest = Counter(label.category for label in train).most_common(1)[0][0]
    return {"category": commonest, **_plain_figures(rows, [commonest] * len(rows))}


def _best_by_words(lexicon: Lexicon, text: str) -> str:
    ranked = lexicon.rank(text)
    return ranked[0][0] if ranked else OUT_OF_SCOPE


def _plain_figures(rows: Sequence[LabelledText], guesses: Sequence[str]) -> dict:
    truth = [row.category for row in rows]
    hits = sum(guess == answer for guess, answer in zip(guesses, truth, strict=True))
    return {
        "accuracy": round(hits / len(rows), 4),
        "interval": wilson_interval(hits, len(rows)),
        "macro_f1": macro_f1(truth, guesses),
    }


def _point(size: int, found: dict) -> dict:
    return {"n": size} | {name: found[name] for name in ("accuracy", "interval", "macro_f1", "top3", "ece")}


def as_text(report: dict) -> str:
    """The report to read in a terminal."""
    model, sure = report["model"], report["model"]["sure"]
    lines = [
        f"Pembagian menurut waktu: {report['train']} melatih, {report['calibrate']} mengkalibrasi, "
        f"{report['test']} menguji ({report['test_from']} sampai {report['test_until']}); "
        f"{report['lookalikes_removed']} kasus uji dibuang karena mirip kasus lain.",
        "",
        f"{'':24}{'tepat':>8}  {'selang 95%':>15}  {'macro-F1':>8}  {'tiga':>6}  {'ECE':>6}",
        _line("selalu topik terbanyak", report["majority"]),
        _line("kata petunjuk saja", report["lexicon"]),
    ]
    lines += [_line(f"model, {point['n']} kasus" if point["n"] else "model bawaan", point) for point in report["curve"]]
    lines += ["", "Ketepatan pada kasus yang paling yakin:"]
    lines += [f"  {point['coverage']:>5.0%} teratas  {point['precision']:.3f}" for point in model["curve"]]
    lines += ["", f"Dijawab yakin: {sure['coverage']:.1%} kasus, tepat {sure['precision'] or 0:.3f}."]
    lines += ["", "Paling sering tertukar (sebenarnya → diusulkan):"]
    lines += [f"  {pair['true']} → {pair['predicted']}: {pair['n']}" for pair in model["confusions"]]
    return "\n".join(lines)


def _line(name: str, found: dict) -> str:
    low, high = found["interval"] or (0.0, 0.0)
    more = f"  {found['top3']:>6.3f}  {found['ece']:>6.3f}" if "top3" in found else ""
    return f"{name:24}{found['accuracy']:>8.3f}  {f'{low:.3f}–{high:.3f}':>15}  {found['macro_f1']:>8.3f}{more}"
