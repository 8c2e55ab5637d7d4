"""How ballots are judged and counted. Pure arithmetic; docs/polls.md states the same rules in words.

Options and questions are known by their numbers (1, 2, 3 …). An answer is a tuple of option numbers: in order of
preference for a ranked question, ascending otherwise, empty for none.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Answer = tuple[int, ...]
NOBODY = 0


class Kind(StrEnum):
    SINGLE = "single"
    SEVERAL = "several"
    RANKED = "ranked"
    SCALE = "scale"
    TEXT = "text"


SCALE = (1, 2, 3, 4, 5)
ONE_ANSWER = frozenset({Kind.SINGLE, Kind.SCALE})


class Outcome(StrEnum):
    """What a round of an instant runoff decided for an option."""

    CONTINUES = ""
    ELIMINATED = "eliminated"
    ELECTED = "elected"
    TIED = "tied"
    NONE = "none"


@dataclass(frozen=True)
class Rules:
    """One question as far as judging and counting need it."""

    number: int
    kind: Kind
    options: tuple[int, ...] = ()
    minimum: int = 1
    maximum: int = 1
    is_required: bool = True


@dataclass(frozen=True)
class Row:
    """One line of a tally. Round 0 is a plain count; option 0 stands for blank or exhausted ballots."""

    question: int
    round: int
    option: int
    votes: int
    outcome: str = ""


def fault_of(answer: Answer, rules: Rules) -> str:
    """Why ``answer`` cannot stand on a ballot, or "" when it can."""
    if not answer:
        return "unanswered" if rules.is_required else ""
    if len(set(answer)) != len(answer):
        return "repeated"
    if not set(answer) <= set(rules.options):
        return "unknown"
    if rules.kind in ONE_ANSWER:
        return "" if len(answer) == 1 else "too many"
    if len(answer) < rules.minimum:
        return "too few"
    return "too many" if len(answer) > rules.maximum else ""


def in_order(answer: Iterable[int], rules: Rules) -> Answer:
    """The one way to write an answer down."""
    return tuple(answer) if rules.kind is Kind.RANKED else tuple(sorted(answer))


def tally(rules: Rules, answers: Mapping[Answer, int], *, seed: str) -> list[Row]:
    """Count one question; ``answers`` says how many ballots gave each answer. ``seed`` draws the last lots of ties."""
    if rules.kind is Kind.TEXT:
        return []
    if rules.kind is Kind.RANKED:
        return _runoff_rows(rules, answers, seed)
    votes = dict.fromkeys(rules.options, 0)
    for answer, ballots in answers.items():
        for option in answer:
            votes[option] += ballots
    rows = [Row(rules.number, 0, option, count) for option, count in votes.items()]
    return [*rows, Row(rules.number, 0, NOBODY, answers.get((), 0))]


def _runoff_rows(rules: Rules, answers: Mapping[Answer, int], seed: str) -> list[Row]:
    rows = []
    for number, step in enumerate(instant_runoff(rules.options, answers, seed=f"{seed}:{rules.number}"), 1):
        rows += [
            Row(rules.number, number, option, votes, step.outcomes.get(option, Outcome.CONTINUES).value)
            for option, votes in step.votes.items()
        ]
        rows.append(Row(rules.number, number, NOBODY, step.exhausted))
    return rows


@dataclass(frozen=True)
class Round:
    votes: dict[int, int]
    exhausted: int
    outcomes: dict[int, Outcome]


def instant_runoff(options: Iterable[int], rankings: Mapping[Answer, int], *, seed: str) -> list[Round]:
    """Rounds until an option has more than half of the ballots that still count, or until nothing separates the rest.

    1. Whoever has more than half of the continuing ballots is elected.
    2. Options without any vote go out together; otherwise the one with the fewest votes goes out.
    3. Among equals the one with fewer votes in the latest earlier round that separates them goes out.
    4. If no round separates them: all that remain equal share the win; among lower places a lot drawn from ``seed``.
    """
    continuing, rounds = list(options), []
    while True:
        votes, exhausted = _first_choices(continuing, rankings)
        outcomes = _decide(votes, rounds, seed)
        rounds.append(Round(votes, exhausted, outcomes))
        if any(outcome is not Outcome.ELIMINATED for outcome in outcomes.values()):
            return rounds
        continuing = [option for option in continuing if option not in outcomes]


def _first_choices(continuing: list[int], rankings: Mapping[Answer, int]) -> tuple[dict[int, int], int]:
    votes, exhausted = dict.fromkeys(continuing, 0), 0
    for ranking, ballots in rankings.items():
        first = next((option for option in ranking if option in votes), None)
        if first is None:
            exhausted += ballots
        else:
            votes[first] += ballots
    return votes, exhausted


def _decide(votes: dict[int, int], earlier: list[Round], seed: str) -> dict[int, Outcome]:
    total = sum(votes.values())
    if total == 0:
        return dict.fromkeys(votes, Outcome.NONE)
    leader = max(votes, key=lambda option: votes[option])
    if votes[leader] * 2 > total:
        return {leader: Outcome.ELECTED}
    without = [option for option, count in votes.items() if count == 0]
    if without:
        return dict.fromkeys(without, Outcome.ELIMINATED)
    lowest = _fewest(list(votes), votes)
    separated = _fewest_earlier(lowest, earlier)
    if len(separated) == len(votes):
        return dict.fromkeys(votes, Outcome.TIED)
    return {_drawn(separated, seed): Outcome.ELIMINATED}


def _fewest(options: list[int], votes: Mapping[int, int]) -> list[int]:
    least = min(votes[option] for option in options)
    return [option for option in options if votes[option] == least]


def _fewest_earlier(options: list[int], earlier: list[Round]) -> list[int]:
    for step in reversed(earlier):
        if len(options) == 1:
            break
        options = _fewest(options, step.votes)
    return options


def _drawn(options: list[int], seed: str) -> int:
    return min(options, key=lambda option: hashlib.sha256(f"{seed}:{option}".encode()).hexdigest())


def winners(rows: Iterable[Row]) -> list[int]:
    """The option or the equal options that lead a counted question; none without votes."""
    rows = [row for row in rows if row.option != NOBODY]
    if any(row.round for row in rows):
        return [row.option for row in rows if row.outcome in (Outcome.ELECTED, Outcome.TIED)]
    most = max((row.votes for row in rows), default=0)
    return [row.option for row in rows if row.votes == most and most]
