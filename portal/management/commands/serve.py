import http.client
import socket
from argparse import ArgumentParser
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.env import env
from portal.supervisor import Child, commands, supervise


class Command(BaseCommand):
    help = "Run web server, worker and timetable together; what dies is started again, Ctrl-C stops all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", choices=["web", "worker", "timetable"], action="append", help="run only this part"
        )

    def handle(self, *args: object, **options: list[str] | None) -> None:
        host, port = env("HOST"), env("PORT")
        lines = commands(
            bind=f"{host}:{port}",
            processes=env("WEB_PROCESSES"),
            web_threads=env("WEB_THREADS"),
            worker_threads=env("WORKER_THREADS"),
        )
        parts = options["only"] or list(lines)
        if "web" in parts:
            _require_free(host, port)
        supervise([Child(name, lines[name]) for name in parts], self._greeter(port) if "web" in parts else lambda: None)

    def _greeter(self, port: int) -> Callable[[], None]:
        """Says once where the site is, as soon as it answers."""
        waiting = [True]

        def greet() -> None:
            if waiting and _answers(port):
                waiting.clear()
                self.stdout.write(_welcome(port))

        return greet


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} tidak dapat dipakai ({error.strerror}). Coba PORT=8080 make run."
            ) from error


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/sehat/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _welcome(port: int) -> str:
    log_ins = settings.SW_DATA_DIR / "demo-logins.txt"
    lines = [f"\nSuara Warga berjalan di http://localhost:{port}/  (Ctrl-C untuk berhenti)"]
    if settings.IS_DEMO and log_ins.exists():
        lines.append(log_ins.read_text().rstrip())
    return "\n".join(lines) + "\n"
