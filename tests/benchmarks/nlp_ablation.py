"""What each source and step is worth: python -m tests.benchmarks.nlp_ablation FILE.tsv [FILE.tsv …]

Every row is a model trained anew with one part taken away, judged on the given files and calibrated as usual.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nlp import pipeline, training
from nlp.classifier import Classifier
from nlp.evaluation import LabelledText, evaluate, read_labelled
from nlp.lexicon import Lexicon
from nlp.training import Recipe, load_corpus, train

FIGURES = ("strict", "lenient", "top3", "macro_f1", "ece")


def without_families(**taken: tuple[str, ...]) -> Recipe:
    heads = {head: tuple(f for f in used if f not in taken.get(head, ())) for head, used in Recipe().head_families}
    return replace(Recipe(), head_families=tuple(heads.items()))


RECIPES = {
    "everything": Recipe(),
    "without lexicon scores": without_families(category=("lexicon",), urgency=("lexicon",)),
    "without corpus words (lexicon scores alone)": without_families(category=("words", "letters")),
    "without word stems and pairs": without_families(category=("words",), urgency=("words",)),
    "without letter n-grams": without_families(category=("letters",), urgency=("letters",)),
    "without sentence words": without_families(category=("sentence",), kind=("sentence",), urgency=("sentence",)),
    "without cues": without_families(kind=("cues",), urgency=("cues",)),
}


@contextmanager
def plain_reading(*, stemming: bool = True, spelling: bool = True) -> Iterator[None]:
    """The pipeline with a step switched off, its memos emptied before and after."""
    kept = pipeline.stem_word, pipeline.normalise_word
    try:
        if not stemming:
            pipeline.stem_word = str
        if not spelling:
            pipeline.normalise_word = lambda raw: (raw.lower()[: pipeline.MAX_WORD_CHARACTERS],)
        _forget()
        yield
    finally:
        pipeline.stem_word, pipeline.normalise_word = kept
        _forget()


def _forget() -> None:
    pipeline._memo.clear()


def row(name: str, model: Classifier, files: dict[str, list[LabelledText]], seconds: float) -> None:
    cells = [name]
    for rows in files.values():
        figures = evaluate(model, rows)
        cells += [f"{figures[figure]:.3f}" for figure in FIGURES]
        cells.append(f"{figures['sure']['coverage']:.2f} / {figures['sure']['precision'] or 0:.3f}")
        cells.append(f"{figures['kind']['accuracy']:.3f} / {figures['kind']['macro_f1']:.3f}")
        cells.append(f"{figures['urgency']['recall']:.2f} / {figures['urgency']['false_alarm_rate']:.3f}")
    print("| " + " | ".join([*cells, f"{seconds:.0f} s"]) + " |", flush=True)


def main(paths: list[str]) -> None:
    files = {Path(path).stem: read_labelled(Path(path)) for path in paths}
    corpus = load_corpus()
    heads = [*FIGURES, "sure coverage / precision", "kind accuracy / macro-F1", "urgency recall / false alarms"]
    print("| model | " + " | ".join(f"{name}: {head}" for name in files for head in heads) + " | cpu |")
    print("|" + "---|" * (len(files) * len(heads) + 2))
    for name, recipe in RECIPES.items():
        started = time.process_time()
        row(name, train(corpus, recipe=recipe), files, time.process_time() - started)
    calm = [text for text in corpus if text not in set(read_labelled(training.URGENCY_TEXTS))]
    started = time.process_time()
    row("without the urgency texts", train(calm), files, time.process_time() - started)
    for name, switches in (("without stemming", {"stemming": False}), ("without normalising", {"spelling": False})):
        with plain_reading(**switches):
            started = time.process_time()
            row(name, train(corpus, lexicon=Lexicon.load()), files, time.process_time() - started)


if __name__ == "__main__":
    main(sys.argv[1:])
