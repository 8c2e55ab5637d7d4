"""An open poll stands still, through every door of the models and of the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from participation.polls.actions.states import certify_poll, close_poll, open_poll
from participation.polls.lifecycle import TransitionRefused
from participation.polls.models import Ballot, BallotChoice, Option, Poll, PollFrozen, Question
from tests.polls.stage import AFTER, EVERY_KIND, NOON, SINGLE, make_draft, open_stage

pytestmark = pytest.mark.django_db(transaction=True)


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_step_is_taken_once_and_in_order() -> None:
    stage = open_stage()
    for act in (
        lambda: open_poll(poll_id=stage.poll.pk, actor=stage.chair, now=NOON),
        lambda: certify_poll(poll_id=stage.poll.pk, actor=stage.chair, now=NOON),
    ):
        with pytest.raises(TransitionRefused):
            act()
    with pytest.raises(ValidationError, match="belum habis"):
        close_poll(poll_id=stage.poll.pk, now=NOON)
    stage.close()
    with pytest.raises(TransitionRefused):
        stage.close()


JUMPS = {
    "open to certified": {"status": "certified", "closed_at": AFTER, "certified_at": AFTER},
    "open to draft": {"status": "draft", "opened_at": None},
    "other opening": {"opened_at": AFTER},
}


@pytest.mark.parametrize("jump", JUMPS)
def test_the_database_knows_the_order_too(jump: str) -> None:
    stage = open_stage()
    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=stage.poll.pk).update(**JUMPS[jump])


def test_a_counted_poll_is_not_opened_again() -> None:
    counted = open_stage()
    counted.close()
    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=counted.poll.pk).update(status="open", closed_at=None)


@pytest.mark.parametrize(
    "change",
    [
        lambda poll: Poll.objects.filter(pk=poll.pk).update(title="Lain"),
        lambda poll: Poll.objects.filter(pk=poll.pk).update(closes_at=AFTER),
        lambda poll: Poll.objects.filter(pk=poll.pk).update(is_secret=False),
        lambda poll: Question.objects.filter(poll=poll).update(text="Lain"),
        lambda poll: Question.objects.filter(poll=poll).update(kind="several"),
        lambda poll: Option.objects.filter(question__poll=poll).update(label="Lain"),
        lambda poll: Option.objects.bulk_create([Option(question=poll.questions.first(), label="Baru")]),
        lambda poll: Question.objects.bulk_create([Question(poll=poll, text="Baru")]),
        lambda poll: Question.objects.filter(poll=poll).update(poll=make_draft(slug="lain")),
        lambda poll: _sql("DELETE FROM polls_option WHERE question_id = %s", poll.questions.first().pk),
        lambda poll: _sql("DELETE FROM polls_poll WHERE id = %s", poll.pk),
    ],
)
def test_the_database_keeps_an_open_poll_as_it_is(change) -> None:
    poll = open_stage().poll
    with pytest.raises(DatabaseError), transaction.atomic():
        change(poll)


@pytest.mark.parametrize(
    "change",
    [
        lambda poll: poll.save(),
        lambda poll: poll.delete(),
        lambda poll: poll.questions.first().save(),
        lambda poll: poll.questions.first().delete(),
        lambda poll: poll.questions.first().options.first().save(),
        lambda poll: Option(question=poll.questions.first(), label="Baru").save(),
        lambda poll: Question(poll=poll, text="Baru").save(),
        lambda poll: poll.clean(),
    ],
)
def test_the_models_keep_an_open_poll_as_it_is(change) -> None:
    with pytest.raises(PollFrozen):
        change(Poll.objects.get(pk=open_stage().poll.pk))


def test_a_choice_must_belong_to_its_ballot() -> None:
    stage = open_stage(SINGLE, (EVERY_KIND[1]))
    other = make_draft(slug="lain")
    ballot = Ballot.objects.create(poll=stage.poll)
    single, several = stage.poll.questions.order_by("sort_order")
    misfits = [
        {"question": single, "option": several.options.first(), "is_single": True},
        {"question": single, "option": single.options.first(), "is_single": False},
        {"question": several, "option": several.options.first(), "is_single": False, "rank": 1},
        {"question": other.questions.get(), "option": other.questions.get().options.first(), "is_single": True},
    ]
    for misfit in misfits:
        with pytest.raises(DatabaseError), transaction.atomic():
            BallotChoice.objects.create(ballot=ballot, **misfit)
    BallotChoice.objects.create(ballot=ballot, question=single, option=single.options.first(), is_single=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        BallotChoice.objects.create(ballot=ballot, question=single, option=single.options.last(), is_single=True)
