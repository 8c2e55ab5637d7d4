"""The whole way once more on PostgreSQL and Redis, with the worker as a process beside the web server."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.journeys.office import Office, furnish
from tests.journeys.people import Person
from tests.journeys.test_trip import Trip, travel


@pytest.mark.postgresql
def test_a_report_goes_all_the_way_on_postgresql_and_redis(
    pg: str, redis_url: str, server: Callable, open_page: Callable, tmp_path: Path
) -> None:
    site = server(database_url=pg, broker_url=redis_url, parts=())
    office = furnish(Office(site, nullcontext))
    for part in ("web", "worker"):
        site.start(part)
    travel(Trip(lambda **options: Person(open_page(base_url=site.url, **options), office), 375, tmp_path), office)
