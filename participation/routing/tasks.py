import subprocess
import sys

from celery import shared_task
from django.conf import settings


@shared_task
def retrain() -> None:
    """Train in a process of its own: minutes of computing and much memory that the worker must not keep."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "retrain"]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR)  # noqa: S603 -- fixed words
