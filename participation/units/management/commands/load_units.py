from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.units import actions, office_file

DEMO_OFFICE = Path(__file__).resolve().parents[2] / "data" / "cinambo.toml"


class Command(BaseCommand):
    help = (
        "Load areas, units, categories and services from a TOML file. Safe to repeat: nothing that exists is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEMO_OFFICE, help="default: the demo office")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            loaded = actions.load_office(office_file.read_office_file(file))
        except office_file.OfficeFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Office loaded: {loaded.created} new, {loaded.kept} kept.")
