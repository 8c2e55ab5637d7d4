from django.core.mail import EmailMessage

from participation.notifications.models import Message
from participation.sealing.hashing import keyed_hash


def send(message: Message) -> None:
    """Hand one message to its channel. Raises whatever the channel raises; the same message keeps its Message-ID."""
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={
            "Message-ID": f"<{keyed_hash('message', message.idempotency_key)}@suara-warga>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
