from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from participation.polls.lifecycle import COUNTED
from participation.polls.models import Poll
from participation.polls.queries.verification import poll_faults


class Command(BaseCommand):
    help = "Recount a closed poll and name every ballot, receipt or tally row that is not what was counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="the poll; all counted polls without it")

    def handle(self, *args: object, **options: object) -> None:
        polls = Poll.objects.filter(status__in=[status.value for status in COUNTED]).order_by("closed_at")
        if options["slug"]:
            polls = polls.filter(slug=options["slug"])
            if not polls:
                raise CommandError(f"No counted poll “{options['slug']}”.")
        wrong = 0
        for poll in polls:
            faults = list(poll_faults(poll, self._progress))
            wrong += len(faults)
            for fault in faults:
                self.stdout.write(self.style.ERROR(f"{poll.slug}: {fault}"))
            if not faults:
                self.stdout.write(f"{poll.slug}: everything agrees")
        if wrong:
            raise CommandError(f"{wrong} faults found.")

    def _progress(self, done: int) -> None:
        if done % 50_000 == 0:
            self.stderr.write(f"{done} ballots read")
