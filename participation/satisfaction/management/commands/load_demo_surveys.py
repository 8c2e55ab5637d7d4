from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.satisfaction.demo import load_surveys


class Command(BaseCommand):
    help = "Create a published and a few running contoh surveys. Refused outside the demo; safe to repeat."

    def handle(self, *args, **options) -> None:
        if not settings.IS_DEMO:
            raise CommandError(
                "made-up answers must not stand beside real ones: only the demo settings may create them"
            )
        self.stdout.write(f"Demo surveys: {load_surveys(now=timezone.now())} new.")
