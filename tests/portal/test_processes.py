"""The real processes on both kinds of ground, and the parts of the test house that others lean on."""

import os
import signal
import subprocess
import sys
import time

import pytest
import requests
from django.db import connection
from wagtail.models import Page

from portal.supervisor import Child, stop
from tests.servers import wait_until


def test_the_embedded_site_answers_and_works_in_the_background(server) -> None:
    site = server()
    assert requests.get(f"{site.url}/sehat/", timeout=20).text == "ok\n"
    wait_until(lambda: "ready" in site.log("worker"), what="the worker")


def test_the_same_code_runs_on_postgresql_and_redis(pg, redis_url, server) -> None:
    site = server(database_url=pg, broker_url=redis_url)
    assert requests.get(f"{site.url}/sehat/", timeout=20).text == "ok\n"
    wait_until(lambda: "ready" in site.log("worker"), what="the worker")


def test_health_says_so_when_the_database_is_gone(pg, postgres, server) -> None:
    site = server(database_url=pg, parts=("web",))
    postgres.drop(pg.rpartition("/")[2])
    assert requests.get(f"{site.url}/sehat/", timeout=20).status_code == 503


def test_pg_is_the_default_connection_and_holds_the_first_rows(pg) -> None:
    assert connection.vendor == "postgresql"
    assert Page.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_nothing_behind(turn: int) -> None:
    assert Page.objects.exists()
    Page.objects.all().delete()


SUPERVISOR = """
import sys
from portal.supervisor import Child, supervise
CODE = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
supervise([Child("sleeper", [sys.executable, "-c", CODE])])
"""


@pytest.fixture
def supervisor():
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"


def test_a_child_that_dies_is_started_again(supervisor: subprocess.Popen) -> None:
    first = int(supervisor.stdout.readline())
    os.kill(first, signal.SIGKILL)
    assert int(supervisor.stdout.readline()) != first


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_their_parent(supervisor: subprocess.Popen, how: int) -> None:
    child = int(supervisor.stdout.readline())
    supervisor.send_signal(how)
    supervisor.wait(timeout=30)
    wait_until(lambda: not is_alive(child), what="the child's end")


def test_a_child_that_ignores_the_polite_signal_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.supervisor.GRACE", 0.2)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    child = Child("stubborn", [sys.executable, "-c", code])
    child.start(time.monotonic())
    stop([child])
    assert not child.is_running()
