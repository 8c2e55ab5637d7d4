"""Dates, ages and numbers in plain Indonesian words. Pure: "today" and "now" are passed in, datetimes are local."""

from datetime import date, datetime
from typing import NamedTuple

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


class Due(NamedTuple):
    tone: str
    text: str


def date_words(day: date, today: date | None = None) -> str:
    """ "Rabu, 2 Desember"; the year is added when it is not today's, or when no today is given."""
    words = f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
    return words if today and today.year == day.year else f"{words} {day.year}"


def clock_words(at: datetime) -> str:
    return f"{at:%H.%M}"


def moment_words(at: datetime, today: date | None = None) -> str:
    """ "Jumat, 20 November, 20.10" this year; "Rabu, 2 Desember 2026 pukul 09.41" otherwise."""
    joint = ", " if today and today.year == at.year else " pukul "
    return date_words(at.date(), today) + joint + clock_words(at)


def age_words(then: datetime, now: datetime) -> str:
    """How long ago, in the coarsest word that still helps: "12 menit lalu", "kemarin", later the date itself."""
    minutes = int((now - then).total_seconds() // 60)
    days = (now.date() - then.date()).days
    if minutes < 1:
        return "baru saja"
    if minutes < 60:
        return f"{minutes} menit lalu"
    if days == 0:
        return f"{minutes // 60} jam lalu"
    if days == 1:
        return "kemarin"
    return f"{days} hari lalu" if days < 7 else date_words(then.date(), now.date())


def due_words(due: date, today: date) -> Due:
    """The time left until a due date, for staff: late, today, or days to go."""
    days = (due - today).days
    if days < 0:
        return Due("late", f"Lewat {number_words(-days)} hari")
    if days == 0:
        return Due("soon", "Hari ini")
    return Due("", "Besok" if days == 1 else f"{number_words(days)} hari")


def number_words(value: float, decimals: int = 0) -> str:
    """1284 -> "1.284"; 3.4 with one decimal -> "3,4"."""
    return f"{value:,.{decimals}f}".translate(str.maketrans({",": ".", ".": ","}))
