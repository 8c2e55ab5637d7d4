"""The satisfaction index (IKM) in exact fractions, and how many answers make it representative. Pure.

Nothing is rounded before the end: a weight cut to 0.11 would turn 91.48 into 90.56 and cap a perfect score at 99.00.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

LOWEST, HIGHEST = 1, 4
_SCALE = Fraction(25)
_COMPATIBILITY_WEIGHT = Fraction(11, 100)
_HUNDREDTH = Decimal("0.01")


class Element(StrEnum):
    """The nine elements, kept by key: published forms number the last two differently."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    DURATION = "duration"
    COST = "cost"
    PRODUCT = "product"
    COMPETENCE = "competence"
    CONDUCT = "conduct"
    COMPLAINTS = "complaints"
    FACILITIES = "facilities"


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"


_BORDERS = ((Decimal("65.00"), Grade.D), (Decimal("76.61"), Grade.C), (Decimal("88.31"), Grade.B))


@dataclass(frozen=True)
class Totals:
    """What the index is computed from: the number of answers and the sum of the scores of each element."""

    count: int
    sums: Mapping[Element, int]


def add_up(answers: Iterable[Mapping[Element, int]]) -> Totals:
    """Raises ValueError for a score outside 1..4 and KeyError for a missing element."""
    count, sums = 0, dict.fromkeys(Element, 0)
    for answer in answers:
        count += 1
        for element in Element:
            if not LOWEST <= answer[element] <= HIGHEST:
                raise ValueError(f"{element}: {answer[element]} is not between {LOWEST} and {HIGHEST}")
            sums[element] += answer[element]
    return Totals(count, sums)


def means(totals: Totals) -> dict[Element, Fraction]:
    """NRR: the mean of each element, 1 to 4. Raises ValueError without answers."""
    if totals.count < 1:
        raise ValueError("no answers, no index")
    return {element: Fraction(totals.sums[element], totals.count) for element in Element}


def index_of(totals: Totals) -> Fraction:
    """IKM: the sum of the means, each weighted 1/9, times 25. Between 25 and 100, exact."""
    weight = Fraction(1, len(Element))
    return sum((mean * weight for mean in means(totals).values()), Fraction(0)) * _SCALE


def compatibility_index_of(totals: Totals) -> Fraction:
    """The index as spreadsheets compute it that cut the weight to 0.11. Only to compare with older reports."""
    return sum((mean * _COMPATIBILITY_WEIGHT for mean in means(totals).values()), Fraction(0)) * _SCALE


def rounded(value: Fraction) -> Decimal:
    """To two decimals, half up, from the exact fraction."""
    return (Decimal(round_half_up(value * 100)) / 100).quantize(_HUNDREDTH, ROUND_HALF_UP)


def round_half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def grade_of(value: Decimal) -> Grade:
    """The class of a converted value that is rounded to two decimals already."""
    return next((grade for border, grade in _BORDERS if value < border), Grade.A)


def lowest_elements(totals: Totals, number: int = 3) -> list[Element]:
    """The elements with the lowest means; equal ones in the order of the list."""
    by_mean = means(totals)
    return sorted(Element, key=lambda element: (by_mean[element], list(Element).index(element)))[:number]


def needed_answers(users: int) -> int:
    """Sample size by Krejcie and Morgan (chi-square 3.841, P 0.5, d 0.05) for so many users of the service."""
    if users < 1:
        return 0
    chi, spread, error = Fraction("3.841"), Fraction(1, 4), Fraction("0.05") ** 2
    size = chi * users * spread / (error * (users - 1) + chi * spread)
    return min(users, round_half_up(size))
