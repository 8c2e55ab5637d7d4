import time

from django.core.management.base import BaseCommand, CommandParser

from participation.routing.actions.training import retrain


class Command(BaseCommand):
    help = "Train the classifier on the staff's decisions; the new version is used only if it may replace the old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="Also when there are few new decisions.")

    def handle(self, *args, force: bool, **options) -> None:
        started = time.monotonic()

        def say(message: str) -> None:
            self.stderr.write(f"[{time.monotonic() - started:6.1f} s] {message}")

        run = retrain(force=force, progress=say)
        if run is None:
            self.stdout.write("Belum ada alasan untuk melatih ulang, atau pelatihan lain sedang berjalan.")
            return
        self.stdout.write(f"{run.get_state_display()}: {run.reason}")
