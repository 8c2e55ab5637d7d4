"""python -m nlp as a person or another program uses it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import nlp
from nlp.__main__ import main

ROOT = Path(nlp.__file__).parent.parent


def run(*arguments, given=""):
    command = [sys.executable, "-m", "nlp", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text(
        "key\tsource\tcategory\tacceptable\tkind\turgency\ttext\n"
        "1\tcontoh\tpenerangan-jalan\t-\tpengaduan\tbiasa\tlampu pju mati semua\n"
        "2\tcontoh\tkependudukan\tpelayanan-aparatur\tinformasi\tbiasa\tbagaimana syarat membuat KTP baru?\n",
        encoding="utf-8",
    )
    return path


def test_predict_json_answers_line_by_line():
    done = run("predict", "--json", given="lampu pju mati\n\nsampah menumpuk, bau\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["category"] for answer in answers] == ["penerangan-jalan", "lainnya", "sampah-kebersihan"]
    assert {"category", "confidence", "outcome", "top", "kind", "urgency", "words"} <= set(answers[0])
    assert answers[0]["outcome"] in {"sure", "unsure", "out_of_scope"}
    assert len(answers[0]["top"]) == 3
    assert answers[0]["top"][0][0] == "penerangan-jalan"


def test_predicting_needs_neither_django_nor_scikit_learn():
    script = (
        "import sys; from nlp.storage import load, SHIPPED_MODEL; load(SHIPPED_MODEL).predict('lampu pju mati');"
        "print([name for name in ('django', 'sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_evaluate_json_holds_every_figure(labelled, capsys):
    assert main(["evaluate", str(labelled), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["n"] == 2
    wanted = {"strict", "lenient", "top3", "macro_f1", "ece", "sure", "kind", "urgency", "confusions", "coverage_curve"}
    assert wanted <= set(figures)
    assert {"precision", "coverage"} <= set(figures["sure"])


def test_evaluate_in_words(labelled, capsys):
    assert main(["evaluate", str(labelled)]) == 0
    assert "macro-F1" in capsys.readouterr().out


def test_explain_shows_why(capsys):
    assert main(["explain", "lampu", "pju", "mati"]) == 0
    shown = capsys.readouterr().out
    assert "penerangan-jalan" in shown
    assert "leksikon" in shown


def test_predict_in_words(capsys, monkeypatch):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("lampu pju mati\n"))
    assert main(["predict"]) == 0
    assert capsys.readouterr().out.startswith("penerangan-jalan\t")


@pytest.mark.parametrize("arguments", [["evaluate", "tidak-ada.tsv"], ["explain", "--model", "tidak-ada.swm", "halo"]])
def test_a_missing_file_is_told_without_a_trace(arguments, capsys):
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith("Gagal:")


def test_bench_reports_speed(capsys):
    assert main(["bench", "--json"]) == 0
    assert {"load_s", "file_mb", "single_p50_ms", "single_p99_ms", "batch_per_s"} <= set(
        json.loads(capsys.readouterr().out)
    )


def test_no_module_imports_a_framework():
    for path in (ROOT / "nlp").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "import django" not in source, path
        assert "from django" not in source, path
