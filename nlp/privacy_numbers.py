"""Personal numbers in free text: identity cards, telephones, accounts, vehicle plates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from nlp.normalise import DATA

Found = Iterator[tuple[int, int, str]]

# Each pattern consumes its first character before it looks back: the search then skips through the text at full speed.

# --- what is never personal: coordinates, dates, amounts of money ---------------------------------------------------

_KEPT = (
    re.compile(
        r"[-\d](?<![\d.][-\d])(?:"
        r"(?:(?<=-)(?:1[01]|\d)|(?<=1)[01]|(?<=\d))\.\d{3,15}\s{0,2}[,; ]\s{0,2}(?:9[4-9]|1[0-4]\d)\.\d{1,15}(?!\d)"
        r"|(?<![/-].)(?:(?<=[012])[1-9]|(?<=[12])0|(?<=3)[01]|(?<=[1-9]))([-./])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)(?!\d|[-./]\d)"
        r"|(?<![/-].)(?:(?<=1)9|(?<=2)0)\d\d([-./])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?!\d|[-./]\d))",
        re.ASCII,
    ),
    re.compile(r"[Rr](?<![A-Za-z].)[Pp]\.?\s?(?:\d{1,3}(?:[.,]\d{3}){1,5}|\d{1,12})(?!\d)", re.ASCII),
)


def without_kept(text: str) -> str:
    for pattern in _KEPT:
        text = pattern.sub(lambda match: "\x00" * len(match.group()), text)
    return text


# --- numbers --------------------------------------------------------------------------------------------------------

_SEP = r"[ \t\u00a0\u200b-\u200d\u2060.\-\u2010-\u2015]"
_LONG = re.compile(r"\d(?<!\d\d)\d{14,19}(?!\d)", re.ASCII)
_SIXTEEN = re.compile(rf"\d(?<!\d\d)(?<!\d{_SEP}\d)(?:{_SEP}{{0,2}}\d){{15}}+(?!{_SEP}?\d)", re.ASCII)
_TAX_NUMBER = re.compile(r"\d(?<!\d\d)\d\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_FAMILY_CARD = re.compile(r"\b(?:kk|k\.k|kartu\s{1,3}keluarga)\b[^\d]{0,20}$", re.IGNORECASE)


def identity_numbers(text: str) -> Found:
    for match in _LONG.finditer(text):
        yield match.start(), match.end(), _card(text, match.start())
    for match in _SIXTEEN.finditer(text):
        if _is_identity(match.group()):
            yield match.start(), match.end(), _card(text, match.start())
    for match in _TAX_NUMBER.finditer(text):
        yield match.start(), match.end(), "account"


def _card(text: str, start: int) -> str:
    return "kk" if _FAMILY_CARD.search(text, max(0, start - 40), start) else "nik"


def _is_identity(written: str) -> bool:
    """Groups as people write them (6-6-4, 4-4-4-4), else the structure must hold: region, date of birth."""
    groups = _GROUP.findall(written)
    if _THOUSANDS.fullmatch(written) or _are_years(groups):
        return False
    lengths = [len(group) for group in groups]
    return lengths in ([6, 6, 4], [4, 4, 4, 4]) or _has_identity_structure("".join(groups))


def _has_identity_structure(digits: str) -> bool:
    region, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= region <= 96 and 1 <= day % 40 <= 31 and day <= 71 and 1 <= month <= 12


def _are_years(groups: list[str]) -> bool:
    return all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)


_MOBILE = re.compile(
    rf"[+(06](?<!\d.)(?:(?<=[+(06])(?:(?<=\+)62|(?<=\()\+?62|(?<=0)062|(?<=6)2)\)?{_SEP}{{0,3}}(?:\(?0\)?{_SEP}{{0,2}})?"
    rf"|(?:(?<=\()0|(?<=0)){_SEP}?)"
    rf"(8{_SEP}?[1-9](?:\)?{_SEP}{{0,3}}\d){{6,13}}+)",
    re.ASCII,
)
_ABROAD = re.compile(rf"\+\d{{1,3}}(?:{_SEP}{{0,2}}\(?\d\)?){{8,12}}+(?!\d)", re.ASCII)
_LANDLINE = re.compile(
    rf"[(0](?<!\d.)(?:(?<=\()0[2-9]\d{{1,2}}\){_SEP}{{0,2}}\d{{3,4}}{_SEP}{{0,2}}\d{{3,5}}"
    rf"|(?<=0)[2-79]\d{{1,2}}{_SEP}{{1,3}}[2-9]\d{{2,3}}{_SEP}{{0,2}}\d{{3,4}}|(?<=0)[2-79]\d{{7,9}})(?!\d|{_SEP}\d)",
    re.ASCII,
)
_BLOCK_BEFORE = re.compile(r"\b(?:rt|rw|no|nomor|perda|meter|meteran)\b[\s.:/]{0,3}$", re.IGNORECASE)
_DIGIT_WORD = "(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_SPOKEN = re.compile(
    rf"[NnKk](?<!\w.)(?i:ol|osong)[ ,-]{{1,3}}(?i:delapan(?:[ ,-]{{1,3}}{_DIGIT_WORD}){{7,11}}\b)",
)


def phones(text: str) -> Found:
    for match in _MOBILE.finditer(text):
        end = _end_of_mobile(match)
        if end:
            yield match.start(), end, "phone"
    for match in _LANDLINE.finditer(text):
        if not _BLOCK_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            yield match.start(), match.end(), "phone"
    for pattern in (_ABROAD, _SPOKEN):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "phone"


def _end_of_mobile(match: re.Match[str]) -> int:
    """Where the number ends: a mobile number has 9 to 12 digits from its 8 on; 0 when there is none."""
    text, count, end, last = match.string, 0, 0, 0
    groups = [group.span() for group in _GROUP.finditer(text, match.start(1), match.end())]
    for start, stop in groups:
        length = stop - start
        is_other_number = count >= 9 and length < min(3, last) and text[end:start].isspace()
        if count + length > 12 or is_other_number:
            break
        count, end, last = count + length, stop, length
    if count < 9 or text[end : end + 1].isdigit() or _looks_like_hours(text, groups, end):
        return 0
    return end


def _looks_like_hours(text: str, groups: list[tuple[int, int]], end: int) -> bool:
    """ "08.15-09.30 10.15": pairs of digits with changing separators."""
    used = [(start, stop) for start, stop in groups if stop <= end]
    if used[0][1] - used[0][0] > 1:
        return False
    separators = {text[left:right] for (_, left), (right, _) in pairwise(used)}
    return len(separators) > 1


# --- numbers that only a cue gives away -----------------------------------------------------------------------------

_NUMBER = re.compile(rf"\d(?<!\d\d)(?<!\d{_SEP}\d)(?:{_SEP}{{0,2}}\d){{6,17}}+(?!\d)", re.ASCII)
_CUE_BEFORE = re.compile(
    r"\b(?:(?P<phone>wa|hp|telp?|tlp|tlpn|telepon|telpon|whatsapp|whatsap|handphone|hub|hubungi|kontak|sms)"
    r"|rek|rekening|norek|bca|bri|bni|btn|bsi|mandiri|bjb|cimb|danamon|permata|seabank|jago|gopay|ovo|dana|shopeepay"
    r"|va|virtual\saccount|atm|bpjs|jkn|kis|npwp|nip|paspor|idpel|id\spel|pelanggan)\b"
    r"(?:[\s.:=(/-]{1,3}(?:no|nomor|nmr|bank|saya|sy|aktif|kesehatan|kartu|hp|wa|rek|rekening|bca|bri|bni|btn|bsi|mandiri|bjb"
    r"|jabar|di|ke|adalah)\b){0,4}[\s.:=(/-]{0,4}$",
    re.ASCII | re.IGNORECASE,
)
_HOLDER_AFTER = re.compile(r"[\s,(]{1,3}(?:a\.?\s?n\b|a/n\b|atas\snama\b)", re.ASCII | re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z]")
CUE_WINDOW = 60


def cued_numbers(text: str) -> Found:
    for match in _NUMBER.finditer(text):
        kind = _kind_by_cue(text, match)
        if kind and _is_personal_number(match.group(), kind):
            yield match.start(), match.end(), kind


def _kind_by_cue(text: str, match: re.Match[str]) -> str:
    window = max(0, match.start() - CUE_WINDOW), match.start()
    cue = _LETTER.search(text, *window) and _CUE_BEFORE.search(text, *window)
    if cue:
        return "phone" if cue["phone"] else "account"
    return "account" if _HOLDER_AFTER.match(text, match.end()) else ""


def _is_personal_number(written: str, kind: str) -> bool:
    groups = _GROUP.findall(written)
    digits = "".join(groups)
    if _THOUSANDS.fullmatch(written) or _are_years(groups):
        return False
    if kind == "phone":
        return len(digits) <= 14 and not digits.startswith(("1500", "14"))
    return len(digits) >= 8


# --- vehicle plates -------------------------------------------------------------------------------------------------

_PLATE = re.compile(
    r"(?P<area>[A-Za-z](?<![A-Za-z0-9-].)[A-Za-z]?)[ .-]{0,2}(?P<number>[1-9]\d{0,3})"
    r"(?:[ .-]{0,2}(?P<series>[A-Za-z]{1,3}))?(?![A-Za-z0-9]|-[A-Za-z0-9])",
    re.ASCII,
)
_PLATE_CUE = re.compile(
    r"\b(?:plat|pelat|nopol|no\.?\s?pol|nomor\spolisi|plat\snomor|motor|mobil|angkot|truk|truck|bus|bis|kendaraan|pengendara|pemotor"
    r"|avanza|xenia|beat|vario|mio|nmax|scoopy|ber-?plat)\b[^\n\d]{0,25}$",
    re.IGNORECASE,
)
_CUE_LETTERS = re.compile(r"[^\W\d_]{3}")  # every cue holds three letters in a row
_BLOCK_CUE = re.compile(
    r"\b(?:blok|block|rt|rw|kav|kavling|gang|gg|lantai|gedung|sk|nomor\ssurat|no\ssurat)\b[\s.:/-]{0,3}$", re.IGNORECASE
)
_BLOCK_AFTER = re.compile(r"[\s,./-]{0,3}(?:rt|rw)\b", re.IGNORECASE)


@cache
def plate_areas() -> frozenset[str]:
    return words_of("privacy_plate_areas.txt")


@cache
def no_series() -> frozenset[str]:
    return words_of("privacy_plate_traps.txt")


def plates(text: str) -> Found:
    for match in _PLATE.finditer(text):
        if match["area"].lower() in plate_areas():
            end = _end_of_plate(text, match)
            if end:
                yield match.start(), end, "plate"


def _end_of_plate(text: str, match: re.Match[str]) -> int:
    start, series, enough = match.start(), match["series"], len(match["number"]) >= 3
    is_series = bool(series) and series.lower() not in no_series()
    end = match.end() if is_series else match.end("number")
    if _BLOCK_CUE.search(text, max(0, start - 16), start) or _BLOCK_AFTER.match(text, end):
        return 0
    if is_series and enough and _is_written_as_plate(match):
        return end
    window = max(0, start - 40), start
    is_possible = (is_series or enough) and _CUE_LETTERS.search(text, *window)
    return end if is_possible and _PLATE_CUE.search(text, *window) else 0


def _is_written_as_plate(match: re.Match[str]) -> bool:
    """In capitals, or in one piece such as "d1234abc"; "a 2000 an" is neither."""
    return match.group().isupper() or (" " not in match.group() and len(match["series"]) > 1)


def words_of(name: str) -> frozenset[str]:
    """The words of a data file, any number a line."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
