"""The link that is offered when a case closes: signed, good for one answer, and silent about the case."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from participation.sealing.hashing import keyed_hash

_SALT = "survey-visit"
MAX_AGE_SECONDS = 60 * 60 * 24 * 60


def visit_token(visit: str) -> str:
    """``visit`` names what happened once (a case and its round); only its keyed hash goes into the link."""
    return signing.dumps(keyed_hash("survey-visit", visit), salt=_SALT)


def read_visit_token(token: str) -> str | None:
    """The visit's keyed hash, or None for a link that this office did not sign within the last 60 days."""
    try:
        return str(signing.loads(token, salt=_SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return None


def visit_link(visit: str) -> str:
    return f"{settings.SITE_URL}{reverse('satisfaction:after_case', args=[visit_token(visit)])}"


def counter_link(service_slug: str) -> str:
    return f"{settings.SITE_URL}{reverse('satisfaction:survey', args=[service_slug])}"


def code_link(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('satisfaction:by_code', args=[code])}"
