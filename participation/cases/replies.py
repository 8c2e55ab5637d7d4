"""The arithmetic of reply templates: {placeholders} that the case fills, [[blanks]] that a person must fill. Pure."""

import re
from collections.abc import Iterable, Mapping

PLACEHOLDERS = ("kode", "nama_pelapor", "topik", "kelurahan", "unit", "tanggal_lapor", "hari_ini")

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BLANK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_BRACKET_PAIR = re.compile(r"\[\[|\]\]")


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and is no placeholder, each once, as it was written."""
    found = (match for match in _PLACEHOLDER.finditer(text) if match[1] not in PLACEHOLDERS)
    return list(dict.fromkeys(match[0] for match in found))


def has_stray_brackets(text: str) -> bool:
    """Whether a brace or a double bracket stands without its other half, or a blank says nothing."""
    if any(not match[1].strip() for match in _BLANK.finditer(text)):
        return True
    rest = _PLACEHOLDER.sub("", _BLANK.sub("", text))
    return bool(_BRACKET_PAIR.search(rest)) or "{" in rest or "}" in rest


def unfilled(text: str) -> list[str]:
    """Everything of a template that must not reach a resident: blanks, halves of blanks, known placeholders."""
    found = [match[0] for match in _BLANK.finditer(text)]
    found += _BRACKET_PAIR.findall(_BLANK.sub("", text))
    found += [match[0] for match in _PLACEHOLDER.finditer(text) if match[1] in PLACEHOLDERS]
    return list(dict.fromkeys(found))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its known placeholders replaced, in one pass: braces inside a value mean nothing."""
    return _PLACEHOLDER.sub(lambda match: " ".join(values.get(match[1], match[0]).split()), text)


def put_in(typed: str, reply: str, offered: Iterable[str]) -> str:
    """``reply`` below what was ``typed``. A reply of ``offered`` that nobody has touched yet gives way."""
    kept = _plain(typed)
    if not kept or kept in {_plain(other) for other in offered}:
        return _plain(reply)
    return f"{kept}\n\n{_plain(reply)}"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
