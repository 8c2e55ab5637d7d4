"""Command line: python -m nlp train | evaluate FILE | predict | explain | bench | vocabulary."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from nlp.classifier import Classifier, Verdict
from nlp.evaluation import evaluate, read_labelled
from nlp.lexicon import Lexicon
from nlp.normalise import normalise
from nlp.stemming import stem_text, write_vocabulary
from nlp.storage import SHIPPED_MODEL, ModelFileError, load, save


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ModelFileError, OSError, ValueError) as error:
        print(f"Gagal: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="Penggolong teks laporan warga.")
    commands = parser.add_subparsers(required=True, metavar="perintah")
    for name, run, help_ in (
        ("train", _train, "melatih model dari korpus dan leksikon proyek"),
        ("evaluate", _evaluate, "menilai model pada berkas TSV berlabel"),
        ("predict", _predict, "menggolongkan satu teks per baris dari masukan baku"),
        ("explain", _explain, "menjelaskan putusan atas satu teks"),
        ("bench", _bench, "mengukur kecepatan"),
        ("vocabulary", _vocabulary, "memperbarui daftar kata dasar dari korpus dan leksikon"),
    ):
        command = commands.add_parser(name, help=help_)
        command.set_defaults(run=run)
        command.add_argument(
            "--model", type=Path, default=SHIPPED_MODEL, help="berkas model (bawaan: model yang disertakan)"
        )
        _add_options(name, command)
    return parser


def _add_options(name: str, command: argparse.ArgumentParser) -> None:
    if name == "train":
        command.add_argument("--quiet", action="store_true", help="tanpa kemajuan")
    if name == "evaluate":
        command.add_argument(
            "file", type=Path, help="TSV dengan kolom category dan text, boleh acceptable, kind, urgency"
        )
    if name == "explain":
        command.add_argument("text", nargs="*", help="teks; tanpa ini dibaca dari masukan baku")
    if name in ("evaluate", "predict", "bench"):
        command.add_argument("--json", action="store_true", help="keluaran JSON")


def _train(options: argparse.Namespace) -> int:
    from nlp.training import load_corpus, train

    started = time.monotonic()

    def say(message: str) -> None:
        if not options.quiet:
            print(f"[{time.monotonic() - started:6.1f} s] {message}", file=sys.stderr, flush=True)

    model = train(load_corpus(), progress=say)
    save(model, options.model)
    say(f"Tersimpan: {options.model.name}, versi {model.version}, {options.model.stat().st_size / 1e6:.1f} MB")
    print(json.dumps(model.metrics, ensure_ascii=False))
    return 0


def _vocabulary(options: argparse.Namespace) -> int:
    from nlp.training import load_corpus

    texts = [row.text for row in load_corpus()] + [entry.term for entry in Lexicon.load().entries]
    count = write_vocabulary(word for text in texts for word in normalise(text).split())
    print(f"{count} kata")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    figures = evaluate(load(options.model), read_labelled(options.file))
    print(json.dumps(figures, ensure_ascii=False) if options.json else _summary(figures))
    return 0


def _summary(figures: dict) -> str:
    sure, kind, urgency = figures["sure"], figures["kind"] or {}, figures["urgency"] or {}
    lines = [
        f"{figures['n']} teks, model {figures['model']}",
        f"kategori   tepat {figures['strict']}  diterima {figures['lenient']}  tiga terbaik {figures['top3']}",
        f"           macro-F1 {figures['macro_f1']}  ECE {figures['ece']}",
        f"yakin      cakupan {sure['coverage']}  ketepatan {sure['precision']}  ambang {figures['threshold']:.3f}",
        f"jenis      akurasi {kind.get('accuracy')}  macro-F1 {kind.get('macro_f1')}",
        f"darurat    ditemukan {urgency.get('recall')}  alarm palsu {urgency.get('false_alarm_rate')}",
        "tertukar   "
        + ", ".join(f"{pair['true']}→{pair['predicted']} {pair['n']}" for pair in figures["confusions"][:12]),
    ]
    return "\n".join(lines)


def _predict(options: argparse.Namespace) -> int:
    model = load(options.model)
    for line in sys.stdin:
        verdict = model.predict(line.rstrip("\n"))
        print(json.dumps(as_json(verdict), ensure_ascii=False) if options.json else _line(verdict), flush=True)
    return 0


def as_json(verdict: Verdict) -> dict:
    return {
        "category": verdict.category,
        "confidence": round(verdict.confidence, 4),
        "outcome": verdict.outcome,
        "top": [[guess.slug, round(guess.probability, 4)] for guess in verdict.top],
        "kind": verdict.kind,
        "kind_confidence": round(verdict.kind_confidence, 4),
        "urgency": verdict.urgency,
        "urgency_confidence": round(verdict.urgency_confidence, 4),
        "words": list(verdict.words),
    }


def _line(verdict: Verdict) -> str:
    parts = (verdict.category, f"{verdict.confidence:.2f}", verdict.outcome, verdict.kind, verdict.urgency)
    return "\t".join((*parts, ", ".join(verdict.words)))


def _explain(options: argparse.Namespace) -> int:
    model = load(options.model)
    text = " ".join(options.text) or sys.stdin.read()
    verdict = model.predict(text)
    hits = [f"{hit.entry.term} → {hit.entry.category} ({hit.entry.weight:g})" for hit in model.lexicon.hits(text)]
    guesses = [f"{guess.slug} {guess.probability:.2f}" for guess in verdict.top]
    print(f"dibaca     {stem_text(text)}")
    print(f"leksikon   {', '.join(hits) or '–'}")
    print(f"kategori   {', '.join(guesses)}  [{verdict.outcome}]")
    print(f"karena     {', '.join(verdict.words) or '–'}")
    print(f"jenis      {verdict.kind} {verdict.kind_confidence:.2f}")
    print(f"urgensi    {verdict.urgency} {verdict.urgency_confidence:.2f}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    model = load(options.model)
    figures = {
        "load_s": round(time.perf_counter() - started, 3),
        "file_mb": round(options.model.stat().st_size / 1e6, 2),
    }
    figures |= _speed(model)
    print(json.dumps(figures) if options.json else "\n".join(f"{name:14} {value}" for name, value in figures.items()))
    return 0


def _speed(model: Classifier) -> dict:
    import numpy as np

    from nlp.training import load_corpus

    texts = [row.text for row in load_corpus()]
    started = time.perf_counter()
    model.predict_many(texts)
    first = time.perf_counter() - started
    singles = []
    for text in texts[:: max(1, len(texts) // 1000)]:
        started = time.perf_counter()
        model.predict(text)
        singles.append((time.perf_counter() - started) * 1000)
    started = time.perf_counter()
    model.predict_many(texts)
    rate = len(texts) / (time.perf_counter() - started)
    return {
        "single_p50_ms": round(float(np.quantile(singles, 0.5)), 3),
        "single_p99_ms": round(float(np.quantile(singles, 0.99)), 3),
        "batch_first_pass_per_s": round(len(texts) / first),
        "batch_per_s": round(rate),
    }


if __name__ == "__main__":
    sys.exit(main())
