"""Reading the ballot box. Nothing in here may be called for a page while results are sealed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from participation.ledger.chain import content_digest
from participation.polls import ballot_file
from participation.polls.counting import Answer, Kind, Row, tally
from participation.polls.models import Elector, Participation, Poll, Receipt, Signature, TextAnswer, VotingCode
from participation.polls.queries.definition import Asked, published_questions

Progress = Callable[[int], None]
CHUNK = 5000


def silent(_done: int) -> None:
    """Progress for whoever does not watch."""


class Contents:
    """What the ballots say, counted by content: most ballots of a poll are equal to many others.

    A content is what ballots_of gives: "question:rank:option" of every choice, with commas between.
    """

    def __init__(self, questions: list[Asked]) -> None:
        self.questions = {item.question.pk: item for item in questions}
        self.counts: Counter[str] = Counter()
        self._numbers = {pk: item.number_of for pk, item in self.questions.items()}
        self._texts: dict[str, str] = {}

    def answers(self, content: str) -> dict[int, Answer]:
        """Question number -> answer. A choice whose option belongs elsewhere stands as 0, which no option has."""
        answers: dict[int, list[int]] = {}
        for question_id, _rank, option_id in sorted(
            tuple(map(int, one.split(":"))) for one in content.split(",") if one
        ):
            item = self.questions[question_id]
            answers.setdefault(item.number, []).append(self._numbers[question_id].get(option_id, 0))
        ranked = {item.number for item in self.questions.values() if item.kind is Kind.RANKED}
        return {number: tuple(found if number in ranked else sorted(found)) for number, found in answers.items()}

    def text(self, content: str) -> str:
        """The published answers of one ballot, which is thereby counted."""
        self.counts[content] += 1
        known = self._texts.get(content)
        if known is None:
            known = self._texts[content] = ballot_file.answers_text(self.answers(content))
        return known

    def by_question(self) -> dict[int, Counter[Answer]]:
        found: dict[int, Counter[Answer]] = {item.number: Counter() for item in self.questions.values()}
        for content, ballots in self.counts.items():
            answers = self.answers(content)
            for number, counter in found.items():
                counter[answers.get(number, ())] += ballots
        return found


_CHOICE = "c.question_id || ':' || coalesce(c.rank, 0) || ':' || c.option_id"
_TOGETHER = {
    "postgresql": f"string_agg({_CHOICE}, ',')",
    "sqlite": f"group_concat({_CHOICE}, ',')",
}
_HEX = {"postgresql": "replace(b.id::text, '-', '')", "sqlite": "b.id"}


def ballots_of(poll: Poll, *, mixed_only: bool = False) -> Iterator[tuple[str, str]]:
    """(ballot, its choices as the database puts them together), by the ballots' ids, in little memory."""
    statement = (
        f"SELECT {_HEX[connection.vendor]}, {_TOGETHER[connection.vendor]} FROM polls_ballot b "  # noqa: S608 -- constants
        "LEFT JOIN polls_ballotchoice c ON c.ballot_id = b.id "
        f"WHERE b.poll_id = %s {'AND b.is_mixed' if mixed_only else ''} GROUP BY b.id ORDER BY b.id"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [poll.pk])
        while rows := cursor.fetchmany(CHUNK):
            for ballot, choices in rows:
                yield ballot, choices or ""


def ballot_texts(poll: Poll, contents: Contents, progress: Progress = silent) -> Iterator[str]:
    names = {} if poll.is_secret else _names(poll)
    for number, (ballot, content) in enumerate(ballots_of(poll), 1):
        if number % CHUNK == 0:
            progress(number)
        yield ballot_file.ballot_text(number, ballot, contents.text(content), names.get(ballot))


def _names(poll: Poll) -> dict[str, str]:
    signed = Signature.objects.filter(ballot__poll=poll).values_list("ballot_id", "name")
    return {ballot.hex: name for ballot, name in signed}


def receipt_texts(poll: Poll) -> Iterator[str]:
    codes = Receipt.objects.filter(poll=poll).order_by("code").values_list("code", flat=True)
    for number, code in enumerate(codes.iterator(chunk_size=CHUNK), 1):
        yield ballot_file.receipt_text(number, code)


def header(poll: Poll, kind: str, count: int, questions: list[Asked]) -> str:
    """First line of the file of ``kind`` "ballots" or "receipts"."""
    return ballot_file.canonical(
        {
            "format": ballot_file.FORMAT,
            "kind": kind,
            "poll": str(poll.key),
            "title": poll.title,
            "count": count,
            "questions": published_questions(questions) if kind == "ballots" else [],
        }
    )


def texts_digest(poll: Poll) -> str:
    """Commits to the free answers without an order that would say anything."""
    answers = TextAnswer.objects.filter(poll=poll).values_list("question_id", "text")
    return content_digest({"texts": sorted([question, text] for question, text in answers)})


def count_rows(questions: list[Asked], contents: Contents, *, seed: str) -> list[Row]:
    found = contents.by_question()
    return [row for item in questions for row in tally(item.rules, found[item.number], seed=seed)]


def rows_digest(rows: Iterable[Row]) -> str:
    listed = sorted([row.question, row.round, row.option, row.votes, row.outcome] for row in rows)
    return content_digest({"rows": listed})


Places = dict[tuple[int | None, int | None], int]


def _by_place(rows: QuerySet[Any]) -> Places:
    return {(area, rw): count for area, rw, count in rows.values_list("area_id", "rw").annotate(n=Count("pk"))}


def invited_by_place(poll: Poll) -> Places:
    if poll.audience == Poll.Audience.CODES:
        return _by_place(VotingCode.objects.filter(poll=poll, is_revoked=False).order_by())
    return _by_place(Elector.objects.filter(poll=poll).order_by())


def voters_by_place(poll: Poll) -> Places:
    return _by_place(Participation.objects.filter(poll=poll).order_by())
