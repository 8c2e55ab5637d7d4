"""Personal data in free text: where it stands, and the text without it.

Every pattern is bounded in length and starts only at a place that the one before cannot reach again, so any input is
read in linear time. Reading repeats on the masked text until nothing more is found; masking twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from nlp.privacy_numbers import cued_numbers, identity_numbers, phones, plates, without_kept
from nlp.privacy_people import LABELS, addresses, emails, names

DETECTORS = (emails, identity_numbers, phones, cued_numbers, plates, names, addresses)
ROUNDS = 8
_by_start = attrgetter("start")


class Span(NamedTuple):
    """One piece of personal data, `text[start:end]`; kinds are the keys of LABELS."""

    start: int
    end: int
    kind: str


def find(text: str) -> list[Span]:
    """All personal data in the text, sorted and not overlapping; the whole text is read, however long."""
    spans: list[Span] = []
    masked = text
    for _ in range(ROUNDS):
        found = _read(masked)
        if not found:
            break
        spans = sorted([*spans, *_in_original(found, spans)], key=_by_start)
        masked = _replace(text, spans)
    return spans


def mask(text: str) -> str:
    """The text with each piece of personal data replaced by its label; all else stays as it was."""
    return _replace(text, find(text))


def _replace(text: str, spans: Iterable[Span]) -> str:
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], LABELS[span.kind]]
        position = span.end
    return "".join([*parts, text[position:]])


def _in_original(found: list[Span], masked_before: list[Span]) -> Iterator[Span]:
    ends, shifts, shift = [0], [0], 0
    for span in masked_before:
        label_end = span.start - shift + len(LABELS[span.kind])
        shift = span.end - label_end
        ends.append(label_end)
        shifts.append(shift)
    for span in found:
        moved = shifts[bisect_right(ends, span.start) - 1]
        yield Span(span.start + moved, span.end + moved, span.kind)


def _read(text: str) -> list[Span]:
    """One round: the surest kinds first, a later one never touches what an earlier one took."""
    readable = without_kept(text)
    taken = bytearray(len(text))
    spans = []
    for detector in DETECTORS:
        for start, end, kind in detector(readable):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\x01" * (end - start)
                spans.append(Span(start, end, kind))
    return sorted(spans, key=_by_start)
