import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation.accounts.models import User
from participation.units.models import Area
from tests.factories import Cast, make_cast, make_user
from tests.residents.people import make_clerk, make_village


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def village(db) -> Area:
    return make_village()[0]


@pytest.fixture
def lilis(village: Area) -> User:
    """Sits at the counter of Kelurahan Pakemitan."""
    return make_clerk()


@pytest.fixture
def budi(db) -> User:
    return make_user("Budi")


@pytest.fixture
def ani(db) -> User:
    return make_user("Ani")


@pytest.fixture
def sealed_files(settings) -> Iterator[Path]:
    """Where sealed documents lie; nothing of this test is left behind."""
    folder = Path(settings.SEALED_ROOT) / "documents"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
