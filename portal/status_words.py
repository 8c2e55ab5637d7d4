"""How a case's status looks and reads: one badge per status, and the steps of its way. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from participation.cases.lifecycle import Status


class Badge(NamedTuple):
    style: str
    icon: str
    text: str


class Step(NamedTuple):
    label: str
    state: str
    at: datetime | None


_BADGES = {
    Status.SUBMITTED: Badge("terima", "st-terima", "Diterima"),
    Status.ROUTED: Badge("periksa", "st-periksa", "Diperiksa"),
    Status.IN_PROGRESS: Badge("kerja", "st-kerja", "Dikerjakan"),
    Status.WAITING_REPORTER: Badge("kerja", "hourglass", "Menunggu pelapor"),
    Status.WAITING_EXTERNAL: Badge("kerja", "st-kerja", "Dikerjakan"),
    Status.RESPONDED: Badge("selesai", "st-selesai", "Selesai"),
    Status.CLOSED: Badge("selesai", "st-selesai", "Selesai"),
    Status.REJECTED: Badge("tutup", "st-tutup", "Ditutup"),
    Status.MERGED: Badge("tutup", "git-merge", "Digabung"),
}
_REOPENED = Badge("buka", "st-buka", "Dibuka kembali")
_CLOSED_OTHERWISE = {
    "withdrawn": Badge("tutup", "st-tutup", "Ditarik pelapor"),
    "no_reply": Badge("tutup", "st-tutup", "Ditutup"),
}
_FOR_REPORTER = {
    Status.WAITING_REPORTER: "Menunggu jawaban Anda",
    Status.RESPONDED: "Selesai, menunggu penilaian Anda",
    Status.MERGED: "Digabung dengan laporan serupa",
}
_POSITION = {
    Status.SUBMITTED: 0,
    Status.ROUTED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING_EXTERNAL: 2,
    Status.RESPONDED: 3,
    Status.CLOSED: 3,
}
_STEPS = ("Diterima", "Diperiksa", "Dikerjakan", "Selesai")
_STEP_OF = {Status.ROUTED: 1, Status.IN_PROGRESS: 2, Status.RESPONDED: 3}


def badge_for(case: Any, *, is_reporter: bool = False) -> Badge:
    """The badge of a case, or of a bare status. The reporter is spoken to; everyone else reads about the case."""
    status = Status(getattr(case, "status", case))
    if status is Status.IN_PROGRESS and getattr(case, "reopen_count", 0):
        return _REOPENED
    badge = _BADGES[status]
    if status is Status.CLOSED:
        badge = _CLOSED_OTHERWISE.get(getattr(case, "close_reason", ""), badge)
    if status is Status.WAITING_EXTERNAL and getattr(case, "waiting_for", ""):
        return badge._replace(text=f"Dikerjakan, menunggu {case.waiting_for}")
    return badge._replace(text=_FOR_REPORTER.get(status, badge.text)) if is_reporter else badge


def steps_of(case: Any, events: Iterable[Any] = ()) -> list[Step]:
    """The four steps of a case with the day each was last reached; a case that left the way shows where it ended."""
    status = Status(case.status)
    badge = badge_for(case)
    if badge.style == "tutup":
        return [Step("Diterima", "done", case.submitted_at), Step(badge.text, "now", _latest(events))]
    position = _POSITION[Status(case.resume_status) if status is Status.WAITING_REPORTER else status]
    dates = {0: case.submitted_at, **_days_reached(events)}
    is_closed = status is Status.CLOSED
    return [
        Step(label, _state(index, position, is_closed), dates.get(index) if index <= position else None)
        for index, label in enumerate(_STEPS)
    ]


def _state(index: int, position: int, is_closed: bool) -> str:
    if index < position or (index == position and is_closed):
        return "done"
    return "now" if index == position else ""


def _days_reached(events: Iterable[Any]) -> dict[int, datetime]:
    reached: dict[int, datetime] = {}
    for event in sorted(events, key=lambda event: event.at):
        status = event.status_after
        if status and Status(status) in _STEP_OF:
            reached[_STEP_OF[Status(status)]] = event.at
    return reached


def _latest(events: Iterable[Any]) -> datetime | None:
    return max((event.at for event in events), default=None)
