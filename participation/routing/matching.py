"""Whether the words of a rule stand in a text. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache


def lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


@lru_cache(maxsize=2048)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)", re.IGNORECASE)


def found(phrases: Iterable[str], text: str) -> list[str]:
    """The phrases that stand in ``text`` as whole words, as they stand there."""
    matches = (_pattern(phrase).search(text) for phrase in phrases)
    return [match.group() for match in matches if match]


def rule_words(*, any_words: str, all_words: str, text: str) -> list[str] | None:
    """The words by which the rule applies, or None when it does not. A rule without words applies to every text."""
    wanted_all, wanted_any = lines(all_words), lines(any_words)
    found_all, found_any = found(wanted_all, text), found(wanted_any, text)
    if len(found_all) < len(wanted_all) or (wanted_any and not found_any):
        return None
    return found_all + found_any
