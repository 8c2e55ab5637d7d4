from celery import shared_task
from django.utils import timezone


@shared_task
def write_daily_seal() -> None:
    from participation.ledger.actions import write_seal

    write_seal(now=timezone.now())
