"""Training with scikit-learn (imported only here) and export to the compact classifier."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nlp.classifier import Classifier, Head, softmax
from nlp.danger import danger_signs
from nlp.evaluation import LabelledText, evaluate, read_labelled, threshold_for_precision
from nlp.features import CALM, URGENT, Family, lexicon_features
from nlp.lexicon import Lexicon
from nlp.normalise import DATA
from nlp.pipeline import Piece, content_terms, cues, letter_terms, read_pieces, sentence_terms

CORPUS = DATA / "corpus"
URGENCY_TEXTS = DATA / "urgency.tsv"
HELDOUT = DATA / "heldout.tsv"
LANGUAGE_FILES = (
    "normalisation.tsv",
    "stem_overrides.tsv",
    "stopwords.txt",
    "places.txt",
    "silent_pairs.tsv",
    "cue_words.tsv",
    "danger_words.tsv",
)
FORMAT_VERSION = "1"
# Above the 0.95 that is promised: a model loses several points in its first months of use.
STATED_PRECISION = 0.97
STATED_FALSE_ALARMS = 0.03

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Everything that may be switched or tuned; the ablation table switches its parts."""

    head_families: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("category", ("words", "letters", "lexicon", "sentence")),
        ("kind", ("sentence", "cues")),
        ("urgency", ("sentence", "words", "letters", "lexicon", "cues", "danger")),
    )
    strength: tuple[tuple[str, float], ...] = (("category", 3.0), ("kind", 6.0), ("urgency", 20.0))
    scales: tuple[tuple[str, float], ...] = (
        ("words", 1.0),
        ("letters", 1.0),
        ("lexicon", 0.1),
        ("sentence", 1.0),
        ("cues", 0.5),
        ("danger", 0.5),
    )
    least_documents: int = 2


TERMS: dict[str, Callable] = {"words": content_terms, "letters": letter_terms, "sentence": sentence_terms}


def load_corpus(folder: Path = CORPUS, urgency: Path = URGENCY_TEXTS) -> list[LabelledText]:
    """The project's own texts: one file a category, named by its slug, and the texts written to tell danger apart."""
    rows = read_labelled(urgency)
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            if line.strip():
                kind, urgency, text = line.split("\t")
                rows.append(LabelledText(text, path.stem, kind, urgency))
    return rows


def load_heldout(path: Path = HELDOUT) -> list[LabelledText]:
    return read_labelled(path) if path.exists() else []


def train(
    texts: Sequence[LabelledText],
    *,
    lexicon: Lexicon | None = None,
    extra: Sequence[LabelledText] = (),
    heldout: Sequence[LabelledText] | None = None,
    seed: int = 20_240,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
) -> Classifier:
    """Fit category, kind and urgency on `texts` and `extra`; calibrate on `heldout`, by default the project's own.

    Without any held-out texts a fifth of `texts` is set aside for calibration first, then all of them are used.
    """
    say = progress or (lambda message: None)
    lexicon, recipe = lexicon or Lexicon.load(), recipe or Recipe()
    heldout = load_heldout() if heldout is None else list(heldout)
    rows = [*texts, *extra]
    if heldout:
        model = fit(rows, lexicon, recipe, say)
        say("Kalibrasi pada teks uji sendiri")
        return _finish(calibrate(model, heldout), rows, heldout, recipe)
    kept, aside = _split(texts, seed)
    say("Kalibrasi pada seperlima korpus")
    probe = calibrate(fit([*kept, *extra], lexicon, recipe, say), aside)
    model = fit(rows, lexicon, recipe, say)
    heads = {name: replace(head, temperature=probe.heads[name].temperature) for name, head in model.heads.items()}
    model = replace(model, heads=heads, threshold=probe.threshold, urgency_threshold=probe.urgency_threshold)
    return _finish(model, rows, aside, recipe, judge_with=probe)


def fit(rows: Sequence[LabelledText], lexicon: Lexicon, recipe: Recipe, say: Progress) -> Classifier:
    """The three heads without calibration."""
    say(f"Membaca {len(rows)} teks")
    pieces = [read_pieces(row.text) for row in rows]
    labels = tuple(sorted({row.category for row in rows}))
    blocks, families = feature_blocks(rows, pieces, lexicon, labels, recipe)
    heads = {}
    for name, used in recipe.head_families:
        say(f"Melatih {name}")
        heads[name] = _fit_head(name, rows, {family: blocks[family] for family in used}, recipe)
    return Classifier(families, heads, lexicon, threshold=1.0, urgency_threshold=0.5)


def feature_blocks(rows, pieces: Sequence[Sequence[Piece]], lexicon: Lexicon, labels: Sequence[str], recipe: Recipe):
    """Feature matrices by family, unscaled, and the fitted families."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    blocks, families = {}, {}
    for name, terms in TERMS.items():
        vectoriser = TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=recipe.least_documents, dtype=np.float32)
        blocks[name] = vectoriser.fit_transform(pieces)
        families[name] = Family(dict(vectoriser.vocabulary_), vectoriser.idf_.astype(np.float32))
    blocks["lexicon"] = csr_matrix(lexicon_features([lexicon.scores(found) for found in pieces], labels))
    blocks["cues"] = csr_matrix(
        np.array([cues(row.text, found) for row, found in zip(rows, pieces, strict=True)], dtype=np.float32)
    )
    blocks["danger"] = csr_matrix(np.array([danger_signs(found) for found in pieces], dtype=np.float32))
    return blocks, families


def _fit_head(name: str, rows: Sequence[LabelledText], blocks: dict, recipe: Recipe) -> Head:
    from scipy.sparse import hstack
    from sklearn.linear_model import LogisticRegression

    answers = [_answer(name, row) for row in rows]
    known = [i for i, answer in enumerate(answers) if answer is not None]
    scales = dict(recipe.scales)
    # In single precision the solver stops early: its line search drowns in rounding.
    matrix = hstack([block * scales[family] for family, block in blocks.items()]).tocsr()[known].astype(np.float64)
    model = LogisticRegression(C=dict(recipe.strength)[name], max_iter=500, tol=1e-4)
    model.fit(matrix, [answers[i] for i in known], sample_weight=[rows[i].weight for i in known])
    return _compact(model, blocks, scales)


def _answer(head: str, row: LabelledText) -> str | None:
    return getattr(row, head)


def _compact(model, blocks: dict, scales: dict[str, float]) -> Head:
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        bias = np.array([0.0, bias[0]])
    weights, start = {}, 0
    for family, block in blocks.items():
        part = coefficients[:, start : start + block.shape[1]] * scales[family]
        weights[family] = np.ascontiguousarray(part.T, dtype=np.float32)
        start += block.shape[1]
    return Head(tuple(map(str, model.classes_)), weights, bias.astype(np.float32))


def calibrate(model: Classifier, heldout: Sequence[LabelledText]) -> Classifier:
    """Temperature of each head and the thresholds, chosen on texts that were not trained on."""
    heads = {name: _tempered(model, name, heldout) for name in model.heads}
    model = replace(model, heads=heads)
    verdicts = model.predict_many(row.text for row in heldout)
    confidence = np.array([verdict.confidence for verdict in verdicts])
    right = np.array([verdict.category in row.right for verdict, row in zip(verdicts, heldout, strict=True)])
    return replace(
        model,
        threshold=threshold_for_precision(confidence, right, STATED_PRECISION),
        urgency_threshold=_urgency_threshold(model, heldout),
    )


def _tempered(model: Classifier, name: str, rows: Sequence[LabelledText]) -> Head:
    head = replace(model.heads[name], temperature=1.0)
    labelled = [row for row in rows if _answer(name, row) in head.labels]
    if not labelled:
        return head
    shares = replace(model, heads={**model.heads, name: head}).probabilities((row.text for row in labelled), name)
    logits = np.log(shares + 1e-12)
    truth = np.array([head.labels.index(_answer(name, row)) for row in labelled])
    losses = {t: _loss(logits / t, truth) for t in np.round(np.geomspace(0.2, 3.0, 80), 4)}
    return replace(head, temperature=float(min(losses, key=losses.__getitem__)))


def _loss(logits: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(softmax(logits)[np.arange(len(truth)), truth] + 1e-12).mean())


def _urgency_threshold(model: Classifier, rows: Sequence[LabelledText]) -> float:
    """The lowest threshold at which no more than the stated share of calm texts raises an alarm."""
    labels = model.heads["urgency"].labels
    calm = [row.text for row in rows if row.urgency == CALM]
    if URGENT not in labels or not calm:
        return 0.5
    dangers = np.sort(model.probabilities(calm, "urgency")[:, labels.index(URGENT)].astype(float))
    first_silent = dangers[-1 - int(STATED_FALSE_ALARMS * len(dangers))]
    return min(0.5, float(np.nextafter(first_silent, 1.0)))


def _split(rows: Sequence[LabelledText], seed: int) -> tuple[list[LabelledText], list[LabelledText]]:
    order = np.random.default_rng(seed).permutation(len(rows))
    fifth = set(order[: max(1, len(rows) // 5)].tolist())
    return [row for i, row in enumerate(rows) if i not in fifth], [rows[i] for i in sorted(fifth)]


def _finish(
    model: Classifier,
    rows: Sequence[LabelledText],
    heldout: Sequence[LabelledText],
    recipe: Recipe,
    judge_with: Classifier | None = None,
) -> Classifier:
    """Name the model by everything it was made from and keep its figures on the held-out texts."""
    figures = evaluate(judge_with or model, heldout)
    digest = data_hash(rows, model.lexicon)
    metrics = {
        key: figures[key] for key in ("n", "strict", "lenient", "top3", "macro_f1", "ece", "sure", "kind", "urgency")
    }
    metrics["trained_on"] = len(rows)
    made_from = hashlib.sha256(f"{digest} {data_hash(heldout, model.lexicon)} {recipe}".encode()).hexdigest()
    return replace(model, data_hash=digest, version=f"{FORMAT_VERSION}-{made_from[:10]}", metrics=metrics)


def data_hash(rows: Sequence[LabelledText], lexicon: Lexicon) -> str:
    """Digest of everything the model learnt from."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr((row.text, row.category, row.kind, row.urgency, row.weight)).encode())
    for entry in sorted(lexicon.entries, key=lambda entry: (entry.category, entry.term)):
        digest.update(repr((entry.category, entry.term, entry.weight)).encode())
    for name in LANGUAGE_FILES:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()
