"""Texts that look alike, kept in an index per process that follows a log of changes made by any process.

Routing does not know whose texts these are: a source tells what changed since, and the present text of what changed.
"""

import threading
import time
from collections.abc import Collection, Iterable
from typing import Protocol

from nlp.duplicates import SimilarityIndex

# A number that a running transaction holds back appears later; so long it is looked for.
GAP_SECONDS = 600
GAPS_KEPT = 2_000
WINDOW = 200

Mark = tuple[int, str]


class Source(Protocol):
    """Numbered changes, and the texts that belong in the index now."""

    def newest_marks(self, count: int) -> list[Mark]:
        """Number and key of the newest changes, newest first."""

    def marks_since(self, number: int, missing: Collection[int]) -> list[Mark]:
        """Changes from ``number`` on, that one included, and those of the missing numbers that are there now."""

    def texts(self, keys: Collection[str] | None = None) -> Iterable[tuple[str, str]]:
        """Key and text of what belongs in the index; of these keys only, when some are given."""


class FollowingIndex:
    """A similarity index that is brought up to date before every search: one small query when nothing changed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._index: SimilarityIndex | None = None
        self._mark: Mark | None = None
        self._gaps: dict[int, float] = {}
        self._refreshing = threading.Lock()

    def search(self, text: str, *, limit: int, minimum: float) -> list[tuple[str, float]]:
        """Keys with the cosine of their text, best first."""
        with self._refreshing:
            self._refresh()
            index = self._index
        return index.search(text, limit=limit, minimum=minimum) if index else []

    def _refresh(self) -> None:
        if self._index is None or self._mark is None:
            self._rebuild()
            return
        marks = self._source.marks_since(self._mark[0], list(self._gaps))
        if self._mark not in marks:
            self._rebuild()
            return
        news = [mark for mark in marks if mark != self._mark]
        if news:
            self._take_in({key for _number, key in news})
            self._remember(news)

    def _rebuild(self) -> None:
        """At first, and when the log is another one than before (a restored database)."""
        marks = self._source.newest_marks(WINDOW)
        self._mark = marks[0] if marks else None
        seen = {number for number, _key in marks}
        held_back = [number for number in range(min(seen), max(seen)) if number not in seen] if seen else []
        self._gaps = dict.fromkeys(held_back, time.monotonic())
        self._index = SimilarityIndex.build(self._source.texts()) if self._mark else SimilarityIndex()

    def _take_in(self, keys: set[str]) -> None:
        present = dict(self._source.texts(keys))
        for key in keys:
            if key in present:
                self._index.add(key, present[key])
            else:
                self._index.remove(key)

    def _remember(self, news: list[Mark]) -> None:
        now = time.monotonic()
        for number, _key in news:
            self._gaps.pop(number, None)
        newest = max(news)
        if newest[0] > self._mark[0]:
            seen = {number for number, _key in news}
            missing = [number for number in range(self._mark[0] + 1, newest[0]) if number not in seen]
            self._gaps.update(dict.fromkeys(missing[-GAPS_KEPT:], now))
            self._mark = newest
        self._gaps = {number: since for number, since in self._gaps.items() if now - since < GAP_SECONDS}
