"""Counting against elections whose rounds are known, by three counters that share no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.polls.counting import Kind, Outcome, Row, Rules, fault_of, instant_runoff, tally, winners
from tests.polls.outside import script

A, B, C, D, E = 1, 2, 3, 4, 5

# name, options, {ranking: ballots}, [(votes by option, exhausted, {option: outcome})]
ELECTIONS = [
    (
        # The textbook example of the capital of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17.
        "tennessee",
        (A, B, C, D),
        {(A, B, C, D): 42, (B, C, D, A): 26, (C, D, B, A): 15, (D, C, B, A): 17},
        [
            ({A: 42, B: 26, C: 15, D: 17}, 0, {C: "eliminated"}),
            ({A: 42, B: 26, D: 32}, 0, {B: "eliminated"}),
            ({A: 42, D: 58}, 0, {D: "elected"}),
        ],
    ),
    (
        # Burlington 2009, the table of its last three (Kiss, Wright, Montroll) that analyses of it use.
        "burlington-2009",
        (A, B, C),
        {
            (A, C, B): 2043,
            (A, B, C): 371,
            (A,): 568,
            (B, C, A): 1513,
            (B, A, C): 495,
            (B,): 1289,
            (C, A, B): 1332,
            (C, B, A): 767,
            (C,): 455,
        },
        [
            ({A: 2982, B: 3297, C: 2554}, 0, {C: "eliminated"}),
            ({A: 4314, B: 4064}, 455, {A: "elected"}),
        ],
    ),
    (
        "majority at once",
        (A, B, C),
        {(A, B): 6, (B, A): 3, (C,): 2},
        [({A: 6, B: 3, C: 2}, 0, {A: "elected"})],
    ),
    (
        "exhausted ballots lower the hurdle",
        (A, B, C),
        {(A,): 4, (B,): 3, (C,): 2, (C, B): 1, (): 2},
        # B and C are equal and no earlier round separates them: a lot takes B. Four of seven is then more than half.
        [({A: 4, B: 3, C: 3}, 2, {B: "eliminated"}), ({A: 4, C: 3}, 5, {A: "elected"})],
    ),
    ("a single candidate", (A,), {(A,): 3, (): 1}, [({A: 3}, 1, {A: "elected"})]),
    ("a single candidate and nobody votes", (A,), {(): 4}, [({A: 0}, 4, {A: "none"})]),
    ("nobody votes", (A, B), {}, [({A: 0, B: 0}, 0, {A: "none", B: "none"})]),
    ("a tie of two", (A, B), {(A,): 2, (B,): 2}, [({A: 2, B: 2}, 0, {A: "tied", B: "tied"})]),
    (
        "a tie of three",
        (A, B, C),
        {(A, B): 1, (B, C): 1, (C, A): 1},
        [({A: 1, B: 1, C: 1}, 0, {A: "tied", B: "tied", C: "tied"})],
    ),
    (
        # D goes first and lifts C to B's 3; in round 1 C had fewer than B, so C goes.
        "the last round that separates equals decides",
        (A, B, C, D),
        {(A,): 4, (B, A): 3, (C, A): 2, (D, C): 1},
        [
            ({A: 4, B: 3, C: 2, D: 1}, 0, {D: "eliminated"}),
            ({A: 4, B: 3, C: 3}, 0, {C: "eliminated"}),
            ({A: 6, B: 3}, 1, {A: "elected"}),
        ],
    ),
    (
        "two remain equal, an earlier round separates them",
        (A, B, C),
        {(A,): 5, (B,): 4, (C, B): 1, (C,): 1},
        [({A: 5, B: 4, C: 2}, 0, {C: "eliminated"}), ({A: 5, B: 5}, 1, {B: "eliminated"}), ({A: 5}, 6, {A: "elected"})],
    ),
    (
        "options without a vote go out together",
        (A, B, C, D),
        {(A, D): 3, (B, C): 3, (): 1},
        [({A: 3, B: 3, C: 0, D: 0}, 1, {C: "eliminated", D: "eliminated"}), ({A: 3, B: 3}, 1, {A: "tied", B: "tied"})],
    ),
]


def _as_rows(rounds) -> dict:
    rows = {}
    for number, (votes, exhausted, outcomes) in enumerate(rounds, 1):
        rows |= {(number, option): (count, outcomes.get(option, "")) for option, count in votes.items()}
        rows[number, 0] = (exhausted, "")
    return rows


@pytest.mark.parametrize(("name", "options", "ballots", "rounds"), ELECTIONS, ids=[case[0] for case in ELECTIONS])
def test_known_elections_round_by_round(name, options, ballots, rounds) -> None:
    rules = Rules(1, Kind.RANKED, options, 1, len(options), False)
    counted = {(row.round, row.option): (row.votes, row.outcome) for row in tally(rules, ballots, seed="s")}
    assert counted == _as_rows(rounds)
    assert script.runoff(list(options), ballots, "s:1") == _as_rows(rounds)


rankings = st.dictionaries(
    st.lists(st.sampled_from([A, B, C, D, E]), unique=True, max_size=5).map(tuple), st.integers(1, 6), max_size=12
)


@given(rankings, st.text(max_size=4))
def test_runoffs_end_lose_no_ballot_and_agree_with_the_other_counter(ballots, seed) -> None:
    rounds = instant_runoff((A, B, C, D, E), ballots, seed=seed)
    assert all(sum(step.votes.values()) + step.exhausted == sum(ballots.values()) for step in rounds)
    assert not any(outcome is Outcome.ELIMINATED for outcome in rounds[-1].outcomes.values())
    rows = {
        (number, option): (votes, str(step.outcomes.get(option, "")))
        for number, step in enumerate(rounds, 1)
        for option, votes in step.votes.items()
    }
    rows |= {(number, 0): (step.exhausted, "") for number, step in enumerate(rounds, 1)}
    assert script.runoff([A, B, C, D, E], ballots, seed) == rows


@given(rankings)
def test_whoever_has_more_than_half_of_the_first_choices_wins(ballots) -> None:
    counted = {ranking: count for ranking, count in ballots.items() if ranking}
    first = {option: sum(n for ranking, n in counted.items() if ranking[0] == option) for option in (A, B, C, D, E)}
    leader = max(first, key=lambda option: first[option])
    if first[leader] * 2 > sum(counted.values()):
        assert instant_runoff((A, B, C, D, E), ballots, seed="s")[0].outcomes == {leader: Outcome.ELECTED}


def test_a_lot_follows_from_the_seed_alone() -> None:
    ballots = {(A,): 4, (B, A): 2, (C, A): 2}
    drawn = {tuple(instant_runoff((A, B, C), ballots, seed=str(seed))[0].outcomes) for seed in range(40)}
    assert drawn == {(B,), (C,)}
    again = [instant_runoff((A, B, C), ballots, seed="s") for _ in range(2)]
    assert again[0] == again[1]


def test_plain_counts_and_blank_ballots() -> None:
    rules = Rules(2, Kind.SEVERAL, (A, B, C), 1, 2, False)
    rows = tally(rules, {(A, B): 3, (A,): 1, (): 2}, seed="")
    assert rows == [Row(2, 0, A, 4), Row(2, 0, B, 3), Row(2, 0, C, 0), Row(2, 0, 0, 2)]
    assert winners(rows) == [A]


@pytest.mark.parametrize(
    ("kind", "answer", "fault"),
    [
        (Kind.SINGLE, (A,), ""),
        (Kind.SINGLE, (A, B), "too many"),
        (Kind.SINGLE, (9,), "unknown"),
        (Kind.SINGLE, (), "unanswered"),
        (Kind.SEVERAL, (A, B), ""),
        (Kind.SEVERAL, (A,), "too few"),
        (Kind.SEVERAL, (A, B, C), "too many"),
        (Kind.SEVERAL, (A, A), "repeated"),
        (Kind.RANKED, (C, A), ""),
        (Kind.RANKED, (C, C), "repeated"),
    ],
)
def test_what_may_stand_on_a_ballot(kind: Kind, answer: tuple, fault: str) -> None:
    assert fault_of(answer, Rules(1, kind, (A, B, C), 2, 2, True)) == fault


def test_an_optional_question_may_be_left_out() -> None:
    assert fault_of((), Rules(1, Kind.SINGLE, (A, B), 1, 1, False)) == ""
