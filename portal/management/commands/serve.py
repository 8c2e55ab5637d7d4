from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from portal.serving import PARTS, PortTaken, serve


class Command(BaseCommand):
    help = "Run web server, worker and timetable together; what dies is started again, Ctrl-C stops all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PARTS, action="append", help="run only this part; may be repeated")

    def handle(self, *args: object, **options: list[str] | None) -> None:
        try:
            serve(options["only"] or PARTS)
        except PortTaken as error:
            raise CommandError(str(error)) from error
