"""The published files: one JSON object a line, each line chained to the line before it. Pure.

The first line says what the poll was; every other line ends in ``,"chain":"…"}``. The chain of a line is
SHA-256(chain of the line before + newline + this line without its chain); that of the first line covers it alone.
docs/polls.md states the format for whoever writes a reader of their own.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

FORMAT = "suara-warga-poll/1"


class FileFault(ValueError):
    """The file is not what the poll's count published; the message names the place."""


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def first_link(header: str) -> str:
    return hashlib.sha256(header.encode()).hexdigest()


def next_link(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def with_chain(text: str, link: str) -> str:
    return f'{text[:-1]},"chain":"{link}"}}'


def answers_text(answers: dict[int, tuple[int, ...]]) -> str:
    """The answers of one ballot; keys are texts in JSON, so they are ordered as texts."""
    return canonical({str(question): list(answer) for question, answer in answers.items() if answer})


def ballot_text(number: int, ballot: str, answers: str, name: str | None = None) -> str:
    """A ballot's line without its chain; ``answers`` as answers_text wrote them, ``name`` in open polls only."""
    by = f',"by":{json.dumps(name, ensure_ascii=False)}' if name is not None else ""
    return f'{{"a":{answers}{by},"id":"{ballot}","n":{number}}}'


def receipt_text(number: int, code: str) -> str:
    return f'{{"n":{number},"receipt":"{code}"}}'


def chained(header: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(line, its chain) for the header and every text; the last chain is the head of the file."""
    link = first_link(header)
    yield header, link
    for text in texts:
        link = next_link(link, text)
        yield with_chain(text, link), link


@dataclass(frozen=True)
class Line:
    number: int
    value: dict[str, Any]
    chain: str


def read(lines: Iterable[str]) -> Iterator[Line]:
    """The header as number 0, then every line whose chain holds. Raises FileFault at the first that does not."""
    source = iter(lines)
    header = next(source, "").rstrip("\n")
    link = first_link(header)
    yield Line(0, _object(header, 0), link)
    for expected, raw in enumerate(source, 1):
        text, link = _followed(raw.rstrip("\n"), expected, link)
        value = _object(text, expected)
        if value.get("n") != expected:
            raise FileFault(f"line {expected}: is numbered {value.get('n')}, a line is missing or was added")
        yield Line(expected, value, link)


def _followed(raw: str, number: int, previous: str) -> tuple[str, str]:
    body, mark, end = raw.rpartition(',"chain":"')
    text = f"{body}}}"
    link = next_link(previous, text)
    if not mark or end != f'{link}"}}':
        named = _named(text) if mark else ""
        raise FileFault(f"line {number}{named}: does not follow the line before it")
    return text, link


def _named(text: str) -> str:
    try:
        value = json.loads(text)
        return f" ({value.get('id') or value.get('receipt')})"
    except (ValueError, AttributeError):
        return ""


def _object(text: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise FileFault(f"line {number}: is no JSON") from error
    if not isinstance(value, dict):
        raise FileFault(f"line {number}: is no object")
    return value
