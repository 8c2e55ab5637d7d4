from celery import shared_task
from django.utils import timezone

BATCH = 200


@shared_task
def send_message(*, message_id: int) -> None:
    from participation.notifications.actions import deliver_message

    deliver_message(message_id=message_id, now=timezone.now())


@shared_task
def send_due_messages() -> None:
    """The sweep: messages whose bell was lost, whose time has come, or whose sender died."""
    from participation.notifications.actions import deliver_message
    from participation.notifications.queries import due_messages

    for message_id in list(due_messages(timezone.now()).values_list("id", flat=True)[:BATCH]):
        deliver_message(message_id=message_id, now=timezone.now())
