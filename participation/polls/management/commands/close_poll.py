from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.polls.actions.states import close_poll
from participation.polls.lifecycle import TransitionRefused
from participation.polls.models import Poll


class Command(BaseCommand):
    help = "Close and count a poll whose time is over, with progress: for polls too large for the timetable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: object, **options: object) -> None:
        poll = Poll.objects.filter(slug=options["slug"]).first()
        if poll is None:
            raise CommandError(f"No poll “{options['slug']}”.")
        try:
            close_poll(poll_id=poll.pk, now=timezone.now(), progress=self._progress)
        except (ValidationError, TransitionRefused) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"{poll.slug}: {poll.ballots.count()} ballots counted")

    def _progress(self, done: int) -> None:
        if done % 50_000 == 0:
            self.stderr.write(f"{done} ballots counted")
