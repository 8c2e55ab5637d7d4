import hashlib
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

STAMP = ".collected"


class Command(BaseCommand):
    help = "Bring database, demo content and static files up to date; quick when they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-static", action="store_true", help="leave database and demo content alone")

    def handle(self, *args: object, **options: object) -> None:
        if not options["only_static"]:
            self.prepare_database()
        collect_static()

    def prepare_database(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if settings.IS_DEMO and "load_demo" in get_commands():
            call_command("load_demo")


def collect_static() -> bool:
    """Collect and compress when a source file changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)
    return True


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
