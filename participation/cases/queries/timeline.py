"""A case's history as one audience may read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from nlp.privacy import mask
from participation.cases.models import Case, CaseEvent, Photo

Kind, Visibility, Party = CaseEvent.Kind, CaseEvent.Visibility, CaseEvent.Party


class Audience(StrEnum):
    PUBLIC = "public"
    REPORTER = "reporter"
    STAFF = "staff"


_SEES = {
    Audience.PUBLIC: [Visibility.PUBLIC],
    Audience.REPORTER: [Visibility.PUBLIC, Visibility.REPORTER],
    Audience.STAFF: list(Visibility),
}

# The public reads staff's words on these; whatever the reporter wrote only in a version that a person let through.
_STAFF_WORDS = {Kind.RESPONDED, Kind.WAITING_EXTERNAL, Kind.RESUMED, Kind.REJECTED, Kind.RESTORED}
# Neither the report itself, which stands above the history, nor the note that a unit gets with a case.
_NOT_FOR_REPORTER = {Kind.SUBMITTED, Kind.ROUTED}


@dataclass(frozen=True)
class TimelineEntry:
    event_id: int
    kind: str
    label: str
    at: datetime
    text: str
    actor_label: str
    status_after: str
    is_official: bool
    is_system: bool
    is_note: bool
    photos: tuple[Photo, ...]


def timeline(case: Case, audience: Audience) -> list[TimelineEntry]:
    """Newest first. One query, and one for the case's photos when they have not been read yet."""
    photos: dict[int | None, list[Photo]] = {}
    for photo in case.photos.all():
        if photo.is_public or audience is not Audience.PUBLIC:
            photos.setdefault(photo.event_id, []).append(photo)
    events = (
        CaseEvent.objects.filter(case=case, visibility__in=_SEES[audience])
        .select_related("payload", *(["actor"] if audience is Audience.STAFF else []))
        .order_by("-id")
    )
    shows_words = audience is not Audience.PUBLIC or case.is_published
    return [_entry(event, case, audience, photos.get(event.pk, []), shows_words=shows_words) for event in events]


def _entry(
    event: CaseEvent, case: Case, audience: Audience, photos: list[Photo], *, shows_words: bool
) -> TimelineEntry:
    return TimelineEntry(
        event_id=event.pk,
        kind=event.kind,
        label=_label(event),
        at=event.at,
        text=_words(event, case, audience) if shows_words else "",
        actor_label=_actor_label(event, audience),
        status_after=event.to_status,
        is_official=event.kind == Kind.RESPONDED,
        is_system=event.party == Party.SYSTEM,
        is_note=event.kind == Kind.NOTED,
        photos=tuple(photos) if shows_words else (),
    )


def _words(event: CaseEvent, case: Case, audience: Audience) -> str:
    payload = getattr(event, "payload", None)
    if payload is None:
        return ""
    if audience is Audience.STAFF:
        return "" if event.kind == Kind.SUBMITTED else payload.text
    if audience is Audience.REPORTER:
        return "" if event.kind in _NOT_FOR_REPORTER else payload.text
    if event.party == Party.STAFF and event.kind in _STAFF_WORDS:
        return mask(payload.text)
    return payload.public_text


def _actor_label(event: CaseEvent, audience: Audience) -> str:
    if event.party == Party.SYSTEM:
        return _("Sistem")
    if event.party == Party.REPORTER:
        return _("Anda") if audience is Audience.REPORTER else _("Pelapor")
    if audience is Audience.STAFF and event.actor:
        return str(event.actor)
    return _("Petugas")


def _label(event: CaseEvent) -> str:
    data = event.data
    if event.kind == Kind.ROUTED:
        return _("Diteruskan ke %(unit)s") % {"unit": data.get("unit_name", "")}
    if event.kind == Kind.WAITING_EXTERNAL:
        return _("Menunggu %(body)s") % {"body": data.get("body", "")}
    if event.kind == Kind.RESPONDED:
        return str(dict(Case.Outcome.choices).get(data.get("outcome", ""), event.get_kind_display()))
    if event.kind == Kind.REJECTED:
        reason = dict(Case.RejectReason.choices).get(data.get("reason", ""), "")
        return _("Ditutup: %(reason)s") % {"reason": reason}
    if event.kind == Kind.CLOSED:
        return str(dict(Case.CloseReason.choices).get(data.get("reason", ""), event.get_kind_display()))
    return str(event.get_kind_display())
