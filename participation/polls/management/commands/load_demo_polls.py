from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.accounts.models import User
from participation.polls.demo.polls import OPEN, load_polls
from participation.units.models import Role


class Command(BaseCommand):
    help = "Create one open and one certified contoh poll. Refused outside the demo; safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.IS_DEMO:
            raise CommandError("contoh polls carry made-up votes: only the demo settings may create them")
        chair = User.objects.filter(memberships__role=Role.POLL_COMMITTEE).order_by("pk").first()
        if chair is None:
            raise CommandError("no account of the poll committee: run load_demo_cases first")
        codes = load_polls(chair, now=timezone.now())
        if codes:
            path = settings.SW_DATA_DIR / "demo-codes.txt"
            path.write_text(f"Kode contoh untuk /jajak/{OPEN.slug}/:\n" + "\n".join(codes) + "\n", encoding="utf-8")
            self.stdout.write(f"Contoh polls made; unused codes in {path}.")
