from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.notifications.kinds import Kind
from participation.notifications.models import Message
from participation.sealing.hashing import keyed_hash


def send(message: Message) -> None:
    """Hand one message to its channel. Raises whatever the channel raises; the same message keeps its Message-ID."""
    EmailMessage(
        subject=message.subject,
        body=message.body + _way_out(message),
        to=[message.recipient],
        headers={
            "Message-ID": f"<{keyed_hash('message', message.idempotency_key)}@suara-warga>",
            "Auto-Submitted": "auto-generated",
            **_unsubscribe_headers(message),
        },
    ).send()


def _signer() -> signing.Signer:
    return signing.Signer(salt="unsubscribe")


def unsubscribe_link(account_id: int, kind: str) -> str:
    """Works without log-in and without end: whoever got the message may stop its kind."""
    token = _signer().sign_object([account_id, kind])
    return f"{settings.SITE_URL}{reverse('notifications:unsubscribe', args=[token])}"


def read_unsubscribe_token(token: str) -> tuple[int, Kind] | None:
    try:
        account_id, kind = _signer().unsign_object(token)
        return int(account_id), Kind(kind)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _can_be_switched_off(message: Message) -> bool:
    return bool(message.kind and message.account_id)


def _unsubscribe_headers(message: Message) -> dict[str, str]:
    """RFC 8058: the mail program itself posts to the address, so one click is enough."""
    if not _can_be_switched_off(message):
        return {}
    link = unsubscribe_link(message.account_id, message.kind)
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _way_out(message: Message) -> str:
    if not _can_be_switched_off(message):
        return ""
    words = _("Tidak mau menerima kabar jenis ini lagi?")
    return f"\n\n-- \n{words}\n{unsubscribe_link(message.account_id, message.kind)}\n"
