"""The results page: everything from the frozen tally, or from mixed ballots where a poll shows interim results."""

from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache

from participation.polls.counting import NOBODY, SCALE, Kind, Row, winners
from participation.polls.models import Poll, Result, Turnout
from participation.polls.queries import box
from participation.polls.queries.definition import Asked, asked
from participation.polls.queries.published import frozen_rows
from participation.polls.turnout import Cell, hide_small, total

LIVE_SECONDS = 60


@dataclass(frozen=True)
class Line:
    label: str
    votes: int
    share: float
    leads: bool = False
    outcome: str = ""

    @property
    def percent(self) -> float:
        return 100 * self.share


@dataclass(frozen=True)
class RoundLines:
    number: int
    lines: list[Line]
    exhausted: int


@dataclass(frozen=True)
class QuestionResult:
    item: Asked
    lines: list[Line] = field(default_factory=list)
    blank: int = 0
    base: int = 0
    rounds: list[RoundLines] = field(default_factory=list)
    mean: float | None = None

    @property
    def leaders(self) -> list[Line]:
        return [line for line in self.lines if line.leads]


def results(poll: Poll) -> list[QuestionResult]:
    questions = asked(poll)
    return _questions(questions, frozen_rows(poll, questions), poll.result.ballot_count)


def live_results(poll: Poll) -> tuple[list[QuestionResult], int]:
    """Counts of mixed ballots only, so that no vote can be told from two looks; (results, ballots in them)."""
    counted = cache.get(f"polls.live.{poll.pk}")
    if counted is None:
        questions = asked(poll)
        contents = box.Contents(questions)
        for _ballot, content in box.ballots_of(poll, mixed_only=True):
            contents.text(content)
        counted = (box.count_rows(questions, contents, seed="live"), sum(contents.counts.values()))
        cache.set(f"polls.live.{poll.pk}", counted, LIVE_SECONDS)
    rows, ballots = counted
    return _questions(asked(poll), rows, ballots), ballots


def _questions(questions: list[Asked], rows: list[Row], ballots: int) -> list[QuestionResult]:
    return [_question(item, [row for row in rows if row.question == item.number], ballots) for item in questions]


def _question(item: Asked, rows: list[Row], ballots: int) -> QuestionResult:
    if item.kind is Kind.TEXT or not rows:
        return QuestionResult(item)
    if item.kind is Kind.RANKED:
        return _ranked(item, rows)
    blank = sum(row.votes for row in rows if row.option == NOBODY)
    base, leading = ballots - blank, set(winners(rows))
    lines = [_line(item, row, base, row.option in leading) for row in rows if row.option != NOBODY]
    if item.kind is Kind.SCALE:
        points = sum(step * row.votes for step, row in zip(SCALE, rows, strict=False))
        return QuestionResult(item, lines, blank, base, mean=points / base if base else None)
    return QuestionResult(item, sorted(lines, key=lambda line: -line.votes), blank, base)


def _ranked(item: Asked, rows: list[Row]) -> QuestionResult:
    leading, rounds = set(winners(rows)), []
    for number in sorted({row.round for row in rows}):
        own = [row for row in rows if row.round == number]
        counted = sum(row.votes for row in own if row.option != NOBODY)
        lines = [_line(item, row, counted, row.option in leading) for row in own if row.option != NOBODY]
        exhausted = sum(row.votes for row in own if row.option == NOBODY)
        rounds.append(RoundLines(number, sorted(lines, key=lambda line: -line.votes), exhausted))
    last = rounds[-1]
    return QuestionResult(item, last.lines, last.exhausted, sum(line.votes for line in last.lines), rounds)


def _line(item: Asked, row: Row, base: int, leads: bool) -> Line:
    return Line(item.option(row.option).label, row.votes, row.votes / base if base else 0.0, leads, row.outcome)


@dataclass(frozen=True)
class Place:
    name: str
    cell: Cell
    parts: list["Place"] = field(default_factory=list)


@dataclass(frozen=True)
class TurnoutTable:
    places: list[Place]
    all: Cell

    @property
    def has_hidden(self) -> bool:
        return any(place.cell.is_hidden or any(part.cell.is_hidden for part in place.parts) for place in self.places)


def turnout(poll: Poll) -> TurnoutTable:
    """Per kelurahan and RW, without the cells that would say who voted. Nothing but the total when that is small."""
    cells: dict[str, dict[int | None, Cell]] = {}
    for row in Turnout.objects.filter(poll=poll).select_related("area"):
        cells.setdefault(row.area.name if row.area else "", {})[row.rw] = Cell(row.invited_count, row.voter_count)
    whole = Cell(poll.result.invited_count, poll.result.voter_count)
    villages = {name: total(parts) for name, parts in cells.items()}
    if whole.is_delicate:
        return TurnoutTable([], whole)
    shown = hide_small(villages)
    return TurnoutTable([_place(name, shown[name], cells[name]) for name in sorted(shown)], whole)


def _place(name: str, cell: Cell, parts: dict[int | None, Cell]) -> Place:
    if cell.is_hidden or set(parts) == {None}:
        return Place(name, cell)
    hidden = hide_small(parts)
    return Place(name, cell, [Place(f"RW {rw:02d}" if rw else "–", hidden[rw]) for rw in sorted(parts, key=str)])


def has_quorum(result: Result) -> bool | None:
    percent = result.poll.quorum_percent
    return None if percent is None else result.voter_count * 100 >= percent * result.invited_count


def csv_rows(poll: Poll) -> list[list[Any]]:
    questions = {item.number: item for item in asked(poll)}
    rows: list[list[Any]] = [["pertanyaan", "teks", "putaran", "pilihan", "label", "suara", "hasil"]]
    for row in frozen_rows(poll, list(questions.values())):
        item = questions[row.question]
        label = item.option(row.option).label if row.option else ""
        rows.append([row.question, item.text, row.round, row.option, label, row.votes, row.outcome])
    return [[_harmless(value) for value in row] for row in rows]


def _harmless(value: Any) -> Any:
    """A spreadsheet must not take a label for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
