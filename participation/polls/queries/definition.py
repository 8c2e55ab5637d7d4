"""What a poll asks, by numbers: the form in which ballots, files and tallies speak of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from participation.polls.counting import ONE_ANSWER, SCALE, Kind, Rules
from participation.polls.lifecycle import Status
from participation.polls.models import Option, Poll, Question


@dataclass(frozen=True)
class Asked:
    """One question with its numbered options; ``option_ids[number - 1]`` is the row behind a number."""

    number: int
    question: Question
    options: tuple[Option, ...]
    rules: Rules

    @property
    def kind(self) -> Kind:
        return self.rules.kind

    @property
    def text(self) -> str:
        return self.question.text

    def option(self, number: int) -> Option:
        return self.options[number - 1]

    @property
    def numbered(self) -> list[tuple[int, Option]]:
        return list(enumerate(self.options, 1))

    @property
    def number_of(self) -> dict[int, int]:
        return {option.pk: number for number, option in self.numbered}


def asked(poll: Poll) -> list[Asked]:
    questions = Question.objects.filter(poll=poll).order_by("sort_order", "pk")
    options: dict[int, list[Option]] = {}
    for option in Option.objects.filter(question__poll=poll).order_by("sort_order", "pk"):
        options.setdefault(option.question_id, []).append(option)
    return [_asked(number, question, options.get(question.pk, [])) for number, question in enumerate(questions, 1)]


def asked_of_voters(poll: Poll) -> list[Asked]:
    """The same from memory once the poll is open, when it cannot change: what every vote needs."""
    return asked(poll) if poll.state is Status.DRAFT else _asked_once(poll.pk, poll.key)


@lru_cache(maxsize=64)
def _asked_once(poll_id: int, key: UUID) -> list[Asked]:
    return asked(Poll(pk=poll_id, key=key))


def _asked(number: int, question: Question, options: list[Option]) -> Asked:
    kind = Kind(question.kind)
    count = len(SCALE) if kind is Kind.SCALE else len(options)
    rules = Rules(
        number=number,
        kind=kind,
        options=tuple(range(1, count + 1)),
        minimum=1 if kind in ONE_ANSWER else question.minimum,
        maximum=1 if kind in ONE_ANSWER else min(question.maximum or count, count),
        is_required=question.is_required,
    )
    return Asked(number, question, tuple(options), rules)


def published_questions(questions: list[Asked]) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "kind": item.kind.value,
            "text": item.text,
            "minimum": item.rules.minimum,
            "maximum": item.rules.maximum,
            "required": item.rules.is_required,
            "options": [{"number": number, "label": option.label} for number, option in item.numbered],
        }
        for item in questions
    ]


def definition(poll: Poll) -> dict[str, Any]:
    """Everything that must not change once the poll is open; its digest goes into the ledger at opening."""
    return {
        "poll": str(poll.key),
        "slug": poll.slug,
        "title": poll.title,
        "texts": [poll.explanation, poll.purpose, poll.arguments_for, poll.arguments_against],
        "audience": poll.audience,
        "times": [_time(poll.opens_at), _time(poll.closes_at)],
        "secret": poll.is_secret,
        "live": poll.shows_live_results,
        "quorum": poll.quorum_percent,
        "areas": sorted([area.area.slug, area.rw or 0] for area in poll.areas.select_related("area")),
        "links": [[link.title, link.address] for link in poll.links.order_by("pk")],
        "questions": published_questions(asked(poll)),
        "hints": [[item.question.hint, *[option.description for option in item.options]] for item in asked(poll)],
    }


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
