import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nlp.privacy import mask
from participation.accounts.models import User
from participation.bell import ring_on_commit
from participation.notifications import channels
from participation.notifications.backoff import next_attempt_at
from participation.notifications.kinds import Kind
from participation.notifications.models import Message, Preference
from participation.notifications.queries import wants

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


def queue_message(
    *,
    reference: str,
    key: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    due_at: datetime | None = None,
    account: User | None = None,
    kind: str = "",
    is_forgotten_when_sent: bool = False,
) -> Message:
    """Put a message into the outbox, inside the transaction that causes it. The same ``key`` is never queued twice."""
    from participation.notifications.tasks import send_message

    message, created = Message.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "reference": reference,
            "account": account,
            "kind": kind,
            "is_forgotten_when_sent": is_forgotten_when_sent,
            "recipient": recipient,
            "subject": subject[:200],
            "body": body,
            "due_at": due_at or now,
            "created_at": now,
        },
    )
    if created and message.due_at <= now:
        ring_on_commit(send_message, message_id=message.pk)
    return message


def queue_for_account(
    account: User,
    *,
    kind: Kind,
    reference: str,
    key: str,
    subject: str,
    body: str,
    now: datetime,
    due_at: datetime | None = None,
) -> Message | None:
    """Queue news of a kind that can be switched off. None when this account does not want it or has no e-mail."""
    if not account.is_active or not account.email or not wants(account, kind):
        return None
    return queue_message(
        reference=reference,
        key=key,
        recipient=account.email,
        subject=subject,
        body=body,
        now=now,
        due_at=due_at,
        account=account,
        kind=kind,
    )


def choose(account: User, *, kind: Kind, is_on: bool, now: datetime) -> None:
    """Keep a choice. Switching off also stops what is queued already."""
    with transaction.atomic():
        Preference.objects.update_or_create(account=account, kind=kind, defaults={"is_on": is_on, "chosen_at": now})
        if not is_on:
            queued = Message.objects.filter(account=account, kind=kind, status=Message.Status.QUEUED)
            queued.update(status=Message.Status.CANCELLED)


def forget_account(account: User) -> None:
    """Choices go; what was written to the account keeps its place in the outbox, but neither address nor words."""
    Preference.objects.filter(account=account).delete()
    _forget(Message.objects.filter(account=account))


def forget_messages(reference: str) -> None:
    """Address and words of every message about something whose person has been forgotten."""
    _forget(Message.objects.filter(reference=reference))


def _forget(messages: QuerySet[Message]) -> None:
    waiting = messages.filter(status__in=[Message.Status.QUEUED, Message.Status.SENDING, Message.Status.FAILED])
    waiting.update(status=Message.Status.CANCELLED, lease_owner="", lease_expires_at=None)
    messages.update(recipient="", body="", subject="", account=None)


def deliver_message(*, message_id: int, now: datetime) -> bool:
    """Send one due message under a lease. False when somebody else has it, it is not due, or sending failed."""
    owner = uuid.uuid4().hex
    message = _claim(message_id, owner, now)
    if message is None:
        return False
    try:
        channels.send(message)
    except Exception as error:
        logger.warning("message %s could not be sent: %s", message_id, type(error).__name__)
        _record_failure(message, owner, f"{type(error).__name__}: {mask(str(error))}", now)
        return False
    return _record_success(message, owner, now)


def retry_message(message: Message, *, now: datetime) -> None:
    """Put a failed message back into the queue, as staff ask for it."""
    from participation.notifications.tasks import send_message

    with transaction.atomic():
        moved = Message.objects.filter(pk=message.pk, status=Message.Status.FAILED).update(
            status=Message.Status.QUEUED, attempt_count=0, due_at=now, last_error=""
        )
        if moved:
            ring_on_commit(send_message, message_id=message.pk)


def _claim(message_id: int, owner: str, now: datetime) -> Message | None:
    free = Q(status=Message.Status.QUEUED, due_at__lte=now) | Q(
        status=Message.Status.SENDING, lease_expires_at__lte=now
    )
    claimed = Message.objects.filter(free, pk=message_id).update(
        status=Message.Status.SENDING,
        lease_owner=owner,
        lease_expires_at=now + LEASE,
        attempt_count=F("attempt_count") + 1,
    )
    return Message.objects.get(pk=message_id) if claimed else None


def _owned(message: Message, owner: str):
    return Message.objects.filter(pk=message.pk, status=Message.Status.SENDING, lease_owner=owner)


def _record_success(message: Message, owner: str, now: datetime) -> bool:
    forgotten = {"recipient": "", "body": "", "subject": ""} if message.is_forgotten_when_sent else {}
    return bool(
        _owned(message, owner).update(
            status=Message.Status.SENT, sent_at=now, lease_owner="", lease_expires_at=None, last_error="", **forgotten
        )
    )


def _record_failure(message: Message, owner: str, error: str, now: datetime) -> None:
    again_at = next_attempt_at(message.attempt_count, now)
    _owned(message, owner).update(
        status=Message.Status.QUEUED if again_at else Message.Status.FAILED,
        due_at=again_at or message.due_at,
        lease_owner="",
        lease_expires_at=None,
        last_error=error[:300],
    )
