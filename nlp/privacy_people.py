"""Persons in free text: e-mail addresses, names given away by a cue, house addresses beside them."""

from __future__ import annotations

import re
from functools import cache

from nlp.privacy_numbers import Found, words_of

LABELS = {
    "nik": "[NIK]",
    "kk": "[nomor KK]",
    "phone": "[nomor HP]",
    "email": "[email]",
    "plate": "[nomor polisi]",
    "account": "[nomor rekening]",
    "address": "[alamat]",
    "name": "[nama]",
}

# --- e-mail ---------------------------------------------------------------------------------------------------------

_PROVIDERS = r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail)"
_AT = re.compile(
    rf"@\s?(?:(?:[\w-]{{1,63}}\.){{1,5}}[a-z]{{2,24}}(?![\w@])|{_PROVIDERS}\b)",
    re.ASCII | re.IGNORECASE,
)
_DOT = r"(?:\s?[(\[{]?\s?(?:dot|titik)\s?[)\]}]?\s?|\s?\.\s?)"
_SPELT_AT = re.compile(
    rf"[\s(\[{{](?:(?:(?<=\s)[(\[{{])?\s?(?:at|et|a)\s?[)\]}}]\s?(?:[\w-]{{1,63}}{_DOT}){{1,3}}[a-z]{{2,12}}\b"
    rf"|(?<=\s)(?:at|et)\s{_PROVIDERS}{_DOT}[a-z]{{2,12}}\b)",
    re.ASCII | re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.%+-]{1,64}(?=\s?$)", re.ASCII)
LOCAL_PART_WINDOW = 66


def emails(text: str) -> Found:
    for pattern in (_AT, _SPELT_AT):
        for match in pattern.finditer(text):
            local = _LOCAL_PART.search(text, max(0, match.start() - LOCAL_PART_WINDOW), match.start())
            if local:
                yield local.start(), match.end(), "email"


# --- names of persons -----------------------------------------------------------------------------------------------

_NAME_CUE = re.compile(
    r"\b(?:nama\s(?:saya|sy|aku|lengkap(?:\ssaya)?|pelapor|pemohon|pemilik|korban|pelaku|terlapor)|bernama"
    r"|perkenalkan\s(?:nama\s)?saya|atas\snama|a\.\s?n\.?|a/n|an\."
    r"|(?P<title>bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|kang|teh|mas|mbak|mba|mang|haji|hajjah|h|hj|ustadz|ustad"
    r"|tn|ny|nyonya|alm|almarhum|almarhumah))"
    r"(?=[\s.,:/])(?(title)[\s.]|[\s.:,]){1,4}"
    r"(?:(?:adalah|ialah|sdr|sdri|bpk|bapak|pak|ibu|bu|h|hj|haji|rt|rw)\b[\s.:]{0,2}){0,2}(?:\d{1,3}\s)?",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]{2,20}(?:['’][^\W\d_]{1,12})?(?![\w@])")
_NAME_GAP = re.compile(r" (?:[A-Z]\. ?)?|\. ?(?=[A-Z])")
_STREET_JUST_BEFORE = re.compile(r"\b(?:gang|gg|jalan|jln|jl)\b[.\s]{1,3}$", re.IGNORECASE)
_BETWEEN = frozenset(("bin", "binti"))
MAX_NAME_WORDS = 5


def names(text: str) -> Found:
    for cue in _NAME_CUE.finditer(text):
        end = _end_of_name(text, cue.end(), is_shouted=cue.group().isupper() and len(cue.group()) > 3)
        if end and not _STREET_JUST_BEFORE.search(text, max(0, cue.start() - 12), cue.start()):
            yield cue.end(), end, "name"


def _end_of_name(text: str, start: int, *, is_shouted: bool) -> int:
    position, end = start, 0
    for count in range(MAX_NAME_WORDS):
        word = _NAME_WORD.match(text, position)
        if not word or not _is_name(word.group(), is_shouted, is_first=count == 0):
            break
        end = word.end()
        gap = _NAME_GAP.match(text, end)
        if not gap:
            break
        position = gap.end()
    return end


def _is_name(word: str, is_shouted: bool, *, is_first: bool) -> bool:
    plain = word.lower()
    if (plain in known_names() and len(plain) > 2) or (not is_first and plain in _BETWEEN):
        return True
    if is_shouted or not word[0].isupper() or len(plain) < 3:
        return False
    return plain not in ordinary_words()


@cache
def known_names() -> frozenset[str]:
    return words_of("privacy_names.txt")


@cache
def ordinary_words() -> frozenset[str]:
    """Words that, written with a capital after a title, are still no name."""
    files = (
        "privacy_roles.txt",
        "privacy_ordinary.txt",
        "stopwords.txt",
        "places.txt",
        "lexicon.tsv",
        "normalisation.tsv",
    )
    return frozenset().union(*map(words_of, files)) - known_names()


# --- house addresses ------------------------------------------------------------------------------------------------

_HOUSE_NUMBER = re.compile(
    r"[Nn](?<!\w.)(?i:o|omor|mr)\b[\s.:]{0,3}\d{1,4}(?:\s?[A-Za-z])?\b"
    r"(?i:[\s,./]{1,3}(?:rt/rw|rt|rw)[\s.:/]{0,3}\d{1,3}(?:\s?/\s?\d{1,3})?){0,2}"
)
_STREET = r"\b(?:jl|jln|jalan|gg|gang|komplek|kompleks|komp|perum|perumahan|kp|kampung|blok)\b"
_STREET_WORD = re.compile(_STREET, re.IGNORECASE)
_STREET_BEFORE = re.compile(rf"{_STREET}[^\n;!?\[\]\x00]{{1,70}}$", re.IGNORECASE)
_HOME_BEFORE = re.compile(
    r"\b(?:alamat(?!\s(?:tower|kantor|lokasi|kejadian|sekolah|toko|proyek))|beralamat|domisili|berdomisili|tinggal"
    r"|rumah\s(?:saya|sy|kami|pak|bu|bapak|ibu|bpk)|rumahnya)\b[^.!?\n;]{0,25}$",
    re.IGNORECASE,
)
NEAR = 80


def addresses(text: str) -> Found:
    """A street with a house number is the place of the matter; only with a home cue or a name it is someone's home."""
    # Street words are found once for the whole text: a number with none near it needs no look back.
    words, last, following = _STREET_WORD.finditer(text), -1 - NEAR, -1 - NEAR
    for match in _HOUSE_NUMBER.finditer(text):
        while following < match.start():
            last, following = following, next((word.start() for word in words), len(text))
        if last < match.start() - NEAR:
            continue
        street = _STREET_BEFORE.search(text, max(0, match.start() - NEAR), match.start())
        if street and _is_home(text, street.start(), match.end()):
            yield street.start(), match.end(), "address"


def _is_home(text: str, start: int, end: int) -> bool:
    before = max(0, start - NEAR)
    name = LABELS["name"]
    return (
        name in text[before:start] or name in text[end : end + NEAR] or bool(_HOME_BEFORE.search(text, before, start))
    )
