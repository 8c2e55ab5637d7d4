from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from portal.roles import load_roles
from tests.polls.stage import NOON, committee


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.POLL_FILES = tmp_path / "polls"
    settings.SEALS_FILE = tmp_path / "seals.jsonl"


@pytest.fixture
def clock(time_machine) -> Iterator[None]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def chair(client: Client) -> Client:
    person = committee()
    load_roles()
    client.force_login(person)
    return client
