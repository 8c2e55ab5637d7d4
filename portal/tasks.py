from celery import shared_task
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

PUBLISHING_LOCK = 5_072_026


@shared_task
def publish_scheduled_pages() -> bool:
    """Publish and expire what is due. Several timetables may call at once: one works, the others leave."""
    with transaction.atomic():
        if not _claim_publishing():
            return False
        call_command("publish_scheduled")
    return True


@shared_task
def queue_weekly_digests() -> None:
    from portal.digests import queue_digests

    queue_digests(now=timezone.now())


@shared_task
def remind_of_polls() -> None:
    from portal.reminders import queue_poll_reminders

    queue_poll_reminders(now=timezone.now())


def _claim_publishing() -> bool:
    """On SQLite the transaction itself is the lock: it begins IMMEDIATE, so a second one finds the work done."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PUBLISHING_LOCK])
        return bool(cursor.fetchone()[0])
