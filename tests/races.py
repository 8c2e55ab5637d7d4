"""Many at once, each in a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections

AT_ONCE = 50


def at_once(action: Callable[[int], Any], times: int = AT_ONCE) -> list[Any]:
    """What each of ``times`` threads got; refusals are returned, anything else is raised."""
    start = Barrier(times)

    def run(number: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return action(number)
        except (ValidationError, PermissionDenied) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
