"""The project's own texts: whole, varied, no two alike."""

from collections import Counter

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.evaluation import read_labelled
from nlp.features import URGENT
from nlp.normalise import DATA
from nlp.training import CORPUS, URGENCY_TEXTS, load_corpus, load_heldout

KINDS = {"pengaduan", "aspirasi", "informasi"}
FILES = sorted(CORPUS.glob("*.tsv"))
LIKENESS = 0.8
SLICE = 500
HELDOUT_URGENCY = DATA / "heldout-urgency.tsv"


def test_every_category_has_a_file():
    assert len(FILES) == 24


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_format(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "kind\turgency\ttext"
    for number, line in enumerate(lines[1:], start=2):
        if line:
            kind, urgency, text = line.split("\t")
            assert kind in KINDS, number
            assert urgency in {"biasa", URGENT}, number
            assert len(text.strip()) >= 4, number


def test_there_is_enough_of_everything():
    counts = Counter(row.category for row in load_corpus())
    assert sum(counts.values()) >= 6_000
    assert min(counts.values()) >= 250, counts.most_common()[-3:]


def test_kinds_and_lengths_vary():
    rows = load_corpus()
    kinds = Counter(row.kind for row in rows)
    lengths = np.array([len(row.text.split()) for row in rows])
    assert min(kinds.values()) / len(rows) > 0.08
    assert np.quantile(lengths, 0.1) <= 8
    assert np.quantile(lengths, 0.9) >= 30


def test_no_two_texts_are_alike():
    texts = [row.text for row in [*load_corpus(), *load_heldout(), *read_labelled(HELDOUT_URGENCY)]]
    matrix = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit_transform(texts)
    alike = []
    for start in range(0, len(texts), SLICE):
        nearness = (matrix[start : start + SLICE] @ matrix.T).tocoo()
        close = nearness.data > LIKENESS
        pairs = zip(nearness.row[close] + start, nearness.col[close], strict=True)
        alike += [(texts[a], texts[b]) for a, b in pairs if a < b]
    assert not alike, f"{len(alike)} pairs, such as {alike[:3]}"


def test_urgency_texts_hold_danger_and_its_likeness():
    rows = [line.split("\t") for line in URGENCY_TEXTS.read_text(encoding="utf-8").splitlines()[1:]]
    counts = Counter(row[2] for row in rows)
    assert counts[URGENT] >= 100
    assert counts["biasa"] >= 80


def test_heldout_texts_are_labelled_whole():
    rows = load_heldout()
    assert rows
    slugs = {path.stem for path in FILES}
    assert {row.category for row in rows} <= slugs
    assert {slug for row in rows for slug in row.acceptable} <= slugs
    assert all(row.kind in KINDS and row.urgency in {"biasa", URGENT} for row in rows)


def test_texts_that_judge_urgency_are_enough_and_teach_nothing():
    rows = read_labelled(HELDOUT_URGENCY)
    counts = Counter(row.urgency for row in rows)
    assert sum(counts.values()) >= 150
    assert counts[URGENT] >= 60
    assert counts["biasa"] >= 100
    learnt = {row.text.casefold() for row in [*load_corpus(), *load_heldout()]}
    assert not [row.text for row in rows if row.text.casefold() in learnt]
    assert {row.category for row in rows} <= {path.stem for path in FILES}
