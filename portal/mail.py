from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.core.mail.backends.filebased import EmailBackend as FileBackend


class ConsoleAndFileBackend(BaseEmailBackend):
    """For a site without a mail server: messages are shown in the log and kept as files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._backends = [ConsoleBackend(*args, **kwargs), FileBackend(*args, **kwargs)]

    def send_messages(self, email_messages: list) -> int:
        return max(backend.send_messages(email_messages) or 0 for backend in self._backends)
