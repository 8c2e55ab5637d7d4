"""Speed of the privacy filter on ordinary, long and crafted texts, and how often it marks the corpus.

`OMP_NUM_THREADS=1 python -m tests.benchmarks.nlp_privacy [--json]`. Times are CPU times. Twice the length must cost
about twice the time: "growth" is the time of 1 MB over the time of 0.5 MB.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np

from nlp.privacy import find, mask

CORPUS = Path(__file__).parents[2] / "nlp" / "data" / "corpus"
MEGABYTE = 1_000_000
CRAFTED = {
    "one long digit run": "1",
    "single digits": "1 ",
    "mobile prefixes": "0812 ",
    "half mobile prefixes": "08 ",
    "spaces": " ",
    "a@a@a@": "a@",
    "a.a.a.": "a.",
    "one long word": "a",
    "plus signs": "+62",
    "open brackets": "(0",
    "street words": "jl ",
    "street numbers": "jl melati no 5 ",
    "name cues": "nama saya ",
    "every word a name": "pak asep ",
    "every word a phone": "081234567890 ",
    "every word an e-mail": "a@b.co ",
    "every word a plate": "D 1234 ABC ",
    "every word a card": "kk 3204121205900001 ",
    "names with addresses": "pak asep jl a no 1 ",
    "plates too short": "d 1 ",
    "house numbers": "no 5 ",
    "numbers abroad": "+1 2 3 4 5 6 7 ",
    "invented names": "Pak Xyz ",
    "service numbers": "hp 1500123 ",
    "accounts with holders": "12345678 a.n. asep ",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    texts = corpus_texts()
    find("")
    figures = {"single": single_texts(texts), "marked": marked(texts), "one_megabyte": one_megabyte(texts)}
    if arguments.json:
        print(json.dumps(figures))
    else:
        show(figures)


def corpus_texts() -> list[str]:
    lines = [line for path in sorted(CORPUS.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row[2] for row in (line.split("\t") for line in lines) if len(row) > 2]


def single_texts(texts: list[str]) -> dict[str, float]:
    times = []
    for text in texts:
        started = time.perf_counter()
        mask(text)
        times.append(time.perf_counter() - started)
    middle, slow = np.percentile(times, [50, 99]) * 1000
    return {"texts": len(texts), "p50_ms": float(middle), "p99_ms": float(slow), "texts_per_s": len(times) / sum(times)}


def marked(texts: list[str]) -> dict[str, int]:
    """The corpus holds hardly any personal data: what is marked here is mostly an error."""
    return dict(Counter(span.kind for text in texts for span in find(text)))


def one_megabyte(texts: list[str]) -> dict[str, dict[str, float]]:
    kinds = {"corpus text": " ".join(texts) + " ", **CRAFTED}
    return {name: _timed(pattern) for name, pattern in kinds.items()}


def _timed(pattern: str) -> dict[str, float]:
    text = (pattern * (MEGABYTE // len(pattern) + 1))[:MEGABYTE]
    half, _ = _seconds(text[: MEGABYTE // 2])
    whole, spans = _seconds(text)
    return {"seconds": whole, "growth": whole / half, "spans": spans}


def _seconds(text: str) -> tuple[float, int]:
    started = time.process_time()
    spans = find(text)
    return time.process_time() - started, len(spans)


def show(figures: dict[str, dict]) -> None:
    print("one text:", ", ".join(f"{name} {value:,.3f}" for name, value in figures["single"].items()))
    print("marked in the corpus:", figures["marked"])
    print(f"{'1 MB of':24} {'seconds':>8} {'growth':>7} {'spans':>8}")
    for name, row in figures["one_megabyte"].items():
        print(f"{name:24} {row['seconds']:8.2f} {row['growth']:7.2f} {row['spans']:8,}")


if __name__ == "__main__":
    main()
