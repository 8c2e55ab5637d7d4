"""`make run` and `manage.py serve`: web server, worker and timetable. Imports no Django, so that it starts at once."""

import http.client
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.env import env
from portal.supervisor import Child, say, supervise

PARTS = ("web", "worker", "timetable")
# On a small machine three starts at once delay the first page; the work in the background can wait.
HEAD_START = {"web": 0.0, "worker": 4.0, "timetable": 8.0}


class PortTaken(Exception):
    pass


def serve(parts: Sequence[str] = PARTS) -> None:
    """Run until Ctrl-C. Raises PortTaken before anything is started."""
    lines = commands(env("PORT"))
    if "web" in parts:
        _require_free(env("HOST"), env("PORT"))
    is_whole = "web" in parts
    now = time.monotonic()
    children = [Child(name, lines[name], due_at=now + (HEAD_START[name] if is_whole else 0)) for name in parts]
    supervise(children, _greeter() if is_whole else lambda: None)


def commands(port: int) -> dict[str, list[str]]:
    """The command line of every part."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "portal.celery"]
    return {
        "web": [
            *python, "gunicorn", "portal.wsgi:application", "--bind", f"{env('HOST')}:{port}",
            "--worker-class", "gthread", "--workers", str(env("WEB_PROCESSES")), "--threads", str(env("WEB_THREADS")),
            "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning",
        ],
        "worker": [
            *celery, "worker", "--pool", "threads", "--concurrency", str(env("WORKER_THREADS")),
            "--without-gossip", "--without-mingle", "--loglevel", "WARNING",
        ],
        "timetable": [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"],
    }  # fmt: skip


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} tidak dapat dipakai ({error.strerror}). Coba: PORT=8080 make run") from error


def _greeter() -> Callable[[], None]:
    """Says once where the site is, as soon as it answers."""
    waiting = [True]

    def greet() -> None:
        if waiting and _answers(env("PORT")):
            waiting.clear()
            say(_welcome())

    return greet


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/sehat/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _welcome() -> str:
    log_ins = Path(env("SW_DATA_DIR")) / "demo-logins.txt"
    lines = [f"\nSuara Warga berjalan di http://localhost:{env('PORT')}/  (Ctrl-C untuk berhenti)"]
    if log_ins.exists():
        lines.append(log_ins.read_text().rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        serve()
    except PortTaken as error:
        sys.exit(str(error))
