"""Urgency on texts that taught nothing, then cross-validated: python -m tests.benchmarks.nlp_urgency [--quick]

First the shipped model at its shipped threshold on `heldout-urgency.tsv`, where --quick stops.
Five folds; the threshold is the one that lets the stated share of calm texts raise an alarm, texts written to look
dangerous apart. Prints recall at several shares.
"""

from __future__ import annotations

import sys

import numpy as np

from nlp.evaluation import evaluate, read_labelled, wilson_interval
from nlp.features import URGENT
from nlp.lexicon import Lexicon
from nlp.normalise import DATA
from nlp.storage import SHIPPED_MODEL, load
from nlp.training import URGENCY_TEXTS, Recipe, fit, load_corpus, load_heldout

FOLDS = 5
SHARES = (0.01, 0.02, 0.03, 0.05)


def dangers(rows, others) -> np.ndarray:
    """Probability of danger of `others` by a model that saw `rows` alone."""
    urgency = dict(Recipe().head_families)["urgency"]
    recipe = Recipe(head_families=(("category", ("lexicon",)), ("urgency", urgency)))
    model = fit(rows, Lexicon.load(), recipe, print)
    return model.probabilities([row.text for row in others], "urgency")[:, model.heads["urgency"].labels.index(URGENT)]


def report(name: str, scores: np.ndarray, urgent: np.ndarray, lookalike: np.ndarray) -> None:
    print(f"{name}: {urgent.sum()} urgent, {(~urgent).sum()} calm")
    for share in SHARES:
        threshold = np.quantile(scores[~urgent & ~lookalike], 1 - share)
        found, alarms = scores[urgent] >= threshold, scores[~urgent & lookalike] >= threshold
        interval = wilson_interval(int(found.sum()), len(found))
        seeming = f", {alarms.mean():.3f} of {len(alarms)} lookalikes" if len(alarms) else ""
        print(f"  false alarms {share:.2f}: recall {found.mean():.3f} {interval}{seeming}")


def judge_shipped() -> None:
    """What the shipped model finds among texts that nothing was chosen on, and at other thresholds."""
    model, rows = load(SHIPPED_MODEL), read_labelled(DATA / "heldout-urgency.tsv")
    figures = evaluate(model, rows)["urgency"]
    print(f"shipped model {model.version}, threshold {model.urgency_threshold:.3f}: {figures}")
    scores = model.probabilities([row.text for row in rows], "urgency")
    urgent = np.array([row.urgency == URGENT for row in rows])
    danger = scores[:, model.heads["urgency"].labels.index(URGENT)]
    report("texts of danger and its likeness", danger, urgent, np.zeros(len(rows), dtype=bool))


def main(arguments: list[str]) -> None:
    judge_shipped()
    if "--quick" in arguments:
        return
    corpus, heldout = load_corpus(), load_heldout()
    written = {row.text for row in read_labelled(URGENCY_TEXTS)}
    fold = np.random.default_rng(1).integers(0, FOLDS, len(corpus))
    scores = np.zeros(len(corpus))
    for number in range(FOLDS):
        rows = [row for row, place in zip(corpus, fold, strict=True) if place != number]
        others = [row for row, place in zip(corpus, fold, strict=True) if place == number]
        scores[fold == number] = dangers(rows, others)
    urgent = np.array([row.urgency == URGENT for row in corpus])
    report("corpus, cross-validated", scores, urgent, np.array([row.text in written for row in corpus]))
    urgent = np.array([row.urgency == URGENT for row in heldout])
    report("held-out texts", dangers(corpus, heldout), urgent, np.zeros(len(heldout), dtype=bool))


if __name__ == "__main__":
    main(sys.argv[1:])
