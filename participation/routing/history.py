"""Reading an office's past reports from a spreadsheet export: columns, dates, labels, errors by line. Pure."""

import csv
import hashlib
import io
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from pathlib import Path

COLUMNS = {
    "title": ("judul", "judul laporan"),
    "text": ("isi laporan awal", "isi laporan", "isi"),
    "category": ("kategori", "kategori laporan"),
    "unit": ("instansi terdisposisi", "instansi", "disposisi"),
    "date": ("tanggal", "tanggal laporan", "tanggal laporan masuk", "tanggal masuk"),
}
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mei may", "jun", "jul", "agu aug ags", "sep", "okt oct", "nov", "des dec"), 1
    )
    for name in names.split()
}
SKIP = "-"
MAX_LETTERS = 6_000
FEWEST_WORDS = 3
FIRST_YEAR = 2000
_NAMESPACE = uuid.UUID("5c9b2b4e-6d0b-4f3c-9f3e-2f1f0f6f7a10")
_NUMERIC = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_WORDY = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})")
_HOUR = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*(?:wib)?$")


class HistoryError(ValueError):
    """The file as a whole cannot be read: columns, encoding, mapping."""


@dataclass(frozen=True)
class HistoryRow:
    line: int
    text: str
    category: str
    at: datetime

    @property
    def subject(self) -> uuid.UUID:
        """The same report gives the same key, however often and in whichever file it comes."""
        said = " ".join(self.text.casefold().split())
        return uuid.uuid5(_NAMESPACE, hashlib.sha256(f"{self.at:%Y-%m-%d}\n{said}".encode()).hexdigest())


@dataclass(frozen=True)
class BadLine:
    line: int
    reason: str


@dataclass
class History:
    rows: list[HistoryRow] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    repeated: int = 0
    skipped: int = 0
    unknown_labels: Counter = field(default_factory=Counter)


class _Refused(ValueError):
    """One line that cannot be used; the message says why."""


def read_history(path: Path, labels: Mapping[str, str], *, now: datetime) -> History:
    """Every line, good or bad. ``labels`` lead from what the file calls a category or an office to a slug or SKIP."""
    history, seen = History(), set()
    for line, cells in _records(path):
        try:
            row = _row(line, cells, labels, now)
        except _Refused as refused:
            history.bad.append(BadLine(line, str(refused)))
            if cells and str(refused).startswith("label"):
                history.unknown_labels[cells.get("category") or cells.get("unit") or ""] += 1
            continue
        if row is None:
            history.skipped += 1
        elif row.subject in seen:
            history.repeated += 1
        else:
            seen.add(row.subject)
            history.rows.append(row)
    return history


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number of the first line and cells by our names of every record."""
    reader = _reader(path)
    header = next(reader, [])
    places = _places(header)
    start = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            named = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
            yield start, named if len(cells) == len(header) else {}
        start = reader.line_num + 1


def _reader(path: Path) -> "csv._reader":
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    text = text.replace("\x00", "")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10_000_000)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _places(header: list[str]) -> dict[str, int]:
    names = [_plain(cell) for cell in header]
    places = {
        key: next(names.index(name) for name in accepted if name in names)
        for key, accepted in COLUMNS.items()
        if any(name in names for name in accepted)
    }
    missing = [COLUMNS[key][0] for key in ("text", "date") if key not in places]
    if "category" not in places and "unit" not in places:
        missing.append(f"{COLUMNS['category'][0]} atau {COLUMNS['unit'][0]}")
    if missing:
        raise HistoryError(f"Kolom tidak ada: {', '.join(missing)}. Kolom berkas: {', '.join(header) or '(kosong)'}.")
    return places


def _row(line: int, cells: dict[str, str], labels: Mapping[str, str], now: datetime) -> HistoryRow | None:
    if not cells:
        raise _Refused("jumlah kolom tidak sama dengan kepala berkas")
    text = _whole_text(cells.get("title", ""), cells.get("text", ""))
    if len(text.split()) < FEWEST_WORDS:
        raise _Refused("isi laporan kosong atau terlalu pendek")
    at = parse_moment(cells.get("date", ""), now.tzinfo)
    if at is None:
        raise _Refused(f"tanggal tidak terbaca: {cells.get('date', '')[:40]!r}")
    if at > now:
        raise _Refused(f"tanggal di masa depan: {cells['date'][:40]}")
    slug = _label(cells, labels)
    return None if slug == SKIP else HistoryRow(line, text[:MAX_LETTERS], slug, at)


def _label(cells: dict[str, str], labels: Mapping[str, str]) -> str:
    for key in ("category", "unit"):
        slug = labels.get(_plain(cells.get(key, "")))
        if slug:
            return slug
    said = " / ".join(cells[key] for key in ("category", "unit") if cells.get(key))
    raise _Refused(f"label tidak dikenal: {said[:80] or '(kosong)'}")


def _whole_text(title: str, body: str) -> str:
    if not title or _plain(body).startswith(_plain(title.rstrip(".… "))):
        return body
    return f"{title.rstrip('.')}. {body}" if body else title


def parse_moment(words: str, zone: tzinfo | None) -> datetime | None:
    """ISO, day first with numbers, or "31 Mei 2023", with or without the hour."""
    words = words.strip().casefold()
    day = _numeric_date(words) or _wordy_date(words)
    if day is None or day.year < FIRST_YEAR:
        return None
    hour = _HOUR.search(words)
    clock = time(int(hour[1]), int(hour[2])) if hour and int(hour[1]) < 24 and int(hour[2]) < 60 else time(12)
    return datetime.combine(day, clock, tzinfo=zone)


def _numeric_date(words: str) -> date | None:
    found = _NUMERIC.match(words)
    if not found:
        return None
    first, month, last = (int(part) for part in found.groups())
    year, day = (first, last) if first > 31 else (last, first)
    return _date(year, month, day)


def _wordy_date(words: str) -> date | None:
    found = _WORDY.search(words)
    month = MONTHS.get(found[2][:3]) if found else None
    return _date(int(found[3]), month, int(found[1])) if found and month else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_mapping(path: Path, slugs: set[str]) -> dict[str, str]:
    """Labels of the file to our slugs: two columns, label and slug, with "-" for what is to be left out."""
    labels = {}
    reader = _reader(path)
    for number, cells in enumerate(reader, start=1):
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if len(cells) < 2:
            raise HistoryError(f"{path.name} baris {number}: perlu dua kolom, label dan topik.")
        slug = cells[1].strip()
        if number == 1 and slug not in slugs | {SKIP}:
            continue
        if slug not in slugs | {SKIP}:
            raise HistoryError(f"{path.name} baris {number}: topik {slug!r} tidak dikenal.")
        labels[_plain(cells[0])] = slug
    return labels


def known_labels(names: Mapping[str, str]) -> dict[str, str]:
    """Our own slugs and names, as labels."""
    return {_plain(word): slug for slug, name in names.items() for word in (slug, name)}
