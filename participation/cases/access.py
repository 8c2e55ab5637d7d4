"""What a reporter holds to prove that a case is theirs: a PIN, or a link sent to the contact they left."""

import hmac

from django.conf import settings
from django.core import signing

from participation.cases.models import Case
from participation.cases.tracking import PIN_LENGTH, normalise_pin
from participation.sealing.hashing import keyed_hash

_LINK_SALT = "case-link"
LINK_MAX_AGE_SECONDS = 60 * 60 * 24 * 90


def pin_of(case: Case) -> str:
    """The case's PIN. It is derived from the office's key and the case, so it need not be stored anywhere."""
    digest = keyed_hash("pin", f"{case.key}:{case.pin_version}")
    return str(int(digest, 16) % 10**PIN_LENGTH).zfill(PIN_LENGTH)


def pin_matches(case: Case, typed: str) -> bool:
    return hmac.compare_digest(pin_of(case), normalise_pin(typed) or "-" * PIN_LENGTH)


def link_token(case: Case) -> str:
    return signing.dumps([str(case.key), case.pin_version], salt=_LINK_SALT, compress=True)


def read_link_token(token: str) -> tuple[str, int] | None:
    """(case key, PIN version) of a link that this office signed within the last 90 days, else None."""
    try:
        key, version = signing.loads(token, salt=_LINK_SALT, max_age=LINK_MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return key, version


def link_to(case: Case) -> str:
    return f"{settings.SITE_URL}/lacak/buka/{link_token(case)}/"
