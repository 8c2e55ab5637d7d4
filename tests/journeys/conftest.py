"""``office``: one furnished site on the embedded default for all journeys; ``visit``: a person in front of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import SqliteDatabases, default_connection
from tests.journeys.gallery import State, fill
from tests.journeys.office import Office, furnish
from tests.journeys.people import Person
from tests.servers import make_site


@pytest.fixture(scope="session")
def office(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_databases: SqliteDatabases,
    static_root: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    site = make_site(folder, database_url="", broker_url="", static_root=static_root)
    with django_db_blocker.unblock():
        url = sqlite_databases.create(folder / "suara-warga.sqlite3")

    @contextmanager
    def open_database() -> Iterator[None]:
        with django_db_blocker.unblock(), default_connection(url):
            yield

    furnished = furnish(Office(site, open_database))
    for part in ("web", "worker"):
        site.start(part)
    yield furnished
    site.stop()


@pytest.fixture
def visit(open_page: Callable, office: Office) -> Callable[..., Person]:
    """``visit(width=375, javascript=False)`` -> a person with a browser of their own."""
    return lambda **options: Person(open_page(base_url=office.url, **options), office)


@pytest.fixture(scope="session")
def addresses(office: Office) -> dict[str, str]:
    """What the addresses of the gallery's states are made with."""
    return fill(office)


@pytest.fixture
def enter(visit: Callable[..., Person], addresses: dict[str, str]) -> Callable[..., Person]:
    """``enter(state)`` -> the person before the page in that state; ``page.requested`` lists what it loaded."""

    def go(state: State, width: int = 375) -> Person:
        person = visit(width=width, reduced_motion="reduce")
        person.page.requested = []
        person.page.on("request", lambda request: person.page.requested.append(request.url))
        if state.who:
            person.is_signed_in(state.who)
        answer = person.page.goto(state.address.format(**addresses))
        assert answer.status == state.status
        state.do(person)
        return person

    return go
