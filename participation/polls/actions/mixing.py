"""Taking away what ties a ballot to its voter: the transaction that wrote both, and the order of rows.

Ballots are written anew under new random ids, in the order of those ids, by one transaction for many of them.
The new ids come from the database's strong random source; no process ever holds old and new ids side by side.
"""

import logging

from django.conf import settings
from django.db import connection, transaction

from participation.polls.actions.recording import hold_poll
from participation.polls.lifecycle import Status
from participation.polls.models import Ballot, BallotBox, Poll

logger = logging.getLogger(__name__)

_RANDOM = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}

_BALLOTS = (
    "CREATE TEMPORARY TABLE mixing AS SELECT id AS old_id, {random} AS new_id FROM polls_ballot "
    "WHERE poll_id = {poll} AND ({all} OR NOT is_mixed)",
    "CREATE TEMPORARY TABLE mixing_choice AS SELECT m.new_id, c.question_id, c.option_id, c.rank, c.is_single "
    "FROM polls_ballotchoice c JOIN mixing m ON m.old_id = c.ballot_id",
    "DELETE FROM polls_ballotchoice WHERE ballot_id IN (SELECT old_id FROM mixing)",
    "DELETE FROM polls_ballot WHERE id IN (SELECT old_id FROM mixing)",
    "INSERT INTO polls_ballot (id, poll_id, is_mixed) SELECT new_id, {poll}, TRUE FROM mixing ORDER BY new_id",
    "INSERT INTO polls_ballotchoice (ballot_id, question_id, option_id, rank, is_single) "
    "SELECT new_id, question_id, option_id, rank, is_single FROM mixing_choice "
    "ORDER BY new_id, question_id, rank, option_id",
    "DROP TABLE mixing_choice",
    "DROP TABLE mixing",
)
_RECEIPTS = (
    "CREATE TEMPORARY TABLE mixing AS SELECT id AS old_id, {random} AS new_id, code FROM polls_receipt "
    "WHERE poll_id = {poll} AND ({all} OR NOT is_mixed)",
    "DELETE FROM polls_receipt WHERE id IN (SELECT old_id FROM mixing)",
    "INSERT INTO polls_receipt (id, poll_id, code, is_mixed) SELECT new_id, {poll}, code, TRUE FROM mixing "
    "ORDER BY new_id",
    "DROP TABLE mixing",
)
_TEXTS = (
    "CREATE TEMPORARY TABLE mixing AS SELECT id AS old_id, {random} AS new_id, question_id, text "
    "FROM polls_textanswer WHERE poll_id = {poll} AND ({all} OR NOT is_mixed)",
    "DELETE FROM polls_textanswer WHERE id IN (SELECT old_id FROM mixing)",
    "INSERT INTO polls_textanswer (id, poll_id, question_id, text, is_mixed) "
    "SELECT new_id, {poll}, question_id, text, TRUE FROM mixing ORDER BY new_id",
    "DROP TABLE mixing",
)
_VOTERS = (
    "CREATE TEMPORARY TABLE mixing AS SELECT id AS old_id, {random} AS new_id, voter_key, token_hash, channel, "
    "area_id, rw FROM polls_participation WHERE poll_id = {poll}",
    "DELETE FROM polls_participation WHERE id IN (SELECT old_id FROM mixing)",
    "INSERT INTO polls_participation (id, poll_id, voter_key, token_hash, channel, area_id, rw) "
    "SELECT new_id, {poll}, voter_key, token_hash, channel, area_id, rw FROM mixing ORDER BY new_id",
    "DROP TABLE mixing",
)


def mix_when_enough(poll_id: int) -> int:
    """Mix once enough ballots have gathered; returns how many ballots were. Never two mixers at once."""
    if Ballot.objects.filter(poll_id=poll_id, is_mixed=False).count() < settings.BALLOT_MIX_MINIMUM:
        return 0
    with transaction.atomic():
        # The poll before the box, as closing does: the other way round the two would wait for each other.
        still_open = hold_poll(poll_id).state is Status.OPEN
        box = BallotBox.objects.select_for_update(skip_locked=True).filter(poll_id=poll_id).first()
        waiting = Ballot.objects.filter(poll_id=poll_id, is_mixed=False).count()
        if box is None or not still_open or waiting < settings.BALLOT_MIX_MINIMUM:
            return 0
        _run(poll_id, _BALLOTS + _RECEIPTS + _TEXTS, everything=False)
        return waiting


def mix_quietly(poll_id: int) -> None:
    """After a vote: a mixing that fails is made good by the timetable and must not fail the vote."""
    try:
        mix_when_enough(poll_id)
    except Exception:
        logger.exception("ballots of poll %s could not be mixed; the timetable will", poll_id)


def mix_everything(poll: Poll) -> None:
    """At closing, inside its transaction: everything that voters wrote comes from one transaction from now on."""
    BallotBox.objects.select_for_update().get(poll=poll)
    steps = _BALLOTS + _RECEIPTS + _TEXTS + _VOTERS if poll.is_secret else _RECEIPTS + _TEXTS + _VOTERS
    _run(poll.pk, steps, everything=True)


def _run(poll_id: int, statements: tuple[str, ...], *, everything: bool) -> None:
    values = {"random": _RANDOM[connection.vendor], "poll": int(poll_id), "all": "TRUE" if everything else "FALSE"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
        for statement in statements:
            cursor.execute(statement.format(**values))
