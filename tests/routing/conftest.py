from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp import storage
from nlp.classifier import Classifier
from nlp.evaluation import read_labelled
from nlp.training import train
from participation.routing import engine
from participation.routing.models import ModelVersion
from tests.factories import Cast, at, make_cast
from tests.routing.texts import write_corpus


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of three topics that trains in seconds; the real one takes minutes."""
    return write_corpus(tmp_path_factory.mktemp("corpus") / "corpus.tsv")


@pytest.fixture(scope="session")
def small_model(small_corpus: Path) -> Classifier:
    return train(read_labelled(small_corpus), heldout=[])


@pytest.fixture
def models_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.SW_DATA_DIR = tmp_path
    folder = engine.models_folder()
    folder.mkdir()
    return folder


@pytest.fixture
def make_version(models_folder: Path, small_model: Classifier) -> Callable[..., ModelVersion]:
    def make(name: str, **fields: Any) -> ModelVersion:
        path = models_folder / f"{name}.swm"
        storage.save(small_model, path)
        return ModelVersion.objects.create(
            **{
                "version": name,
                "file_name": path.name,
                "sha256": engine.file_digest(path),
                "data_hash": small_model.data_hash,
                "threshold": small_model.threshold,
                "learnt_until_at": at(2026, 1, 1),
                "created_at": at(2026, 1, 1),
                **fields,
            }
        )

    return make
