"""Training gives what scikit-learn would, the same each time, and honest thresholds."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.danger import danger_signs
from nlp.evaluation import LabelledText
from nlp.features import lexicon_features
from nlp.lexicon import Entry, Lexicon
from nlp.pipeline import content_terms, cues, letter_terms, read_pieces, sentence_terms
from nlp.storage import save
from nlp.training import STATED_PRECISION, Recipe, calibrate, fit, load_corpus, train

TERMS = {"words": content_terms, "letters": letter_terms, "sentence": sentence_terms}


def silent(message: str) -> None:
    """Progress that nobody reads."""


def _matrix(fit_on, apply_to, families, lexicon, labels):
    """The features as scikit-learn's own classes compute them."""
    scales, recipe = dict(Recipe().scales), Recipe()
    left, right = [read_pieces(row.text) for row in fit_on], [read_pieces(row.text) for row in apply_to]
    columns = []
    for family in families:
        if family in TERMS:
            vectoriser = TfidfVectorizer(analyzer=TERMS[family], sublinear_tf=True, min_df=recipe.least_documents)
            pair = vectoriser.fit_transform(left), vectoriser.transform(right)
        elif family == "lexicon":
            pair = tuple(
                csr_matrix(lexicon_features([lexicon.scores(p) for p in part], labels)) for part in (left, right)
            )
        elif family == "danger":
            pair = tuple(csr_matrix([danger_signs(p) for p in part]) for part in (left, right))
        else:
            pair = tuple(
                csr_matrix([cues(row.text, p) for row, p in zip(rows, part, strict=True)])
                for rows, part in ((fit_on, left), (apply_to, right))
            )
        columns.append((pair[0] * scales[family], pair[1] * scales[family]))
    return hstack([a for a, _ in columns]).tocsr(), hstack([b for _, b in columns]).tocsr()


@pytest.mark.parametrize("head", ["category", "kind", "urgency"])
def test_compact_arrays_equal_the_scikit_learn_pipeline(sample, head):
    recipe, lexicon = Recipe(), Lexicon.load()
    model = fit(sample, lexicon, recipe, silent)
    others = load_corpus()[3::90]
    labels = tuple(sorted({row.category for row in sample}))
    known, new = _matrix(sample, others, dict(recipe.head_families)[head], lexicon, labels)
    sklearn_model = LogisticRegression(C=dict(recipe.strength)[head], max_iter=500, tol=1e-4)
    sklearn_model.fit(known.astype(np.float64), [getattr(row, head) for row in sample])
    expected = sklearn_model.predict_proba(new.astype(np.float64))
    found = model.probabilities([row.text for row in others], head)
    assert tuple(sklearn_model.classes_) == model.heads[head].labels
    assert np.abs(found - expected).max() < 2e-3
    assert (found.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.99


def test_training_twice_gives_the_same_bytes(sample, tmp_path):
    heldout = load_corpus()[5::200]
    for name in ("first", "second"):
        save(train(sample[::2], heldout=heldout), tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_other_data_gives_another_version(sample):
    heldout = load_corpus()[5::200]
    first, second = train(sample[::2], heldout=heldout), train(sample[1::2], heldout=heldout)
    assert first.version != second.version
    assert first.data_hash != second.data_hash


def test_without_heldout_texts_a_fifth_is_set_aside(sample):
    model = train(sample, heldout=[])
    assert model.metrics["n"] == len(sample) // 5
    assert model.metrics["trained_on"] == len(sample)


def test_local_labels_teach_a_local_word(sample):
    heldout = load_corpus()[5::200]
    local = [
        LabelledText(f"blarak di {place} padam", "penerangan-jalan") for place in ("pos", "sawah", "mushola", "pasar")
    ]
    text = "mohon blarak diperiksa"
    before, after = train(sample, heldout=heldout), train(sample, heldout=heldout, extra=local)
    index = before.labels.index("penerangan-jalan")
    assert after.probabilities([text])[0][index] > before.probabilities([text])[0][index]


def test_texts_without_kind_and_urgency_train_the_category_alone(sample):
    bare = [LabelledText(row.text, row.category) for row in sample[:40]]
    model = fit([*sample, *bare], Lexicon.load(), Recipe(), silent)
    assert set(model.heads["kind"].labels) == {"pengaduan", "aspirasi", "informasi"}


def test_weight_counts(sample):
    odd = LabelledText("blarak blarak", "hewan")
    heavy = [LabelledText("blarak padam", "penerangan-jalan", weight=20.0), odd]
    light = [LabelledText("blarak padam", "penerangan-jalan", weight=0.1), odd]
    shares = []
    for extra in (heavy, light):
        model = fit([*sample, *extra], Lexicon.load(), Recipe(), silent)
        shares.append(model.probabilities(["blarak"])[0][model.labels.index("penerangan-jalan")])
    assert shares[0] > shares[1]


def test_threshold_keeps_the_stated_precision_on_the_texts_it_was_chosen_on(shipped_model):
    sure = shipped_model.metrics["sure"]
    assert sure["n"] >= 100
    assert sure["precision"] >= STATED_PRECISION


def test_calibration_changes_temperatures_not_answers(small_model):
    heldout = load_corpus()[7::90]
    again = calibrate(small_model, heldout)
    texts = [row.text for row in heldout]
    assert [v.category for v in again.predict_many(texts)] == [v.category for v in small_model.predict_many(texts)]


def test_progress_is_told(sample):
    told = []
    train(sample[::2], heldout=load_corpus()[5::200], progress=told.append)
    assert any("category" in message for message in told)


def test_another_lexicon_is_used(sample):
    lexicon = Lexicon([Entry("hewan", "ular", 5)])
    assert fit(sample[::2], lexicon, Recipe(), silent).lexicon is lexicon
