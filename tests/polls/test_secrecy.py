"""With every right on a PostgreSQL database: what ties a ballot to its voter, before mixing and after."""

from collections.abc import Iterator

import pytest
from django.db import connection, models

from participation.polls.actions.mixing import mix_when_enough
from participation.polls.models import Ballot, BallotChoice, Participation, Receipt, TextAnswer, box
from participation.polls.queries.entitlement import by_code
from tests.polls.stage import EVERY_KIND, Stage, open_stage

pytestmark = pytest.mark.postgresql
VOTER_TABLES = ("polls_participation", "polls_votingcode", "polls_receipt")
BALLOT_TABLES = ("polls_ballot", "polls_ballotchoice", "polls_textanswer")


@pytest.fixture
def stage(pg: str) -> Stage:
    return open_stage(*EVERY_KIND, codes=60)


def vote(stage: Stage, number: int) -> None:
    answers = {1: (1 + number % 3,), 2: (1,), 3: (1 + number % 3,), 4: (1 + number % 5,)}
    stage.vote(answers, texts={5: f"Usul {number}"})


def sql(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def pairs_by_transaction(voters: str, ballots: str) -> list[tuple[int, int]]:
    """(rows of the voter's table, rows of the ballot's table) that one transaction wrote."""
    return sql(
        f"SELECT v.n, b.n FROM (SELECT xmin::text x, count(*) n FROM {voters} GROUP BY 1) v "  # noqa: S608
        f"JOIN (SELECT xmin::text x, count(*) n FROM {ballots} GROUP BY 1) b ON v.x = b.x"
    )


def test_before_mixing_one_transaction_gives_voter_and_ballot_away(stage: Stage) -> None:
    """Why mixing is needed, and what the page and docs/security.md own up to."""
    for number in range(5):
        vote(stage, number)
    assert pairs_by_transaction("polls_participation", "polls_ballot") == [(1, 1)] * 5


def test_once_mixed_no_transaction_wrote_voter_and_ballot(stage: Stage) -> None:
    for number in range(40):
        vote(stage, number)
    assert Ballot.objects.filter(is_mixed=False).count() == 0
    for ballots in BALLOT_TABLES:
        assert pairs_by_transaction("polls_participation", ballots) == []
        assert pairs_by_transaction("polls_votingcode", ballots) == []
    # Ballots and receipts share the mixing transaction, ten and more of each: nobody's own.
    for receipts, ballots in pairs_by_transaction("polls_receipt", "polls_ballot"):
        assert min(receipts, ballots) >= 10


def test_after_closing_everything_comes_from_one_transaction(stage: Stage) -> None:
    for number in range(43):
        vote(stage, number)
    stage.close()
    for table in ("polls_participation", "polls_receipt", *BALLOT_TABLES):
        assert len(sql(f"SELECT DISTINCT xmin::text FROM {table}")) == 1, table  # noqa: S608


def test_neither_mixing_nor_closing_keeps_the_order_of_the_votes(stage: Stage) -> None:
    """Every voter answers differently, so that a ballot's place among the rows could be compared with the order."""
    order = list(range(43))
    for number in order:
        vote(stage, number)
    written = _texts_by_place()
    assert sorted(written) == order
    assert written != order
    stage.close()
    assert abs(_correlation(order, _texts_by_place())) < 0.75  # by chance less often than once in 100,000 times


def _texts_by_place() -> list[int]:
    return [int(text.split()[1]) for (text,) in sql("SELECT text FROM polls_textanswer ORDER BY xmin::text::int, ctid")]


def _correlation(first: list[int], second: list[int]) -> float:
    count, mean = len(first), sum(first) / len(first)
    shared = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    return shared / sum((a - mean) ** 2 for a in first) if count else 0.0


def test_inside_a_pile_the_order_is_random(stage: Stage) -> None:
    """Ten ballots a pile: the chance that a fair shuffle leaves all four piles in order is 1 in 10!^4."""
    for number in range(40):
        vote(stage, number)
    places = [int(text.split()[1]) for (text,) in sql("SELECT text FROM polls_textanswer ORDER BY ctid")]
    piles = [places[start : start + 10] for start in range(0, 40, 10)]
    assert any(pile != sorted(pile) for pile in piles)


def test_fewer_ballots_than_a_pile_wait(stage: Stage, settings) -> None:
    for number in range(9):
        vote(stage, number)
    assert mix_when_enough(stage.poll.pk) == 0
    settings.BALLOT_MIX_MINIMUM = 9
    assert mix_when_enough(stage.poll.pk) == 9


def test_mixing_changes_no_vote(stage: Stage) -> None:
    for number in range(9):
        vote(stage, number)
    before, ids = _contents(), set(Ballot.objects.values_list("id", flat=True))
    vote(stage, 9)
    assert set(Ballot.objects.values_list("id", flat=True)).isdisjoint(ids)
    assert sorted(_contents())[:] == sorted([*before, *_of_number(9)])
    assert Receipt.objects.count() == Participation.objects.count() == TextAnswer.objects.count() == 10
    assert set(Receipt.objects.values_list("code", flat=True)) == set(stage.receipts)


def _contents() -> list[tuple]:
    return [
        tuple(sorted(ballot.choices.values_list("question__sort_order", "option__sort_order", "rank")))
        if ballot.choices.exists()
        else ()
        for ballot in Ballot.objects.all()
    ]


def _of_number(number: int) -> Iterator[tuple]:
    yield tuple(sorted([(0, number % 3, None), (1, 0, None), (2, number % 3, 1), (3, 1 + number % 5, None)]))


def test_no_table_of_the_box_has_a_time_or_a_way_to_the_other_side() -> None:
    tables = [value for value in vars(box).values() if isinstance(value, type) and issubclass(value, models.Model)]
    own = [table for table in tables if table.__module__ == box.__name__]
    for table in own:
        fields = table._meta.concrete_fields
        assert not [f.name for f in fields if isinstance(f, (models.DateField, models.TimeField))], table
    assert _related(Ballot) == {"poll"}
    assert _related(BallotChoice) == {"ballot", "question", "option"}
    assert _related(Participation) == {"poll", "area"}
    assert _related(Receipt) == {"poll"}
    assert _related(TextAnswer) == {"poll", "question"}


def _related(table: type[models.Model]) -> set[str]:
    return {field.name for field in table._meta.concrete_fields if field.is_relation}


def test_nothing_that_the_voter_holds_is_stored_in_clear(stage: Stage) -> None:
    """Neither code nor token stands anywhere; the receipt stands in its own table only."""
    code, token = stage.codes[0], "b" * 32
    receipt = stage.vote({1: (1,), 2: (1,), 3: (1,), 4: (1,)}, code=code, token=token)
    right = by_code(stage.poll, code)
    found: dict[str, set[str]] = {}
    for value in (code, token, receipt, right.voter_key):
        found[value] = {
            table
            for (table,) in sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            if _holds(table, value)
        }
    assert found[code] == found[token] == set()
    assert found[receipt] == {"polls_receipt"}
    assert found[right.voter_key] == {"polls_participation"}


def _holds(table: str, value: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s LIMIT 1', [f"%{value}%"])  # noqa: S608
        return cursor.fetchone() is not None


def test_the_best_guess_of_an_inspector_is_no_better_than_chance(stage: Stage) -> None:
    """Whatever order the rows of voters and ballots are read in, matching them place by place hits by luck only."""
    for number in range(40):
        vote(stage, number)
    stage.close()
    codes = {by_code(stage.poll, code).voter_key: number for number, code in enumerate(stage.codes[:40])}
    for order in ("ctid", "id", "md5(id::text)"):
        voters = [codes[key] for (key,) in sql(f"SELECT voter_key FROM polls_participation ORDER BY {order}")]  # noqa: S608
        texts = [int(t.split()[1]) for (t,) in sql(f"SELECT text FROM polls_textanswer ORDER BY {order}")]  # noqa: S608
        hits = sum(voter == text for voter, text in zip(voters, texts, strict=True))
        assert hits <= 10, order  # expected 1; the chance of more than 10 is below 1 in 10 million
