"""Speed, memory and worst inputs of the shipped model: python -m tests.benchmarks.nlp_speed

Memory and loading are measured in a fresh process; wall times are the best of several rounds, so that a busy
machine spoils them least.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

import numpy as np

from nlp.storage import SHIPPED_MODEL, load
from nlp.training import load_corpus

ROUNDS = 5
WORST = {
    "1 MB of ordinary words": "jalan rusak berlubang parah sekali " * 30_000,
    "1 MB of distinct words": " ".join(f"kata{number:x}baru" for number in range(80_000)),
    "one word of 100,000 letters": "kerusakan" * 11_111,
    "crafted affixes": "memperkeberlakukannyalah " * 40_000,
    "hyphen chain": "anak-" * 20_000,
    "opening brackets": "[A" * 50_000,
    "at signs": "a@b." * 30_000,
    "links": "https://" * 20_000,
    "emoji": "🚧" * 100_000,
    "zero-width characters": "\u200b" * 100_000,
    "combining marks": "a" + "\u0301" * 100_000,
    "only numbers": "12 " * 100_000,
    "another language": "The road in front of my house is broken since last year. " * 2_000,
    "another script": "道路が壊れています " * 10_000,
    "empty": "",
}

MEMORY_SCRIPT = """
import resource, time, json, numpy
from nlp import storage
def rss():
    return int(open('/proc/self/statm').read().split()[1]) * resource.getpagesize() / 1e6
before, started = rss(), time.perf_counter()
model = storage.load(storage.SHIPPED_MODEL)
load_s = time.perf_counter() - started
model.predict('lampu pju mati'); model.predict_many(open(TEXTS).read().split(chr(10)))
after = rss()
print(json.dumps({'load_s': round(load_s, 3), 'model_adds_mb': round(after - before), 'process_mb': round(after)}))
"""


def fresh_process() -> dict:
    texts = SHIPPED_MODEL.parent / "urgency.tsv"
    script = MEMORY_SCRIPT.replace("TEXTS", repr(str(texts)))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def best_times(call, texts: list[str]) -> np.ndarray:
    """Milliseconds by text, the best of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        times = []
        for text in texts:
            started = time.perf_counter()
            call(text)
            times.append((time.perf_counter() - started) * 1000)
        rounds.append(times)
    return np.min(rounds, axis=0)


def main() -> None:
    model = load(SHIPPED_MODEL)
    texts = [row.text for row in load_corpus()]
    first_started = time.process_time()
    model.predict_many(texts)
    first = len(texts) / (time.process_time() - first_started)
    passes = []
    for _ in range(ROUNDS):
        started = time.process_time()
        model.predict_many(texts)
        passes.append(len(texts) / (time.process_time() - started))
    singles = best_times(model.predict, texts[:: len(texts) // 1000])
    figures = {
        "file_mb": round(SHIPPED_MODEL.stat().st_size / 1e6, 2),
        **fresh_process(),
        "single_with_words_p50_ms": round(float(np.quantile(singles, 0.5)), 2),
        "single_with_words_p99_ms": round(float(np.quantile(singles, 0.99)), 2),
        "batch_texts_per_cpu_second_first_pass": round(first),
        "batch_texts_per_cpu_second": round(max(passes)),
        "mean_characters": round(float(np.mean([len(text) for text in texts]))),
    }
    print("\n".join(f"| {name} | {value} |" for name, value in figures.items()))
    for name, text in WORST.items():
        started = time.perf_counter()
        model.predict(text)
        first_ms = (time.perf_counter() - started) * 1000
        print(f"| {name} | first {first_ms:.1f} ms, best {best_times(model.predict, [text])[0]:.1f} ms |")


if __name__ == "__main__":
    main()
