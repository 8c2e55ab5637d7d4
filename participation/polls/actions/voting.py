import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.polls import codes
from participation.polls.actions.mixing import mix_quietly
from participation.polls.actions.recording import hold_poll
from participation.polls.counting import ONE_ANSWER, Answer, Kind, fault_of, in_order
from participation.polls.lifecycle import Phase
from participation.polls.models import (
    Ballot,
    BallotChoice,
    Participation,
    Poll,
    Receipt,
    Signature,
    TextAnswer,
    VotingCode,
)
from participation.polls.queries.definition import Asked, asked_of_voters
from participation.polls.queries.entitlement import Entitlement, secret_of


class VoteRefused(ValidationError):
    """The vote was not stored. The message is for the voter."""


class AlreadyVoted(VoteRefused):
    def __init__(self) -> None:
        super().__init__(_("Hak pilih ini sudah dipakai. Setiap orang memilih satu kali."), code="voted")


class VotingClosed(VoteRefused):
    def __init__(self) -> None:
        super().__init__(_("Waktu memilih sudah habis atau belum mulai. Suara ini tidak tersimpan."), code="closed")


class _CodeTaken(Exception):
    pass


@dataclass(frozen=True)
class Filled:
    """A filled ballot: answers by question number, words of free questions apart, a name in open polls."""

    answers: Mapping[int, Answer]
    texts: Mapping[int, str] = field(default_factory=dict)
    name: str = ""


def cast_vote(*, poll_id: int, right: Entitlement, filled: Filled, token: str, now: datetime) -> str:
    """Store one vote and return its receipt.

    The same right with the same ``token`` again gets the same receipt and stores nothing; with another token it
    raises AlreadyVoted. Also raises VotingClosed, and VoteRefused for a ballot that the rules do not allow.
    """
    try:
        with transaction.atomic():
            return _store(poll_id, right, filled, token, now)
    except (IntegrityError, _CodeTaken, VotingClosed):
        earlier = Participation.objects.filter(poll_id=poll_id, voter_key=right.voter_key).first()
        if earlier is None:
            if right.code_id and VotingCode.objects.filter(pk=right.code_id, is_revoked=True).exists():
                raise VoteRefused(_("Kode ini sudah diganti panitia.")) from None
            raise
    if earlier.token_hash != codes.token_hash(token):
        raise AlreadyVoted
    return codes.receipt(secret_of(earlier.poll), right.voter_key, token)


def _store(poll_id: int, right: Entitlement, filled: Filled, token: str, now: datetime) -> str:
    poll = hold_poll(poll_id)
    if poll.phase(now) is not Phase.VOTING:
        raise VotingClosed
    questions = asked_of_voters(poll)
    check_filled(questions, filled)
    _take_right(poll, right, codes.token_hash(token), Participation.Channel.WEB)
    put_into_box(poll, questions, filled)
    return put_receipt(poll, right.voter_key, token)


def check_filled(questions: list[Asked], filled: Filled) -> None:
    for item in questions:
        if item.kind is not Kind.TEXT and fault_of(filled.answers.get(item.number, ()), item.rules):
            raise VoteRefused(_("Periksa lagi jawaban nomor %(number)s.") % {"number": item.number}, code="invalid")


def _take_right(poll: Poll, right: Entitlement, token_hash: str, channel: str) -> None:
    """Use up the right to vote. Raises IntegrityError or _CodeTaken when it has been used."""
    if right.code_id:
        free = VotingCode.objects.filter(pk=right.code_id, is_used=False, is_revoked=False)
        if not free.update(is_used=True):
            raise _CodeTaken
    Participation.objects.create(
        poll=poll,
        voter_key=right.voter_key,
        token_hash=token_hash,
        channel=channel,
        area_id=right.area_id,
        rw=right.rw,
    )


def check_in_paper_voter(*, poll_id: int, right: Entitlement, now: datetime) -> str:
    """Use up a right to vote against a paper ballot that is handed out now; returns the voter's receipt."""
    token = secrets.token_urlsafe(24)
    try:
        with transaction.atomic():
            poll = hold_poll(poll_id)
            if poll.phase(now) is not Phase.VOTING:
                raise VotingClosed
            if not poll.is_secret:
                raise VoteRefused(_("Jajak pendapat terbuka tidak memakai surat suara kertas."))
            _take_right(poll, right, codes.token_hash(token), Participation.Channel.PAPER)
            return put_receipt(poll, right.voter_key, token)
    except (IntegrityError, _CodeTaken):
        raise AlreadyVoted from None


def put_into_box(poll: Poll, questions: list[Asked], filled: Filled) -> None:
    """One ballot with its choices. In a secret poll it waits to be mixed."""
    ballot = Ballot.objects.create(poll=poll, is_mixed=not poll.is_secret)
    BallotChoice.objects.bulk_create(
        _choice(ballot, item, option, place)
        for item in questions
        for place, option in enumerate(in_order(filled.answers.get(item.number, ()), item.rules), 1)
    )
    texts = [(item, filled.texts.get(item.number, "").strip()) for item in questions if item.kind is Kind.TEXT]
    TextAnswer.objects.bulk_create(
        TextAnswer(poll=poll, question=item.question, text=text[:1000], is_mixed=not poll.is_secret)
        for item, text in texts
        if text
    )
    if poll.is_secret:
        transaction.on_commit(lambda: mix_quietly(poll.pk))
    else:
        Signature.objects.create(ballot=ballot, name=filled.name.strip()[:80])


def _choice(ballot: Ballot, item: Asked, option: int, place: int) -> BallotChoice:
    return BallotChoice(
        ballot=ballot,
        question=item.question,
        option=item.option(option),
        rank=place if item.kind is Kind.RANKED else None,
        is_single=item.kind in ONE_ANSWER,
    )


def put_receipt(poll: Poll, voter_key: str, token: str) -> str:
    code = codes.receipt(secret_of(poll), voter_key, token)
    Receipt.objects.create(poll=poll, code=code, is_mixed=not poll.is_secret)
    return code
