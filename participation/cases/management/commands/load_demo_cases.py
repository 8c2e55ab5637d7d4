from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.cases.demo.accounts import load_accounts, load_resident, log_ins
from participation.cases.demo.cases import load_cases
from participation.cases.demo.replies import load_replies


class Command(BaseCommand):
    help = "Create the demo accounts and demo cases (marked contoh). Refused outside the demo; safe to repeat."

    def handle(self, *args, **options) -> None:
        if not settings.IS_DEMO:
            raise CommandError("demo accounts have a known password: only the demo settings may create them")
        users = load_accounts()
        made = load_cases(users, now=timezone.now())
        load_replies()
        load_resident(users, now=timezone.now())
        (settings.SW_DATA_DIR / "demo-logins.txt").write_text(log_ins() + "\n", encoding="utf-8")
        self.stdout.write(f"Demo cases: {made} new.")
