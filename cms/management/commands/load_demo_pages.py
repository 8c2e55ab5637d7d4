from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.demo_pages import load_demo_pages


class Command(BaseCommand):
    help = "Create the demo site's pages (marked contoh). Safe to repeat: pages that exist are left as they are."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Demo pages: {load_demo_pages(timezone.now())} new.")
