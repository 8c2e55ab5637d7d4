"""The index: worked examples, every class border, the published sample table, and what must hold for any answers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.satisfaction.scoring import (
    Element,
    Grade,
    Totals,
    add_up,
    compatibility_index_of,
    grade_of,
    index_of,
    lowest_elements,
    means,
    needed_answers,
    rounded,
)

scores = st.integers(1, 4)
answer = st.fixed_dictionaries(dict.fromkeys(Element, scores))
answers = st.lists(answer, min_size=1, max_size=30)


def uniform(score: int) -> dict[Element, int]:
    return dict.fromkeys(Element, score)


def test_the_exact_weight_gives_91_48_where_a_cut_one_gives_90_56() -> None:
    """A sum of means of 32.932 (1000 answers, 32 932 points): the case that the domain notes warn of."""
    points = 32_932
    sums = {element: points // 9 + (number < points % 9) for number, element in enumerate(Element)}
    totals = Totals(1000, sums)
    assert rounded(index_of(totals)) == Decimal("91.48")
    assert rounded(compatibility_index_of(totals)) == Decimal("90.56")


def test_a_perfect_score_is_100_and_only_the_cut_weight_caps_it_at_99() -> None:
    totals = add_up([uniform(4)] * 7)
    assert index_of(totals) == 100
    assert rounded(compatibility_index_of(totals)) == Decimal("99.00")


@pytest.mark.parametrize(("score", "index"), [(1, 25), (2, 50), (3, 75), (4, 100)])
def test_uniform_answers(score: int, index: int) -> None:
    assert index_of(add_up([uniform(score)])) == index


def test_a_mean_that_no_decimal_can_hold_stays_exact() -> None:
    totals = add_up([uniform(3), uniform(3), {**uniform(3), Element.COST: 4}])
    assert means(totals)[Element.COST] == Fraction(10, 3)
    assert index_of(totals) == Fraction(75) + Fraction(25, 27)
    assert rounded(index_of(totals)) == Decimal("75.93")


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("25.00", Grade.D), ("64.99", Grade.D), ("65.00", Grade.C), ("76.60", Grade.C), ("76.61", Grade.B),
        ("88.30", Grade.B), ("88.31", Grade.A), ("100.00", Grade.A),
    ],
)  # fmt: skip
def test_class_borders(value: str, grade: Grade) -> None:
    assert grade_of(Decimal(value)) is grade


def test_every_value_from_25_to_100_has_a_class_and_classes_never_fall() -> None:
    grades = [grade_of(Decimal(hundredths) / 100) for hundredths in range(2500, 10001)]
    assert grades == sorted(grades, reverse=True)
    assert set(grades) == set(Grade)


def test_the_class_is_read_from_the_rounded_value() -> None:
    """64.995 rounds to 65.00 and is C; 64.994 is D."""
    assert grade_of(rounded(Fraction("64.995"))) is Grade.C
    assert grade_of(rounded(Fraction("64.9949"))) is Grade.D


@pytest.mark.parametrize(
    ("users", "needed"),
    [
        (10, 10), (20, 19), (30, 28), (50, 44), (75, 63), (100, 80), (150, 108), (200, 132), (300, 169), (400, 196),
        (500, 217), (1_000, 278), (2_000, 322), (3_000, 341), (5_000, 357), (10_000, 370), (25_585, 378),
        (75_000, 382), (1_000_000, 384),
    ],
)  # fmt: skip
def test_sample_sizes_as_published(users: int, needed: int) -> None:
    assert needed_answers(users) == needed


def test_no_users_need_no_answers() -> None:
    assert needed_answers(0) == 0


@given(st.integers(1, 2_000_000))
def test_a_sample_is_never_larger_than_the_population(users: int) -> None:
    assert 1 <= needed_answers(users) <= min(users, 384)
    assert needed_answers(users + 1) >= needed_answers(users)


@given(answers)
def test_the_index_lies_between_25_and_100(given_answers: list[dict[Element, int]]) -> None:
    totals = add_up(given_answers)
    assert 25 <= index_of(totals) <= 100
    assert 1 <= min(means(totals).values()) <= max(means(totals).values()) <= 4


@given(answers, st.data())
def test_a_better_score_never_lowers_the_index(given_answers: list[dict[Element, int]], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(given_answers) - 1))
    element = data.draw(st.sampled_from(list(Element)))
    better = [dict(one) for one in given_answers]
    better[position][element] = min(4, better[position][element] + 1)
    before, after = index_of(add_up(given_answers)), index_of(add_up(better))
    assert after >= before
    assert (after > before) == (better != given_answers)


@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter(given_answers: list[dict[Element, int]], shuffler) -> None:
    shuffled = list(given_answers)
    shuffler.shuffle(shuffled)
    assert index_of(add_up(shuffled)) == index_of(add_up(given_answers))


@given(st.fractions(25, 100))
def test_rounding_is_half_up_to_a_hundredth(value: Fraction) -> None:
    difference = Fraction(rounded(value)) - value
    assert Fraction(-1, 200) < difference <= Fraction(1, 200)


def test_the_three_lowest_elements_in_a_fixed_order() -> None:
    low = {**uniform(4), Element.FACILITIES: 1, Element.COST: 2, Element.DURATION: 2}
    assert lowest_elements(add_up([low])) == [Element.FACILITIES, Element.DURATION, Element.COST]


@pytest.mark.parametrize("score", [0, 5, -1])
def test_a_score_outside_the_scale_is_refused(score: int) -> None:
    with pytest.raises(ValueError, match="cost"):
        add_up([{**uniform(3), Element.COST: score}])


def test_without_answers_there_is_no_index() -> None:
    with pytest.raises(ValueError, match="no answers"):
        index_of(add_up([]))
