from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.POLL_FILES = tmp_path / "polls"
    settings.SEALS_FILE = tmp_path / "seals.jsonl"
