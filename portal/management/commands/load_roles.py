from django.core.management.base import BaseCommand

from portal.roles import load_roles


class Command(BaseCommand):
    help = "Create the groups of editors and administrators and fill them from memberships. Safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Groups: {', '.join(load_roles())}.")
