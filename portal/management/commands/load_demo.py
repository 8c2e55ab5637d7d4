from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

DEMO = ("load_units", "load_demo_cases", "load_demo_surveys", "load_demo_polls", "load_demo_pages", "load_roles")


class Command(BaseCommand):
    help = "Load the demo office: units, accounts, cases, pages. Safe to repeat: nothing that exists is changed."

    def handle(self, *args: object, **options: object) -> None:
        for command in DEMO:
            if command in get_commands():
                call_command(command, stdout=self.stdout)
