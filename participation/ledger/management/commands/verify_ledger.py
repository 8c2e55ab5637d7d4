from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.ledger import queries, seal_file


class Command(BaseCommand):
    help = "Recompute every chain and seal; exit with 1 at the first broken place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seals", type=Path, help="The published seal file, kept outside this database.")
        parser.add_argument("--all", action="store_true", help="Name every broken place, not only the first.")

    def handle(self, *args, seals: Path | None, all: bool, **options) -> None:
        published = self._read(seals) if seals else None
        count = 0
        for broken in queries.find_breaks(published):
            count += 1
            self.stderr.write(str(broken))
            if not all:
                break
        if count:
            raise CommandError("the record does not hold")
        self.stdout.write(
            f"The record holds: {queries.Link.objects.count()} links, {queries.Seal.objects.count()} seals."
        )

    def _read(self, path: Path) -> list[seal_file.SealLine]:
        try:
            return seal_file.read(path)
        except (OSError, seal_file.SealFileError) as error:
            raise CommandError(str(error)) from error
