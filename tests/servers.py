"""The real site for a test: gunicorn and a Celery worker as processes of their own, with a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
import requests
from django.conf import settings

from portal.serving import commands
from tests.databases import ROOT

START_LIMIT = 60.0
DEFAULT_REDIS = "redis://127.0.0.1:6379/0"


def wait_until(is_true: Callable[[], Any], *, limit: float = 60.0, what: str = "the expected state") -> Any:
    """The first true answer; fails the test when none comes. The limit only ends a test that hangs."""
    deadline = time.monotonic() + limit
    while not (answer := is_true()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {limit:.0f} s for {what}")
        time.sleep(0.1)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    """Parts are ``web``, ``worker`` and ``timetable``; their output is in ``data_dir / "<part>.log"``."""

    data_dir: Path
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self, part: str) -> None:
        with (self.data_dir / f"{part}.log").open("ab") as log:
            self.processes[part] = subprocess.Popen(
                self._command(part),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if part == "web":
            wait_until(self.is_up, limit=START_LIMIT, what=f"the web server; see {self.data_dir}/web.log")

    def _command(self, part: str) -> list[str]:
        command = commands(int(self.environment["PORT"]))[part]
        return [*command, "--loglevel", "INFO"] if part != "web" else command

    def is_up(self) -> bool:
        if self.processes["web"].poll() is not None:
            raise AssertionError("the web server ended:\n" + (self.data_dir / "web.log").read_text()[-3000:])
        try:
            return requests.get(f"{self.url}/sehat/", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def signal(self, part: str, number: int = signal.SIGKILL) -> None:
        """Hit a part with all its children, as a power cut would; returns once it is gone."""
        process = self.processes.pop(part)
        if process.poll() is None:
            os.killpg(process.pid, number)
        process.wait(timeout=30)

    def stop(self) -> None:
        for part in list(self.processes):
            self.signal(part, signal.SIGKILL)

    def manage(self, *arguments: str) -> str:
        """Output of a management command on this site's data. Raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    def log(self, part: str) -> str:
        path = self.data_dir / f"{part}.log"
        return path.read_text() if path.exists() else ""


def make_site(data_dir: Path, *, database_url: str, broker_url: str, static_root: Path, **extra: str) -> Site:
    """A site that shares this process's secrets, so that its rows can be read here."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "DEBUG": "0",
        "SW_DATA_DIR": str(data_dir),
        "STATIC_ROOT": str(static_root),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker_url,
        "BROKER_KEY_PREFIX": f"{data_dir.name}-{uuid.uuid4().hex[:8]}-",
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_ENCRYPTION_KEYS": ",".join(settings.FIELD_ENCRYPTION_KEYS),
        "LOOKUP_HASH_KEY": settings.LOOKUP_HASH_KEY,
        "PORT": str(port := free_port()),
        "SITE_URL": f"http://127.0.0.1:{port}",
        **extra,
    }
    data_dir.mkdir(parents=True, exist_ok=True)
    return Site(data_dir, environment)


def collect_static(static_root: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.local", "DEBUG": "0"}
    environment["STATIC_ROOT"] = str(static_root)
    subprocess.run([sys.executable, "manage.py", "prepare", "--only-static"], cwd=ROOT, env=environment, check=True)


def redis_server() -> str:
    """Address of a Redis that answers, or an empty text."""
    url = os.environ.get("TEST_REDIS_URL", DEFAULT_REDIS)
    try:
        redis.from_url(url, socket_connect_timeout=2).ping()
    except redis.RedisError:
        return ""
    return url


def forget_keys(url: str, prefix: str) -> None:
    client = redis.from_url(url)
    with suppress(redis.ConnectionError):
        for key in client.scan_iter(f"{prefix}*", count=1000):
            client.delete(key)
