"""Text messages for log-in by phone. No channel is configured by default: an office names its own in SMS_BACKEND."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def send_text(phone: str, text: str) -> None:
    """Hand a text to the office's channel: a callable ``(phone, text)`` that raises when it could not send."""
    import_string(settings.SMS_BACKEND)(phone, text)


def write_to_log_and_file(phone: str, text: str) -> None:
    """The channel of a site that tries things out: nothing is sent, the text stands in the log and in a file."""
    folder = Path(settings.SW_DATA_DIR) / "sms"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{timezone.now():%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(f"{phone}\n{text}\n", encoding="utf-8")
    logger.info("text message to a phone written to %s", path.name)
