"""Titles and words made from a report's own text. Pure but for the Indonesian text modules."""

import re

from nlp.privacy import mask
from nlp.stemming import stem_text

TITLE_LENGTH = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


def title_from(text: str) -> str:
    """The first sentence without personal data, cut at a word when it is long."""
    first = _SENTENCE_END.split(mask(text).strip(), maxsplit=1)[0]
    line = " ".join(first.split()).rstrip(".")
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[:TITLE_LENGTH].rsplit(" ", 1)[0]
    return cut.rstrip(",;:- ") + "…"


def search_words(*texts: str) -> str:
    """The stems of ``texts``, each once, between spaces: what the public search looks for."""
    stems = dict.fromkeys(word for text in texts for word in stem_text(text).split())
    return f" {' '.join(stems)} " if stems else ""
