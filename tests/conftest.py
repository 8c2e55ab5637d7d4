"""What every test can ask for: databases, the real site, a browser.

=================  ================================================================================
``db``             as usual; the database is a copy of a migrated template
``pg``             this test's own PostgreSQL database as Django's default connection, threads included;
                   mark such a test ``postgresql`` and do not ask for ``db`` beside it
``redis_url``      a Redis that answers
``server``         factory: starts gunicorn and a worker on a fresh SQLite, or on the given database
``open_page``      factory: a page in Chromium with the given width, JavaScript, colours
``browser_page``   such a page, 1280 px wide
=================  ================================================================================
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase

from tests import databases, servers
from tests.browsers import CHROMIUM, Pages, launched_chromium
from tests.databases import PostgresDatabases, SqliteDatabases, default_connection, forget_cached_rows
from tests.tools import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker

NEEDS_BROWSER = {"chromium", "open_page", "browser_page"}
NEEDS_POSTGRES = {"pg", "postgres"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests can be chosen by what they need: ``-m "not browser"``."""
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & NEEDS_BROWSER:
            item.add_marker(pytest.mark.browser)
        if wanted & NEEDS_POSTGRES:
            item.add_marker(pytest.mark.postgresql)


@pytest.fixture(scope="session")
def kept_folder(request: pytest.FixtureRequest) -> Path:
    """Survives the run: database templates, collected static files."""
    return Path(request.config.cache.mkdir("suara-warga"))


@pytest.fixture(scope="session")
def sqlite_databases(kept_folder: Path) -> SqliteDatabases:
    return SqliteDatabases(kept_folder / "sqlite")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: "DjangoDbBlocker",
    kept_folder: Path,
    sqlite_databases: SqliteDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            server = databases.postgres_server()
            made = PostgresDatabases(kept_folder / "postgres", server)
            url = made.create()
            renew: Callable[[], Any] = lambda: made.create(url.rpartition("/")[2])  # noqa: E731
        else:
            path = tmp_path_factory.mktemp("database") / "suite.sqlite3"
            url = sqlite_databases.create(path)
            renew = lambda: sqlite_databases.create(path)  # noqa: E731
        before = _replace_flush(renew)
        with default_connection(url):
            yield
        TransactionTestCase._fixture_teardown = before
        if connection.vendor == "postgresql":
            made.drop(url.rpartition("/")[2])


def _replace_flush(renew: Callable[[], Any]) -> Callable:
    """A flush would take Wagtail's first rows away and run into the triggers that protect the ledger."""

    def renew_database(_case: TransactionTestCase) -> None:
        connections.close_all()
        renew()
        forget_cached_rows()

    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = renew_database
    return before


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    yield
    for each in caches.all():
        each.clear()


@pytest.fixture(scope="session")
def postgres(
    kept_folder: Path, django_test_environment: None, django_db_blocker: "DjangoDbBlocker"
) -> PostgresDatabases:
    server = databases.postgres_server()
    if not server:
        missing("PostgreSQL", f"start one on {databases.DEFAULT_SERVER} or set TEST_POSTGRES_URL")
    made = PostgresDatabases(kept_folder / "postgres", server)
    with django_db_blocker.unblock():
        made.drop_left_behind()
        made.template()
    return made


@pytest.fixture
def pg(
    request: pytest.FixtureRequest, postgres: PostgresDatabases, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """The address of a fresh database that is also the default connection of this process during the test."""
    assert "db" not in request.fixturenames, "a test on `pg` must not ask for `db` too"
    with django_db_blocker.unblock():
        url = postgres.create()
        with default_connection(url):
            yield url
            connections.close_all()
        postgres.drop(url.rpartition("/")[2])


@pytest.fixture(scope="session")
def redis_url() -> str:
    return servers.redis_server() or missing("Redis", f"start one on {servers.DEFAULT_REDIS} or set TEST_REDIS_URL")


@pytest.fixture(scope="session")
def static_root(kept_folder: Path) -> Path:
    folder = kept_folder / "static"
    with databases.only_one(folder.parent):
        servers.collect_static(folder)
    return folder


@pytest.fixture
def server(
    tmp_path: Path, sqlite_databases: SqliteDatabases, static_root: Path, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Callable[..., servers.Site]]:
    """``server(database_url=pg, broker_url=redis_url, parts=("web", "worker"), SETTING="…")`` -> a running ``Site``.

    Without ``database_url`` it gets a fresh SQLite file, without ``broker_url`` the file queue.
    """
    sites: list[servers.Site] = []

    def start(
        database_url: str = "", broker_url: str = "", parts: tuple[str, ...] = ("web", "worker"), **extra: str
    ) -> servers.Site:
        data_dir = tmp_path / f"site{len(sites)}"
        site = servers.make_site(
            data_dir, database_url=database_url, broker_url=broker_url, static_root=static_root, **extra
        )
        sites.append(site)
        if not database_url:
            with django_db_blocker.unblock():
                sqlite_databases.create(data_dir / "suara-warga.sqlite3")
        for part in parts:
            site.start(part)
        return site

    yield start
    for site in sites:
        site.stop()
        broker = site.environment["CELERY_BROKER_URL"]
        if broker.startswith("redis"):
            servers.forget_keys(broker, site.environment["BROKER_KEY_PREFIX"])


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    if not CHROMIUM:
        missing("Chromium", "apt-get install chromium fonts-dejavu-core")
    # Playwright's synchronous interface leaves a running event loop in this thread, which Django refuses.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with launched_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: "Browser") -> Iterator[Callable[..., "Page"]]:
    """``open_page(width=375, javascript=False, colours="dark")`` -> a page in a fresh context."""
    pages = Pages(chromium)
    yield pages.open
    pages.close()


@pytest.fixture
def browser_page(open_page: Callable[..., "Page"]) -> "Page":
    return open_page()
