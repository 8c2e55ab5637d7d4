"""Test databases from a template that is migrated once and kept until a migration or a package changes.

Wagtail's root page, locale and permissions come from its migrations, so a test database is always a copy of
a migrated one, and a test that commits is followed by a fresh copy instead of a flush.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connections
from psycopg import sql

from portal.settings.base import database as database_settings

ROOT = Path(__file__).resolve().parent.parent
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
DEFAULT_SERVER = "postgresql://127.0.0.1:5432/postgres"


@cache
def state_key() -> str:
    """Changes when the migrated result could: packages, Python, installed apps, our migrations."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    digest.update(repr((sys.version_info[:2], settings.INSTALLED_APPS)).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        if Path(app.path).is_relative_to(ROOT) and ".venv" not in app.path:
            for path in sorted(Path(app.path, "migrations").glob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def forget_cached_rows() -> None:
    ContentType.objects.clear_cache()
    caches["default"].clear()


def outdated(markers: list[Path]) -> list[Path]:
    """Of files that are touched at every use, those that no run of the last day needed."""
    return [marker for marker in markers if time.time() - marker.stat().st_mtime > 24 * 3600]


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def default_connection(url: str) -> Iterator[None]:
    """Point Django's default connection of this process, new threads included, at another database.

    Wagtail's search index keeps the shape of the database this process started on: tests that save pages on
    PostgreSQL use a ``server``, or the whole suite is run with DATABASE_URL.
    """
    before = connections.databases["default"]
    chosen = connections.configure_settings({"default": database_settings(url)})["default"]
    _switch(chosen)
    try:
        yield
    finally:
        _switch(before)


def _switch(chosen: dict) -> None:
    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = chosen
    forget_cached_rows()


def migrate(url: str) -> None:
    """In a process of its own: Wagtail's search chooses its tables by the kind of database it starts on."""
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": url}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def template(self) -> Path:
        path = self.folder / f"template-{state_key()}.sqlite3"
        with only_one(self.folder):
            if not path.exists():
                draft = self.folder / "draft.sqlite3"
                draft.unlink(missing_ok=True)
                migrate(f"sqlite:///{draft}")
                draft.rename(path)
            path.touch()
            for old in outdated(list(self.folder.glob("template-*.sqlite3"))):
                old.unlink()
        return path

    def create(self, path: Path) -> str:
        """A fresh database at ``path``; what stood there is replaced, open connections included."""
        source, target = sqlite3.connect(self.template()), sqlite3.connect(path, timeout=20)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        return f"sqlite:///{path}"


class PostgresDatabases:
    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server
        self._count = 0

    def template(self) -> str:
        name = f"sw_template_{CHECKOUT}_{state_key()}"
        with only_one(self.folder):
            if name not in self._names():
                draft = f"sw_draft_{CHECKOUT}_{os.getpid()}"
                self._execute("CREATE DATABASE {}", draft)
                migrate(self.url(draft))
                self._execute("ALTER DATABASE {} RENAME TO {}", draft, name)
            (self.folder / name).touch()
            for old in outdated(list(self.folder.glob("sw_template_*"))):
                self.drop(old.name)
                old.unlink()
        return name

    def create(self, name: str = "") -> str:
        """A fresh database under a new or the given name; one of that name is replaced."""
        if not name:
            self._count += 1
            name = f"sw_test_{CHECKOUT}_{os.getpid()}_{self._count}"
        self.drop(name)
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, self.template())
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def drop_left_behind(self) -> None:
        for name in self._names(f"sw_test_{CHECKOUT}_%") + self._names(f"sw_draft_{CHECKOUT}_%"):
            if not _is_alive(int(name.split("_")[3])):
                self.drop(name)

    def url(self, name: str) -> str:
        parts = urlsplit(self.server)
        return urlunsplit(parts._replace(path=f"/{name}"))

    def _names(self, pattern: str = "sw_%") -> list[str]:
        with psycopg.connect(self.server, autocommit=True) as server:
            return [
                row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            ]

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def postgres_server() -> str:
    """Address of a server on which databases may be made, or an empty text when none answers."""
    own = os.environ.get("DATABASE_URL", "")
    url = os.environ.get("TEST_POSTGRES_URL") or (own if own.startswith("postgres") else DEFAULT_SERVER)
    try:
        with psycopg.connect(url, connect_timeout=3):
            return url
    except psycopg.OperationalError:
        return ""
