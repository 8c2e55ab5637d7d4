"""Proof that no text of the project resembles one of a file: python -m tests.benchmarks.nlp_resemblance FILE.tsv

Cosine of TF-IDF vectors over both sets; prints the nearest pairs and fails above 0.8.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.evaluation import read_labelled
from nlp.training import load_corpus, load_heldout

LIMIT = 0.8
SHOWN = 5


def main(path: str) -> int:
    own = [row.text for row in [*load_corpus(), *load_heldout()]]
    others = [row.text for row in read_labelled(Path(path))]
    vectoriser = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit([*own, *others])
    nearness = (vectoriser.transform(own) @ vectoriser.transform(others).T).tocoo()
    order = np.argsort(-nearness.data)[:SHOWN]
    print(f"{len(own)} own texts, {len(others)} texts of {Path(path).name}, limit {LIMIT}")
    for at in order:
        print(f"{nearness.data[at]:.3f}  {own[nearness.row[at]][:70]}  ~  {others[nearness.col[at]][:70]}")
    return int(bool(len(order)) and nearness.data[order[0]] > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
