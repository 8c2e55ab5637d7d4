"""The steps of a poll's life: open, close with the count, certify; and what the office makes of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.ledger.chain import content_digest
from participation.polls import notices
from participation.polls.actions import mixing, publication
from participation.polls.actions.recording import lock_poll, record_event, take_step
from participation.polls.counting import SCALE, Kind, Row
from participation.polls.lifecycle import Status, Step, TransitionRefused
from participation.polls.models import (
    Elector,
    Option,
    PaperBatch,
    Participation,
    Poll,
    PollEvent,
    Result,
    Tally,
    Turnout,
)
from participation.polls.permissions import require_committee
from participation.polls.queries import box
from participation.polls.queries.definition import Asked, asked, definition
from participation.polls.queries.entitlement import resident_key, secret_of
from participation.polls.queries.verification import poll_faults
from participation.polls.voter_roll import Resident, current_roll


def open_poll(*, poll_id: int, actor: User, now: datetime) -> Poll:
    """Freeze the questions and who may vote. Votes are taken from the poll's opening time on."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        _add_scale_options(poll)
        questions = asked(poll)
        _check_ready(poll, questions, now)
        if poll.audience == Poll.Audience.RESIDENTS:
            _write_electors(poll)
        invited = box.invited_by_place(poll)
        if not invited:
            raise ValidationError(_("Belum ada yang diundang: buat kode dulu, atau tunggu warga terverifikasi."))
        take_step(poll, Step.OPEN, now=now)
        record_event(
            poll,
            PollEvent.Kind.OPENED,
            actor=actor,
            now=now,
            data={
                "definition": content_digest(definition(poll)),
                "invited": sum(invited.values()),
                "electorate": electorate_digest(poll),
            },
        )
        return poll


def _add_scale_options(poll: Poll) -> None:
    """The steps of a scale are options like all others, so that one set of constraints guards every choice."""
    for item in asked(poll):
        if item.kind is Kind.SCALE and len(item.options) != len(SCALE):
            Option.objects.filter(question=item.question).delete()
            for step in SCALE:
                Option.objects.create(question=item.question, label=str(step), sort_order=step)


def _check_ready(poll: Poll, questions: list[Asked], now: datetime) -> None:
    if not questions:
        raise ValidationError(_("Belum ada pertanyaan."))
    if poll.closes_at <= now:
        raise ValidationError(_("Waktu selesai sudah lewat."))
    for item in questions:
        if item.kind is Kind.TEXT:
            continue
        if len(item.rules.options) < 2:
            raise ValidationError(_("Pertanyaan %(number)s perlu dua pilihan atau lebih.") % {"number": item.number})
        if item.rules.minimum > item.rules.maximum:
            raise ValidationError(_("Batas pilihan pertanyaan %(number)s keliru.") % {"number": item.number})


def _write_electors(poll: Poll) -> None:
    secret, places = secret_of(poll), list(poll.areas.all())
    Elector.objects.filter(poll=poll).delete()
    Elector.objects.bulk_create(
        (
            Elector(poll=poll, voter_key=resident_key(secret, resident), area_id=resident.area_id, rw=resident.rw)
            for resident in current_roll().residents()
            if not places or any(_lives_in(resident, place) for place in places)
        ),
        batch_size=1000,
    )


def _lives_in(resident: Resident, place) -> bool:
    return place.area_id == resident.area_id and place.rw in (None, resident.rw)


def electorate_digest(poll: Poll) -> str:
    """Commits to who may vote: the hashes of all codes ever made, or the keys of the residents."""
    if poll.audience == Poll.Audience.CODES:
        keys = poll.codes.values_list("code_hash", flat=True)
    else:
        keys = poll.electors.values_list("voter_key", flat=True)
    return content_digest({"electorate": sorted(keys)})


def close_poll(*, poll_id: int, now: datetime, actor: User | None = None, progress: box.Progress = box.silent) -> Poll:
    """Mix everything for the last time, count, freeze the count and publish. ``actor`` None: the timetable."""
    if actor is not None:
        require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        if poll.state is not Status.OPEN:
            raise TransitionRefused(Step.CLOSE, poll.state)
        if now < poll.closes_at:
            raise ValidationError(_("Waktu memilih belum habis. Jajak pendapat ditutup pada waktunya."))
        if PaperBatch.objects.filter(poll=poll, status=PaperBatch.Status.WAITING).exists():
            raise ValidationError(_("Ada berkas surat kertas yang menunggu orang kedua."))
        mixing.mix_everything(poll)
        result = _freeze(poll, progress)
        take_step(poll, Step.CLOSE, now=now)
        record_event(poll, PollEvent.Kind.CLOSED, actor=actor, now=now, data=closing_data(result))
        notices.tell_followers(poll, "closed", now=now)
        transaction.on_commit(lambda: publication.put_in_place(poll))
        return poll


def _freeze(poll: Poll, progress: box.Progress) -> Result:
    questions = asked(poll)
    contents = box.Contents(questions)
    ballots_head = publication.draft_ballots(poll, questions, contents, progress)
    receipts_head = publication.draft_receipts(poll, questions)
    rows = box.count_rows(questions, contents, seed=ballots_head)
    _write_tally(poll, questions, rows)
    _write_turnout(poll)
    return Result.objects.create(
        poll=poll,
        invited_count=sum(box.invited_by_place(poll).values()),
        voter_count=poll.participations.count(),
        paper_voter_count=poll.participations.filter(channel=Participation.Channel.PAPER).count(),
        ballot_count=sum(contents.counts.values()),
        receipt_count=poll.receipts.count(),
        text_count=poll.texts.count(),
        ballots_head=ballots_head,
        receipts_head=receipts_head,
        texts_digest=box.texts_digest(poll),
        tally_digest=box.rows_digest(rows),
    )


def _write_tally(poll: Poll, questions: list[Asked], rows: list[Row]) -> None:
    by_number = {item.number: item for item in questions}
    Tally.objects.bulk_create(
        Tally(
            poll=poll,
            question=by_number[row.question].question,
            round=row.round,
            option=by_number[row.question].option(row.option) if row.option else None,
            votes=row.votes,
            outcome=row.outcome,
        )
        for row in rows
    )


def _write_turnout(poll: Poll) -> None:
    invited, voters = box.invited_by_place(poll), box.voters_by_place(poll)
    Turnout.objects.bulk_create(
        Turnout(poll=poll, area_id=area, rw=rw, invited_count=count, voter_count=voters.get((area, rw), 0))
        for (area, rw), count in sorted(invited.items(), key=str)
    )


def closing_data(result: Result) -> dict:
    names = [field.name for field in Result._meta.concrete_fields if field.name not in ("id", "poll")]
    return {name: getattr(result, name) for name in names}


def certify_poll(*, poll_id: int, actor: User, now: datetime) -> Poll:
    """Confirm the count after recounting everything. Raises ValidationError naming the first fault."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        fault = next(iter(poll_faults(poll)), None)
        if poll.is_counted and fault:
            raise ValidationError(_("Hitungan tidak cocok: %(fault)s") % {"fault": fault})
        take_step(poll, Step.CERTIFY, now=now)
        record_event(poll, PollEvent.Kind.CERTIFIED, actor=actor, now=now)
        return poll


def write_follow_up(*, poll_id: int, actor: User, text: str, now: datetime) -> Poll:
    """Publish what the office decided because of the poll, and tell those who asked to be told."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        if not poll.is_counted:
            raise ValidationError(_("Tindak lanjut ditulis setelah suara dihitung."))
        Poll.objects.filter(pk=poll.pk).update(follow_up=text, followed_up_at=now)
        poll.refresh_from_db()
        event = record_event(
            poll,
            PollEvent.Kind.FOLLOWED_UP,
            actor=actor,
            now=now,
            data={"text": content_digest({"text": text})},
        )
        notices.tell_followers(poll, "followed_up", now=now, key=str(event.pk))
        return poll
