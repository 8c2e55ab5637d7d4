"""The address behind the QR code of a printed card."""

from django.conf import settings
from django.urls import reverse


def card_link(code: str) -> str:
    """Leads to the form with the code filled in; only a logged-in person who sends it uses the card up."""
    return f"{settings.SITE_URL}{reverse('residents:residence')}?kode={code}"
