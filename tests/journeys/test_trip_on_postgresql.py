"""The whole way once more on PostgreSQL and Redis, with the worker as a process beside the web server."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.journeys.office import Office, furnish
from tests.journeys.people import Person
from tests.journeys.test_trip import Trip, Visit, travel
from tests.journeys.test_without_javascript import travel_without_javascript


@pytest.fixture
def office(pg: str, redis_url: str, server: Callable) -> Office:
    site = server(database_url=pg, broker_url=redis_url, parts=())
    office = furnish(Office(site, nullcontext))
    for part in ("web", "worker"):
        site.start(part)
    return office


@pytest.fixture
def visit(office: Office, open_page: Callable) -> Visit:
    return lambda **options: Person(open_page(base_url=office.url, **options), office)


@pytest.mark.postgresql
@pytest.mark.parametrize("width", [375, 1280])
def test_a_report_goes_all_the_way_on_postgresql_and_redis(
    visit: Visit, office: Office, tmp_path: Path, width: int
) -> None:
    travel(Trip(visit, width, tmp_path), office)


@pytest.mark.postgresql
def test_a_report_goes_all_the_way_on_postgresql_without_javascript(visit: Visit, tmp_path: Path) -> None:
    travel_without_javascript(visit, tmp_path)
