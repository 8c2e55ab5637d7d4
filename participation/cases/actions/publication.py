from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.cases.actions.recording import Kind, Party, Visibility, lock_case, record_event, save_case
from participation.cases.models import Case, EventPayload, Photo
from participation.cases.permissions import Act, require
from participation.cases.wording import search_words


def publish_case(
    *,
    case_id: int,
    actor: User,
    title: str,
    text: str,
    now: datetime,
    photo_alts: Mapping[int, str] | None = None,
    revision: int | None = None,
) -> Case:
    """Show the masked words of a case, read by a person, and the photos that were given a description.

    Raises ValidationError without a title or text; a Rahasia case is refused by the permission and by the database.
    """
    if not title.strip() or not text.strip():
        raise ValidationError(_("Judul dan isi untuk umum tidak boleh kosong."), code="required")
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.PUBLISH, case)
        case.public_title, case.public_text = title.strip(), text.strip()
        case.public_words = search_words(case.public_title, case.public_text)
        case.published_at = case.published_at or now
        _show_photos(case, photo_alts or {})
        record_event(
            case,
            Kind.PUBLISHED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.STAFF,
            text=case.public_text,
        )
        save_case(case)
    return case


def _show_photos(case: Case, alts: Mapping[int, str]) -> None:
    for photo in case.photos.exclude(purpose=Photo.Purpose.EVIDENCE):
        photo.alt_text = alts.get(photo.pk, "").strip()
        photo.is_public = bool(photo.alt_text)
        photo.save(update_fields=["alt_text", "is_public"])


def unpublish_case(*, case_id: int, actor: User, now: datetime, revision: int | None = None) -> Case:
    """Take a case out of public view; evidence photos go with it because the page shows none without publication."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.PUBLISH, case)
        take_out_of_view(case, actor=actor, now=now)
        save_case(case)
    return case


def take_out_of_view(case: Case, *, actor: User, now: datetime) -> None:
    """On a locked case that the caller saves."""
    case.published_at, case.public_words = None, ""
    case.photos.filter(purpose=Photo.Purpose.REPORT).update(is_public=False)
    record_event(case, Kind.UNPUBLISHED, now=now, party=Party.STAFF, actor=actor, visibility=Visibility.STAFF)


def publish_event_text(*, event_id: int, actor: User, text: str, now: datetime) -> None:
    """Let the public read what the reporter added later, in masked words that a person has read."""
    with transaction.atomic():
        payload = EventPayload.objects.select_related("event").get(event_id=event_id)
        case = lock_case(payload.event.case_id)
        require(actor, Act.PUBLISH, case)
        payload.public_text = text.strip()
        payload.save(update_fields=["public_text"])
        record_event(
            case,
            Kind.PUBLISHED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.STAFF,
            data={"event": event_id},
        )
        save_case(case)
