"""One-time codes: made in batches before a poll opens, replaced one for one afterwards. Stored as hashes only."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.polls import codes
from participation.polls.actions.recording import lock_poll, record_event
from participation.polls.lifecycle import Phase, Status
from participation.polls.models import Poll, PollEvent, VotingCode
from participation.polls.permissions import require_committee
from participation.polls.queries.entitlement import secret_of
from participation.sealing.codes import new_one_time_code, normalise_one_time_code
from participation.units.models import Area

LARGEST_BATCH = 500


@dataclass(frozen=True)
class Batch:
    """The codes in clear, this once: they are printed and never stored."""

    number: int
    codes: list[str]


def issue_codes(
    *, poll_id: int, actor: User, count: int, now: datetime, area: Area | None = None, rw: int | None = None
) -> Batch:
    """Make ``count`` codes for the holders in one kelurahan or RW. Only while the poll is a draft."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        _check(poll, count, area, rw)
        number = (poll.codes.aggregate(last=Max("batch"))["last"] or 0) + 1
        made = _make(poll, count, number=number, area=area, rw=rw)
        place = {"area": area.slug if area else "", "rw": rw or 0}
        record_event(
            poll, PollEvent.Kind.CODES_ISSUED, actor=actor, now=now, data={"batch": number, "count": count, **place}
        )
        return Batch(number, made)


def replace_code(*, poll_id: int, actor: User, lost: str, now: datetime) -> str:
    """A new code for one that was lost or spoilt and has not been used; the number of codes stays what it was."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        if poll.phase(now) not in (Phase.DRAFT, Phase.UPCOMING, Phase.VOTING):
            raise ValidationError(_("Jajak pendapat ini sudah ditutup."))
        old = VotingCode.objects.filter(
            poll=poll, code_hash=codes.keyed(secret_of(poll), "code", normalise_one_time_code(lost)), is_revoked=False
        ).first()
        if old is None or not VotingCode.objects.filter(pk=old.pk, is_used=False, is_revoked=False).update(
            is_revoked=True
        ):
            raise ValidationError(_("Kode ini tidak dikenal atau sudah dipakai."))
        made = _make(poll, 1, number=old.batch, area=old.area, rw=old.rw, holder=old.holder)
        record_event(poll, PollEvent.Kind.CODE_REPLACED, actor=actor, now=now, data={"batch": old.batch})
        return made[0]


def _check(poll: Poll, count: int, area: Area | None, rw: int | None) -> None:
    if poll.state is not Status.DRAFT:
        raise ValidationError(_("Kode hanya bisa dibuat sebelum jajak pendapat dibuka."))
    if poll.audience != Poll.Audience.CODES:
        raise ValidationError(_("Jajak pendapat ini untuk warga terverifikasi, bukan pemegang kode."))
    if not 1 <= count <= LARGEST_BATCH:
        raise ValidationError(_("Buat 1 sampai %(most)s kode sekali cetak.") % {"most": LARGEST_BATCH})
    allowed = list(poll.areas.all())
    if allowed and not any(place.area == area and place.rw in (None, rw) for place in allowed):
        raise ValidationError(_("Wilayah ini tidak termasuk wilayah pemilih."))


def _make(poll: Poll, count: int, *, number: int, area: Area | None, rw: int | None, holder: str = "") -> list[str]:
    secret = secret_of(poll)
    made = [new_one_time_code() for _ in range(count)]
    VotingCode.objects.bulk_create(
        VotingCode(
            poll=poll, batch=number, code_hash=codes.keyed(secret, "code", code), area=area, rw=rw, holder=holder
        )
        for code in made
    )
    return made
