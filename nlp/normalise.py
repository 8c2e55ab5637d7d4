"""Everyday Indonesian spelling to plain words: pure functions over text, bounded in time for any input."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

# A longer text is read at its head and tail: the matter stands in the first lines, the wish in the last.
HEAD_CHARACTERS = 4_000
TAIL_CHARACTERS = 1_500
MAX_WORD_CHARACTERS = 40
MEMO_SIZE = 60_000

_INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
TOKEN = re.compile(rf"[\w{_INVISIBLE}]+(?:[-'’`][\w{_INVISIBLE}]+)*")
_INVISIBLE_CHARACTERS = re.compile(rf"[{_INVISIBLE}]+")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MASK = re.compile(r"\[[A-Z][A-Z ]{1,40}\]")
_THREE_OR_MORE = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = re.compile(r"['’`]+")
_TRAILING_DIGITS = re.compile(r"^([a-z]{2,})\d+$")
_NUMBER_WITH_UNIT = re.compile(r"^(\d{1,4})([a-z]{2,})$")

_memo: dict[str, tuple[str, ...]] = {}


def bounded(text: str) -> str:
    """The part of a text that is read: everything, or head and tail when it is very long."""
    if len(text) <= HEAD_CHARACTERS + TAIL_CHARACTERS:
        return text
    return f"{text[:HEAD_CHARACTERS]} {text[-TAIL_CHARACTERS:]}"


def blank_links(text: str) -> str:
    """Links, e-mail addresses and masks such as [NAMA] become spaces of the same length: positions still hold."""
    if "[" in text:
        text = _MASK.sub(_spaces, text)
    if "://" in text or "www." in text or "WWW." in text:
        text = _LINK.sub(_spaces, text)
    if "@" in text:
        text = _EMAIL.sub(_spaces, text)
    return text


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def normalise(text: str) -> str:
    """Lower-case plain words separated by single spaces; what is not a word or a short number is left out."""
    raw_words = TOKEN.findall(blank_links(bounded(text)))
    return " ".join(word for raw in raw_words for word in normalise_word(raw))


def normalise_word(raw: str) -> tuple[str, ...]:
    """The plain words that one written word stands for, possibly none; remembered in a bounded memo."""
    words = _memo.get(raw)
    if words is None:
        if len(_memo) >= MEMO_SIZE:
            _memo.clear()
        words = _read_word(raw)
        if len(raw) <= MAX_WORD_CHARACTERS:
            _memo[raw] = words
    return words


def _read_word(raw: str) -> tuple[str, ...]:
    folded = _fold(raw[: MAX_WORD_CHARACTERS * 4])
    known = replacements().get(folded)
    if known is not None:
        return known
    parts = [part for part in re.split(r"[-_]+", folded) if part]
    if len(parts) == 2 and parts[0][:3] == parts[1][:3] and len(parts[0]) > 2:
        parts = [parts[1]]
    return tuple(word for part in parts for word in _read_part(part[:MAX_WORD_CHARACTERS]))


def _fold(raw: str) -> str:
    if not raw.isascii():
        raw = unicodedata.normalize("NFKD", _INVISIBLE_CHARACTERS.sub("", raw))
        raw = "".join(character for character in raw if not unicodedata.combining(character))
    folded = _APOSTROPHES.sub("", raw.lower())
    return _THREE_OR_MORE.sub(r"\1", folded)


def _read_part(part: str) -> tuple[str, ...]:
    known = replacements().get(part)
    if known is not None:
        return known
    if part.isdigit():
        return (part,) if len(part) <= 4 else ()
    if numbered := _TRAILING_DIGITS.match(part):
        return replacements().get(numbered[1], (numbered[1],))
    if amount := _NUMBER_WITH_UNIT.match(part):
        return (amount[1], *replacements().get(amount[2], (amount[2],)))
    return (part,) if len(part) > 1 else ()


@cache
def replacements() -> dict[str, tuple[str, ...]]:
    """The project's own spelling table: written form to plain words, an empty right side drops the word."""
    table = {}
    for line in (DATA / "normalisation.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, _, words = line.partition("\t")
            table[form] = tuple(words.split())
    return table
