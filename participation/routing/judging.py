"""Whether a newly trained model may replace the one in use, judged on cases that neither has seen. No database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from nlp.classifier import OUT_OF_SCOPE, Classifier, Guess, Verdict
from nlp.duplicates import SimilarityIndex
from nlp.evaluation import LabelledText, judge, paired_bootstrap, threshold_for_precision
from nlp.lexicon import Lexicon
from nlp.training import STATED_PRECISION, Recipe, fit

TIME_LABELS = 400
TIME_TESTS = 100
TEST_SHARE = 5
FEWEST = 30
FOLDS = 4
ROUNDS = 2
MARGIN = 0.02
CALIBRATION_CASES = 150
ALIKE = 0.8
LOCAL_WEIGHT, LEAST_WEIGHT = 3.0, 1.0
HALF_LIFE_DAYS = 365

CATEGORY_ONLY = Recipe(
    head_families=tuple(head for head in Recipe().head_families if head[0] == "category"),
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Label:
    """A decision of a person: ``is_new`` when the model in use has not learnt from it."""

    text: str
    category: str
    kind: str | None
    labelled_at: datetime
    is_new: bool = True


@dataclass(frozen=True)
class Judgement:
    """``method``: "waktu" (older trains, newest tests), "silang" (cross-validation) or "" when there were too few."""

    method: str
    accepts: bool
    reason: str
    case_count: int = 0
    current: dict | None = None
    candidate: dict | None = None
    difference: dict | None = None
    temperature: float | None = None
    threshold: float | None = None

    def as_report(self) -> dict:
        return {
            "method": self.method,
            "n": self.case_count,
            "current": self.current,
            "candidate": self.candidate,
            "difference": self.difference,
        }


def weighted(labels: Sequence[Label], now: datetime) -> list[LabelledText]:
    """Labels for training: each worth several corpus texts, newer ones more, newest first."""
    rows = []
    for label in sorted(labels, key=lambda label: label.labelled_at, reverse=True):
        age = max(0.0, (now - label.labelled_at).total_seconds() / 86_400)
        weight = max(LEAST_WEIGHT, round(LOCAL_WEIGHT * 0.5 ** (age / HALF_LIFE_DAYS), 1))
        rows.append(LabelledText(label.text, label.category, label.kind, None, weight))
    return rows


def without_lookalikes(labels: Sequence[Label], known: Sequence[Label] = ()) -> list[Label]:
    """The labels that resemble neither a known one nor each other: of lookalikes the first stays."""
    index = SimilarityIndex.build((f"known{number}", label.text) for number, label in enumerate(known))
    kept = []
    for number, label in enumerate(labels):
        if not index.search(label.text, limit=1, minimum=ALIKE):
            kept.append(label)
            index.add(f"own{number}", label.text)
    return kept


def judge_candidate(
    corpus: Sequence[LabelledText],
    labels: Sequence[Label],
    current: Classifier | None,
    lexicon: Lexicon,
    *,
    now: datetime,
    progress: Progress,
) -> Judgement:
    """Compare a model that learns from the labels with the one in use, case by case."""
    newest_first = sorted(labels, key=lambda label: label.labelled_at, reverse=True)
    tests = _newest(newest_first)
    if tests:
        return _by_time(corpus, newest_first, tests, current, lexicon, now=now, progress=progress)
    distinct = without_lookalikes([label for label in newest_first if label.is_new])
    if len(distinct) < FEWEST:
        reason = f"Baru {len(distinct)} keputusan berbeda yang belum dipelajari; perlu {FEWEST} untuk menilai."
        return Judgement("", False, reason, len(distinct))
    return _by_folds(corpus, newest_first, distinct, current, lexicon, now=now, progress=progress)


def _newest(newest_first: Sequence[Label]) -> list[Label]:
    """The test cases of a judgement by time; none when there are too few labels for one."""
    if len(newest_first) < TIME_LABELS:
        return []
    window = newest_first[: max(TIME_TESTS, len(newest_first) // TEST_SHARE)]
    unseen = [label for label in window if label.is_new]
    return unseen if len(unseen) >= TIME_TESTS else []


def _by_time(
    corpus: Sequence[LabelledText],
    newest_first: Sequence[Label],
    tests: Sequence[Label],
    current: Classifier | None,
    lexicon: Lexicon,
    *,
    now: datetime,
    progress: Progress,
) -> Judgement:
    begins = min(label.labelled_at for label in tests)
    older = [label for label in newest_first if label.labelled_at < begins]
    tests = without_lookalikes(tests, older)
    if len(tests) < FEWEST:
        return Judgement("", False, f"Hanya {len(tests)} kasus baru yang tidak mirip kasus lama.", len(tests))
    progress(f"Menilai menurut waktu: {len(older)} kasus lama melatih, {len(tests)} kasus terbaru menguji")
    probe = fit([*corpus, *weighted(older, now)], lexicon, CATEGORY_ONLY, progress)
    shares = probe.probabilities([label.text for label in tests])
    return _compared("waktu", tests, current, probe.labels, shares)


def _by_folds(
    corpus: Sequence[LabelledText],
    newest_first: Sequence[Label],
    tests: Sequence[Label],
    current: Classifier | None,
    lexicon: Lexicon,
    *,
    now: datetime,
    progress: Progress,
) -> Judgement:
    """Every case is predicted by models that saw neither it nor its lookalikes; the rounds are averaged."""
    names = tuple(sorted({row.category for row in corpus} | {label.category for label in newest_first}))
    total = np.zeros((len(tests), len(names)))
    seen_before = [label for label in newest_first if not label.is_new]
    for turn in range(ROUNDS):
        order = np.random.default_rng(turn).permutation(len(tests))
        for fold in range(FOLDS):
            progress(f"Validasi silang {turn * FOLDS + fold + 1} dari {ROUNDS * FOLDS}")
            aside = order[fold::FOLDS]
            held = [tests[i] for i in aside]
            chosen = set(aside.tolist())
            others = [label for i, label in enumerate(tests) if i not in chosen]
            older = _unlike(seen_before, held)
            probe = fit([*corpus, *weighted([*others, *older], now)], lexicon, CATEGORY_ONLY, lambda message: None)
            columns = [names.index(name) for name in probe.labels]
            total[np.ix_(aside, columns)] += probe.probabilities([label.text for label in held]) / ROUNDS
    return _compared("silang", tests, current, names, total)


def _unlike(labels: Sequence[Label], held: Sequence[Label]) -> list[Label]:
    if not labels:
        return []
    index = SimilarityIndex.build((str(number), label.text) for number, label in enumerate(held))
    return [label for label in labels if not index.search(label.text, limit=1, minimum=ALIKE)]


def _compared(
    method: str, tests: Sequence[Label], current: Classifier | None, names: Sequence[str], shares: np.ndarray
) -> Judgement:
    truth = [label.category for label in tests]
    rows = [LabelledText(label.text, label.category) for label in tests]
    temperature = best_temperature(shares, names, truth)
    shares = tempered(shares, temperature)
    right = np.array([names[i] for i in shares.argmax(axis=1)]) == np.array(truth)
    threshold = threshold_for_precision(shares.max(axis=1), right, STATED_PRECISION)
    candidate = figures(rows, verdicts(shares, names, threshold))
    before = _figures_of(current, rows)
    difference = paired_bootstrap(_right(before["guesses"], truth), right.tolist())
    accepts, reason = _verdict(method, difference)
    trusted = len(tests) >= CALIBRATION_CASES
    return Judgement(
        method, accepts, reason, len(tests), _public(before), _public(candidate), difference,
        temperature if trusted else None, threshold if trusted else None,
    )  # fmt: skip


def _verdict(method: str, difference: dict) -> tuple[bool, str]:
    """With few cases only a gain beyond chance counts; judged by time, being no worse is enough."""
    gain, low, high = (f"{difference[name] * 100:+.1f}" for name in ("difference", "low", "high"))
    points = f"{gain} poin (95%: {low} sampai {high})"
    if method == "silang":
        if difference["low"] > 0:
            return True, f"Lebih tepat daripada versi sekarang, bukan kebetulan: {points}."
        return False, f"Belum terbukti lebih tepat daripada versi sekarang: {points}."
    if difference["difference"] >= 0 or difference["low"] >= -MARGIN:
        return True, f"Tidak lebih buruk daripada versi sekarang pada kasus terbaru: {points}."
    return False, f"Lebih buruk daripada versi sekarang pada kasus terbaru: {points}."


def _figures_of(current: Classifier | None, rows: Sequence[LabelledText]) -> dict:
    if current is None:
        return {"guesses": [""] * len(rows), "accuracy": 0.0}
    shares = current.probabilities([row.text for row in rows])
    return figures(rows, verdicts(shares, current.labels, current.threshold))


def _right(guesses: Sequence[str], truth: Sequence[str]) -> list[bool]:
    return [guess == answer for guess, answer in zip(guesses, truth, strict=True)]


def _public(found: dict) -> dict:
    return {name: value for name, value in found.items() if name != "guesses"}


def verdicts(shares: np.ndarray, names: Sequence[str], threshold: float) -> list[Verdict]:
    """Verdicts about the category alone, from a row of probabilities a text."""
    found = []
    for row in shares:
        best = np.argsort(-row, kind="stable")[:3]
        top = tuple(Guess(names[i], float(row[i])) for i in best)
        sure = top[0].probability >= threshold
        outcome = "out_of_scope" if top[0].slug == OUT_OF_SCOPE else "sure" if sure else "unsure"
        found.append(Verdict(top[0].slug, top[0].probability, outcome, top, "", 0.0, "", 0.0, ()))
    return found


def figures(rows: Sequence[LabelledText], answers: Sequence[Verdict]) -> dict:
    judged = judge(rows, answers)
    return {
        "guesses": [answer.category for answer in answers],
        "n": len(rows),
        "accuracy": judged["strict"],
        "interval": judged["strict_interval"],
        "top3": judged["top3"],
        "macro_f1": judged["macro_f1"],
        "ece": judged["ece"],
        "sure": judged["sure"],
        "curve": judged["coverage_curve"],
        "confusions": judged["confusions"][:10],
    }


def tempered(shares: np.ndarray, temperature: float) -> np.ndarray:
    powers = np.maximum(shares, 1e-12) ** (1.0 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(shares: np.ndarray, names: Sequence[str], truth: Sequence[str]) -> float:
    """The temperature under which the true answers are least surprising; 1 when none of them is a known name."""
    place = {name: i for i, name in enumerate(names)}
    known = [i for i, answer in enumerate(truth) if answer in place]
    if not known:
        return 1.0
    columns = np.array([place[truth[i]] for i in known])
    losses = {
        t: -np.log(tempered(shares[known], t)[np.arange(len(known)), columns] + 1e-12).mean()
        for t in np.round(np.geomspace(0.2, 3.0, 60), 3)
    }
    return float(min(losses, key=losses.__getitem__))


def settled(model: Classifier, judgement: Judgement) -> Classifier:
    """The trained model with temperature and threshold from the office's own cases, once these are enough."""
    if judgement.temperature is None or judgement.threshold is None:
        return model
    heads = {**model.heads, "category": replace(model.heads["category"], temperature=judgement.temperature)}
    return replace(model, heads=heads, threshold=judgement.threshold)
