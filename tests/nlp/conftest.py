"""The shipped model once, and a small one that trains in a moment."""

import pytest

from nlp.classifier import Classifier
from nlp.evaluation import LabelledText
from nlp.storage import SHIPPED_MODEL, load
from nlp.training import load_corpus, train

SAMPLE_STEP = 30


@pytest.fixture(scope="session")
def shipped_model() -> Classifier:
    return load(SHIPPED_MODEL)


@pytest.fixture(scope="session")
def sample() -> list[LabelledText]:
    """A thirtieth of the corpus, every category in it."""
    return load_corpus()[::SAMPLE_STEP]


@pytest.fixture(scope="session")
def small_model(sample) -> Classifier:
    return train(sample, heldout=load_corpus()[5::80])
