"""Speed and recall of the similarity index: `OMP_NUM_THREADS=1 python -m tests.benchmarks.nlp_duplicates [--json]`.

The texts are recombined from sentences of the corpus with spelling noise; each query is an indexed text with a third
of its words dropped.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from pathlib import Path

import numpy as np

from nlp.duplicates import SimilarityIndex

CORPUS = Path(__file__).parents[2] / "nlp" / "data" / "corpus"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NOISE_SHARE = 0.06


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.texts, arguments.queries)
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value:>12,.3f}" if isinstance(value, float) else f"{name:32} {value:>12,}")


def measure(number: int, queries: int) -> dict[str, float]:
    chance = random.Random(7)  # noqa: S311 (repeatable texts, no secret)
    texts = list(recombined(number + queries, chance))
    memory = _memory_mb()
    started = time.perf_counter()
    index = SimilarityIndex.build((str(key), text) for key, text in enumerate(texts[:number]))
    figures = {"texts": number, "words_median": int(np.median([len(text.split()) for text in texts]))}
    figures |= {"build_s": time.perf_counter() - started, "build_memory_mb": _memory_mb() - memory}
    figures |= _searching(index, texts[:number], queries, chance, "main")
    figures |= _adding(index, texts[number:], number)
    figures |= _searching(index, texts, queries, chance, "with_delta")
    started = time.perf_counter()
    index.fold()
    figures["fold_s"] = time.perf_counter() - started
    return figures


def _searching(
    index: SimilarityIndex, texts: list[str], queries: int, chance: random.Random, name: str
) -> dict[str, float]:
    times, found = [], 0
    for key in chance.sample(range(len(texts)), queries):
        query = _without_a_third(texts[key], chance)
        started = time.perf_counter()
        results = index.search(query)
        times.append(time.perf_counter() - started)
        found += str(key) in dict(results)
    return {**_percentiles(times, f"search_{name}"), f"recall_{name}": found / queries}


def _adding(index: SimilarityIndex, texts: list[str], first: int) -> dict[str, float]:
    times = []
    for key, text in enumerate(texts, first):
        started = time.perf_counter()
        index.add(str(key), text)
        times.append(time.perf_counter() - started)
    return _percentiles(times, "add") | {"add_max_ms": max(times) * 1000}


def _percentiles(times: list[float], name: str) -> dict[str, float]:
    middle, slow = np.percentile(times, [50, 99]) * 1000
    return {f"{name}_p50_ms": float(middle), f"{name}_p99_ms": float(slow)}


def recombined(number: int, chance: random.Random):
    """Texts of one to four sentences from different corpus texts of one category, a few words misspelt."""
    categories = [_sentences(path) for path in sorted(CORPUS.glob("*.tsv"))]
    for _ in range(number):
        sentences = chance.choice(categories)
        parts = chance.sample(sentences, min(chance.choice((2, 2, 3, 3, 4)), len(sentences)))
        yield " ".join(_misspelt(word, chance) for word in " ".join(parts).split())


def _sentences(path: Path) -> list[str]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    texts = [row[2] for row in rows if len(row) > 2]
    return [part for text in texts for part in _SENTENCE_END.split(text) if len(part) > 12]


def _misspelt(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > NOISE_SHARE:
        return word
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        )
    )


def _without_a_third(text: str, chance: random.Random) -> str:
    words = text.split()
    kept = sorted(chance.sample(range(len(words)), len(words) - len(words) // 3))
    return " ".join(words[place] for place in kept)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
