"""Getting back to one's case: limits on guessing, and recovery through the contact that was left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from participation.cases import notices
from participation.cases.access import pin_matches
from participation.cases.models import Case, TrackingAttempt
from participation.sealing.hashing import email_hash, keyed_hash

WINDOW = timedelta(hours=1)
TRIES_PER_CODE = 8
TRIES_PER_DEVICE = 15
TRIES_PER_ADDRESS = 400
RECOVERIES_PER_CONTACT = 3


class TooManyAttempts(Exception):
    """The limit is reached; the same try is possible again an hour later."""


@dataclass(frozen=True)
class Visitor:
    """Who is trying: the device by its own cookie, and the address that a whole mobile network may share."""

    device: str
    address: str


def open_with_pin(*, code: str, pin: str, visitor: Visitor, now: datetime) -> Case | None:
    """The case when code and PIN belong together, else None.

    Wrong tries are counted per code and per device, narrowly, and per address, widely: people behind one address do
    not shut each other out. Raises TooManyAttempts before looking anything up.
    """
    attempt = _begin_attempt(keyed_hash("try-code", code), TRIES_PER_CODE, visitor, now)
    case = Case.objects.select_related("rules").filter(code=code).first() if code else None
    if case is None or not pin_matches(case, pin):
        return None
    attempt.delete()
    return case


def send_recovery_links(*, email: str, now: datetime, visitor: Visitor) -> None:
    """Send the links of all cases that were left with this address, to that address.

    Nothing tells the person asking whether there are any. Raises TooManyAttempts.
    """
    contact = email_hash(email)
    attempt = _begin_attempt(keyed_hash("try-recover", contact), RECOVERIES_PER_CONTACT, visitor, now)
    cases = Case.objects.filter(reporter__email_hash=contact).select_related("reporter").order_by("-id")[:20]
    for case in cases:
        notices.send_link(case, recipient=case.reporter.email, request_key=str(attempt.pk), now=now)


def forget_attempts(*, before: datetime) -> int:
    return TrackingAttempt.objects.filter(at__lt=before).delete()[0]


def _begin_attempt(subject: str, tries: int, visitor: Visitor, now: datetime) -> TrackingAttempt:
    """Write the try down first and count afterwards, so that many at once cannot slip under the limit."""
    attempt = TrackingAttempt.objects.create(
        subject_hash=subject,
        device_hash=keyed_hash("try-device", visitor.device),
        address_hash=keyed_hash("try-address", visitor.address),
        at=now,
    )
    recent = TrackingAttempt.objects.filter(at__gt=now - WINDOW)
    over = (
        recent.filter(subject_hash=attempt.subject_hash).count() > tries
        or recent.filter(device_hash=attempt.device_hash).count() > TRIES_PER_DEVICE
        or recent.filter(address_hash=attempt.address_hash).count() > TRIES_PER_ADDRESS
    )
    if over:
        attempt.delete()
        raise TooManyAttempts
    return attempt
