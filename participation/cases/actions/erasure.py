"""A person's own words, photos and contacts leave; the case, its dates and its chain of events stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.cases.actions.recording import Kind, Party
from participation.cases.models import Case, EventPayload, Photo, Rating, ReporterIdentity
from participation.cases.notices import reference_of
from participation.notifications.actions import forget_messages
from participation.routing.actions.predictions import forget_text

# What staff wrote here repeats the reporter's own words.
_REPEATS_THE_REPORTER = [Kind.PUBLISHED]


def keep_case_in_account(case: Case, account: User) -> bool:
    """Put a case that its reporter opened into the account. False when another account has it already."""
    free = ReporterIdentity.objects.filter(case=case, user=None)
    return bool(free.update(user=account)) or ReporterIdentity.objects.filter(case=case, user=account).exists()


def forget_reporter(account: User, now: datetime) -> None:
    """Erase what an account's reports say in the reporter's words. Runs in the transaction of the account's erasure."""
    cases = Case.objects.select_for_update().filter(reporter__user=account)
    for case in cases.order_by("pk"):
        forget_case_words(case, now=now)
    ReporterIdentity.objects.filter(user=account).update(
        user=None, display_name="", name="", email="", email_hash="", phone="", phone_hash=""
    )


def forget_case_words(case: Case, *, now: datetime) -> None:
    gone = _("Isi laporan dihapus atas permintaan pelapor.")
    case.text, case.title = gone, _("Laporan tanpa isi")
    case.address, case.latitude, case.longitude = "", None, None
    if case.is_published:
        case.public_title, case.public_text = case.title, gone
    case.public_words = ""
    case.pin_version += 1
    case.save()
    _forget_payloads(case, now)
    _forget_photos(case)
    Rating.objects.filter(case=case).update(comment="")
    forget_messages(reference_of(case))
    forget_text(case.key)


def _forget_payloads(case: Case, now: datetime) -> None:
    """Text and salt go, the digest in the event stays: the chain can still be recomputed."""
    words = EventPayload.objects.filter(event__case=case, erased_at=None)
    own = words.filter(event__party=Party.REPORTER) | words.filter(event__kind__in=_REPEATS_THE_REPORTER)
    for payload in own:
        payload.text, payload.salt, payload.public_text, payload.erased_at = "", "", "", now
        payload.save()


def _forget_photos(case: Case) -> None:
    for photo in Photo.objects.filter(case=case).exclude(purpose=Photo.Purpose.EVIDENCE):
        for file in (photo.image, photo.thumbnail):
            transaction.on_commit(lambda file=file, name=file.name: file.storage.delete(name), robust=True)
        photo.delete()
