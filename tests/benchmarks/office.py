"""Where the benchmarks of the site run: Django on PostgreSQL as in production, in a folder of its own.

Import nothing of the project before ``set_up``: settings are read from the environment when they are first imported.
"""

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATA_DIR = Path(tempfile.gettempdir()) / "suara-warga-bench"
DEFAULT_SERVER = "postgresql://127.0.0.1:5432/postgres"


def set_up() -> str:
    """Start Django and return the DATABASE_URL that was given, or an empty text.

    The folder with the secrets stays the same, so that a database filled by one run can be read by the next.
    """
    import django

    given = os.environ.get("DATABASE_URL", "")
    DATA_DIR.mkdir(exist_ok=True)
    os.environ["DATABASE_URL"] = given or os.environ.get("TEST_POSTGRES_URL", DEFAULT_SERVER)
    os.environ.setdefault("SW_DATA_DIR", str(DATA_DIR))
    os.environ.setdefault("STATIC_ROOT", str(DATA_DIR / "static"))
    os.environ["DEBUG"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.local"
    django.setup()
    return given


@contextmanager
def database(given: str, name: str, *, is_kept: bool = False) -> Iterator[str]:
    """The given database, or a fresh one called ``name``, as the default connection of this process."""
    from tests.databases import CHECKOUT, ROOT, PostgresDatabases, postgres_server

    if given:
        yield given
        return
    made = PostgresDatabases(ROOT / ".pytest_cache" / "d" / "suara-warga" / "postgres", postgres_server())
    name = f"sw_bench_{CHECKOUT}_{name}"
    url = made.create(name)
    _connect(url)
    try:
        yield url
    finally:
        if not is_kept:
            made.drop(name)


def _connect(url: str) -> None:
    """For the rest of this process: there is nothing to go back to."""
    from django.db import connections

    from portal.settings.base import database as settings_of

    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = connections.configure_settings({"default": settings_of(url)})["default"]


def machine() -> dict[str, str]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": f"{len(models)} × {models[0]}" if models else platform.processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.1f}",
    }
