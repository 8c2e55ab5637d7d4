from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal import wording


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Jakarta"))


TODAY = date(2026, 11, 25)
NOW = local(2026, 11, 25, 9, 41)


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        (date(2026, 12, 2), TODAY, "Rabu, 2 Desember"),
        (date(2026, 12, 2), None, "Rabu, 2 Desember 2026"),
        (date(2027, 1, 4), TODAY, "Senin, 4 Januari 2027"),
        (date(2026, 2, 1), TODAY, "Minggu, 1 Februari"),
    ],
)
def test_date_words(day, today, words):
    assert wording.date_words(day, today) == words


@pytest.mark.parametrize(
    ("at", "today", "words"),
    [
        (local(2026, 11, 20, 20, 10), TODAY, "Jumat, 20 November, 20.10"),
        (local(2026, 11, 25, 9, 41), None, "Rabu, 25 November 2026 pukul 09.41"),
        (local(2025, 11, 20, 8, 5), TODAY, "Kamis, 20 November 2025 pukul 08.05"),
    ],
)
def test_moment_words(at, today, words):
    assert wording.moment_words(at, today) == words


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (local(2026, 11, 25, 9, 40, 30), "baru saja"),
        (local(2026, 11, 25, 9, 29), "12 menit lalu"),
        (local(2026, 11, 25, 8, 41), "1 jam lalu"),
        (local(2026, 11, 25, 0, 5), "9 jam lalu"),
        (local(2026, 11, 24, 23, 50), "kemarin"),
        (local(2026, 11, 24, 9, 0), "kemarin"),
        (local(2026, 11, 22, 9, 0), "3 hari lalu"),
        (local(2026, 11, 18, 9, 0), "Rabu, 18 November"),
        (local(2025, 11, 18, 9, 0), "Selasa, 18 November 2025"),
    ],
)
def test_age_words(then, words):
    assert wording.age_words(then, NOW) == words


@pytest.mark.parametrize(
    ("due", "tone", "text"),
    [
        (date(2026, 11, 24), "late", "Lewat 1 hari"),
        (date(2026, 11, 25), "soon", "Hari ini"),
        (date(2026, 11, 26), "", "Besok"),
        (date(2026, 11, 28), "", "3 hari"),
    ],
)
def test_due_words(due, tone, text):
    assert wording.due_words(due, TODAY) == (tone, text)


@pytest.mark.parametrize(
    ("value", "decimals", "words"), [(1284, 0, "1.284"), (3.4, 1, "3,4"), (0, 0, "0"), (1234567.891, 2, "1.234.567,89")]
)
def test_number_words(value, decimals, words):
    assert wording.number_words(value, decimals) == words
