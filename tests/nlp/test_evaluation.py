"""Figures by hand-made cases."""

import numpy as np
import pytest

from nlp.classifier import Guess, Verdict
from nlp.evaluation import (
    LabelledText,
    coverage_curve,
    evaluate,
    expected_calibration_error,
    judge,
    macro_f1,
    paired_bootstrap,
    read_labelled,
    threshold_for_precision,
    wilson_interval,
)


def verdict(category, confidence, *others, outcome="unsure", kind="pengaduan", urgency="biasa"):
    top = (Guess(category, confidence), *(Guess(other, 0.01) for other in others))
    return Verdict(category, confidence, outcome, top, kind, 0.9, urgency, 0.9, ())


ROWS = [
    LabelledText("a", "hewan", "pengaduan", "darurat"),
    LabelledText("b", "hewan", "informasi", "biasa"),
    LabelledText("c", "keamanan", "pengaduan", "biasa", acceptable=("ketertiban-umum",)),
    LabelledText("d", "lainnya", "aspirasi", "biasa"),
]
VERDICTS = [
    verdict("hewan", 0.9, "keamanan", outcome="sure", urgency="darurat"),
    verdict("kesehatan", 0.6, "hewan", kind="informasi"),
    verdict("ketertiban-umum", 0.8, "hewan", outcome="sure"),
    verdict("lainnya", 0.3, outcome="out_of_scope", urgency="darurat"),
]


def test_judge_by_hand():
    figures = judge(ROWS, VERDICTS)
    assert (figures["strict"], figures["lenient"], figures["top3"]) == (0.5, 0.75, 1.0)
    assert figures["top3_strict"] == 0.75
    assert figures["sure"] | {"precision_interval": None} == {
        "n": 2,
        "coverage": 0.5,
        "precision": 1.0,
        "precision_strict": 0.5,
        "precision_interval": None,
    }
    assert figures["out_of_scope"] == {"said": 1, "true": 1, "both": 1}
    assert figures["kind"]["accuracy"] == 0.75
    assert figures["urgency"]["recall"] == 1.0
    assert figures["urgency"]["false_alarm_rate"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["confusions"] == [{"true": "hewan", "predicted": "kesehatan", "n": 1}]
    assert figures["per_category"]["hewan"] == {"n": 2, "predicted": 1, "precision": 1.0, "recall": 0.5, "f1": 0.6667}


def test_rows_without_kind_give_no_kind_figures():
    figures = judge([LabelledText("a", "hewan")], [verdict("hewan", 0.9)])
    assert figures["kind"] is None
    assert figures["urgency"] is None


def test_macro_f1_counts_labels_that_were_only_guessed():
    assert macro_f1(["a", "a"], ["a", "b"]) == pytest.approx((2 / 3 + 0) / 2, abs=1e-4)
    assert macro_f1([], []) == 0.0


def test_calibration_error():
    confidence, right = np.array([0.95] * 20), np.array([True] * 19 + [False])
    assert expected_calibration_error(confidence, right) == 0.0
    assert expected_calibration_error(confidence, ~right) == pytest.approx(0.9)
    assert expected_calibration_error(np.array([1.0]), np.array([True])) == 0.0
    assert expected_calibration_error(np.array([]), np.array([])) == 0.0


def test_threshold_for_precision():
    confidence = np.linspace(0.99, 0.50, 50)
    right = np.array([True] * 40 + [False] * 10)
    threshold = threshold_for_precision(confidence, right, 0.95, smallest=10)
    taken = confidence >= threshold
    assert right[taken].mean() >= 0.95
    assert taken.sum() == 42
    assert threshold_for_precision(confidence, ~right, 0.95, smallest=10) == 1.0


def test_coverage_curve_falls_with_coverage():
    curve = coverage_curve(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, False]))
    assert curve[-1]["precision"] == 0.5
    assert curve[4] == {"coverage": 0.5, "precision": 1.0, "threshold": 0.8}


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_wilson_interval(hits, n, low, high):
    assert wilson_interval(hits, n) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))


def test_wilson_interval_of_nothing():
    assert wilson_interval(0, 0) is None


def test_paired_bootstrap():
    worse, better = [False] * 30 + [True] * 70, [True] * 90 + [False] * 10
    gain = paired_bootstrap(worse, better)
    assert gain["difference"] == pytest.approx(0.2)
    assert gain["low"] < 0.2 < gain["high"]
    assert gain == paired_bootstrap(worse, better)
    assert paired_bootstrap(better, better)["high"] == 0.0
    assert paired_bootstrap([], [])["difference"] == 0.0


def test_read_labelled(tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text(
        "category\tacceptable\tkind\turgency\ttext\n"
        'hewan\tkeamanan;lainnya\tpengaduan\tbiasa\t"Anjing". kata pemilik "tidak galak"\n'
        'hewan\t-\tpengaduan\tbiasa\t"Kata ""galak"" itu"\n',
        encoding="utf-8",
    )
    first, second = read_labelled(path)
    assert first.acceptable == ("keamanan", "lainnya")
    assert first.right == {"hewan", "keamanan", "lainnya"}
    assert first.text == '"Anjing". kata pemilik "tidak galak"'
    assert second.text == 'Kata "galak" itu'


@pytest.mark.parametrize(
    ("content", "message"),
    [("text\nhalo\n", "category"), ("", "category, text"), ("category\ttext\nhewan\n", "baris 2")],
)
def test_malformed_files_are_named(tmp_path, content, message):
    path = tmp_path / "rows.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_labelled(path)


def test_evaluate_names_the_model(small_model):
    figures = evaluate(small_model, ROWS)
    assert figures["n"] == 4
    assert figures["model"] == small_model.version
