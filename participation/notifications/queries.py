from datetime import datetime

from django.db.models import Q, QuerySet

from participation.notifications.models import Message


def due_messages(now: datetime) -> QuerySet[Message]:
    """Messages that nobody is sending: due ones, and those whose sender died with them."""
    return Message.objects.filter(
        Q(status=Message.Status.QUEUED, due_at__lte=now) | Q(status=Message.Status.SENDING, lease_expires_at__lte=now)
    ).order_by("due_at")


def failed_messages(reference: str | None = None) -> QuerySet[Message]:
    failed = Message.objects.filter(
        Q(status=Message.Status.FAILED) | Q(status=Message.Status.QUEUED, attempt_count__gt=0)
    )
    return failed.filter(reference=reference) if reference else failed


def messages_about(reference: str) -> QuerySet[Message]:
    return Message.objects.filter(reference=reference)
