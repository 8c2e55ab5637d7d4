"""Personal data in free text: where it stands, and the text without it.

Every pattern is bounded in length and starts only at a place that the one before cannot reach again, so any input is
read in linear time. Reading repeats on the masked text until nothing more is found; masking twice changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.normalise import DATA

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
ROUNDS = 8


@dataclass(frozen=True)
class Span:
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
        spans = sorted([*spans, *_in_original(found, spans)], key=lambda span: span.start)
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
    readable = _KEPT.sub(_blank, text)
    taken = bytearray(len(text))
    spans = []
    for detector in _DETECTORS:
        for start, end, kind in detector(readable):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                spans.append(Span(start, end, kind))
    return sorted(spans, key=lambda span: span.start)


Found = Iterator[tuple[int, int, str]]

# --- what is never personal: coordinates, dates, amounts of money ---------------------------------------------------

_KEPT = re.compile(
    r"(?<![\d.])-?(?:1[01]|\d)\.\d{3,15}\s{0,2}[,; ]\s{0,2}(?:9[4-9]|1[0-4]\d)\.\d{1,15}(?!\d)"
    r"|(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)(?!\d|[-./]\d)"
    r"|(?<![\d./-])(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?!\d|[-./]\d)"
    r"|(?<![A-Za-z])rp\.?\s?(?:\d{1,3}(?:[.,]\d{3}){1,5}|\d{1,12})(?!\d)",
    re.ASCII | re.IGNORECASE,
)


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match.group())


# --- numbers --------------------------------------------------------------------------------------------------------

_SEP = r"[ \t\u00a0\u200b-\u200d\u2060.\-\u2010-\u2015]"
_LONG = re.compile(r"(?<!\d)\d{15,20}(?!\d)", re.ASCII)
_SIXTEEN = re.compile(rf"(?<!\d)(?<!\d{_SEP})\d(?:{_SEP}{{0,2}}\d){{15}}(?!{_SEP}?\d)", re.ASCII)
_TAX_NUMBER = re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_FAMILY_CARD = re.compile(r"\b(?:kk|k\.k|kartu\s{1,3}keluarga)\b[^\d]{0,20}$", re.IGNORECASE)


def _identity_numbers(text: str) -> Found:
    for match in _LONG.finditer(text):
        yield match.start(), match.end(), _card(text, match.start())
    for match in _SIXTEEN.finditer(text):
        if _is_identity(match.group()):
            yield match.start(), match.end(), _card(text, match.start())
    for match in _TAX_NUMBER.finditer(text):
        yield match.start(), match.end(), "account"


def _card(text: str, start: int) -> str:
    return "kk" if _FAMILY_CARD.search(text[max(0, start - 40) : start]) else "nik"


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
    rf"(?<!\d)(?:\(?(?:\+|00)?62\)?{_SEP}{{0,3}}(?:\(?0\)?{_SEP}{{0,2}})?|\(?0{_SEP}?)"
    rf"(8{_SEP}?[1-9](?:\)?{_SEP}{{0,3}}\d){{6,13}}+)",
    re.ASCII,
)
_ABROAD = re.compile(rf"\+\d{{1,3}}(?:{_SEP}{{0,2}}\(?\d\)?){{8,12}}+(?!\d)", re.ASCII)
_LANDLINE = re.compile(
    rf"(?<!\d)(?:\(0[2-9]\d{{1,2}}\){_SEP}{{0,2}}\d{{3,4}}{_SEP}{{0,2}}\d{{3,5}}"
    rf"|0[2-79]\d{{1,2}}{_SEP}{{1,3}}[2-9]\d{{2,3}}{_SEP}{{0,2}}\d{{3,4}}|0[2-79]\d{{7,9}})(?!\d|{_SEP}\d)",
    re.ASCII,
)
_BLOCK_BEFORE = re.compile(r"\b(?:rt|rw|no|nomor|perda|meter|meteran)\b[\s.:/]{0,3}$", re.IGNORECASE)
_DIGIT_WORD = "(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_SPOKEN = re.compile(rf"\b(?:nol|kosong)[ ,-]{{1,3}}delapan(?:[ ,-]{{1,3}}{_DIGIT_WORD}){{7,11}}\b", re.IGNORECASE)


def _phones(text: str) -> Found:
    for match in _MOBILE.finditer(text):
        end = _end_of_mobile(match)
        if end:
            yield match.start(), end, "phone"
    for match in _LANDLINE.finditer(text):
        if not _BLOCK_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.start(), match.end(), "phone"
    for pattern in (_ABROAD, _SPOKEN):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "phone"


def _end_of_mobile(match: re.Match[str]) -> int:
    """Where the number ends: a mobile number has 9 to 12 digits from its 8 on; 0 when there is none."""
    count, end = 0, 0
    groups = [group.span() for group in _GROUP.finditer(match.string, match.start(1), match.end())]
    for start, stop in groups:
        follows_space = end and match.string[end:start].isspace()
        if count + stop - start > 12 or (count >= 9 and follows_space and stop - start < 3):
            break
        count, end = count + stop - start, stop
    if count < 9 or match.string[end : end + 1].isdigit() or _looks_like_hours(match.string, groups, end):
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

_CUED_NUMBER = re.compile(
    rf"\b(?:(?P<phone>(?:no\.?\s?)?(?:wa|hp|telp?|tlp|tlpn|telepon|telpon|whatsapp|whatsap|handphone|hub|hubungi|kontak|sms))"
    r"|(?:no\.?\s?)?(?:rek|rekening|norek|bca|bri|bni|btn|bsi|mandiri|bjb|cimb|danamon|permata|seabank|jago|gopay|ovo|dana|shopeepay"
    r"|va|virtual\saccount|atm|bpjs|jkn|kis|npwp|nip|paspor|idpel|id\spel|id\spelanggan|(?:no|nomor)\.?\spelanggan))\b"
    r"(?:[\s.:=(/-]{1,3}(?:no|nomor|nmr|bank|saya|sy|aktif|kesehatan|kartu|hp|wa|rek|rekening|bca|bri|bni|btn|bsi|mandiri|bjb|jabar|di|ke|adalah)"
    rf"\b){{0,4}}[\s.:=(/-]{{0,4}}(?P<number>\d(?:{_SEP}{{0,2}}\d){{6,17}}+)",
    re.ASCII | re.IGNORECASE,
)
_HOLDER_AFTER = re.compile(
    rf"(?<!\d)(?P<number>\d(?:{_SEP}?\d){{7,17}}+)[\s,(]{{1,3}}(?:a\.?\s?n\b|a/n\b|atas\snama\b)",
    re.ASCII | re.IGNORECASE,
)


def _cued_numbers(text: str) -> Found:
    for match in _CUED_NUMBER.finditer(text):
        kind = "phone" if match["phone"] else "account"
        if _is_personal_number(match["number"], kind):
            yield *match.span("number"), kind
    for match in _HOLDER_AFTER.finditer(text):
        if _is_personal_number(match["number"], "account"):
            yield *match.span("number"), "account"


def _is_personal_number(written: str, kind: str) -> bool:
    groups = _GROUP.findall(written)
    digits = "".join(groups)
    if _THOUSANDS.fullmatch(written) or _are_years(groups):
        return False
    if kind == "phone":
        return len(digits) <= 14 and not digits.startswith(("1500", "14"))
    return len(digits) >= 8


# --- e-mail ---------------------------------------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}+\s?@\s?(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?![\w@])"
    r"|(?<![\w.%+-])[\w.%+-]{1,64}+\s?@\s?(?:gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail)\b",
    re.ASCII | re.IGNORECASE,
)
_SPELT_AT = re.compile(
    r"(?:\s?[(\[{]\s?(?:at|et|a)\s?[)\]}]\s?|\s(?:at|et)\s)(?:[\w-]{1,63}(?:\s?[(\[{]?\s?(?:dot|titik)\s?[)\]}]?\s?|\s?\.\s?)){1,3}[a-z]{2,12}\b",
    re.ASCII | re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"[\w.%+-]+$", re.ASCII)
_BRACKETED = re.compile(r"\s?[(\[{]")
_PROVIDERS = ("gmail", "yahoo", "ymail", "hotmail", "outlook", "icloud", "rocketmail")


def _emails(text: str) -> Found:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), "email"
    for match in _SPELT_AT.finditer(text):
        window = max(0, match.start() - 64)
        local = _LOCAL_PART.search(text[window : match.start()])
        clear = _BRACKETED.match(match.group()) or any(name in match.group().lower() for name in _PROVIDERS)
        if local and clear:
            yield window + local.start(), match.end(), "email"


# --- vehicle plates -------------------------------------------------------------------------------------------------

_PLATE = re.compile(
    r"(?<![A-Za-z0-9-])(?P<area>[A-Z]{1,2})[ .-]{0,2}(?P<number>[1-9]\d{0,3})(?:[ .-]{0,2}(?P<series>[A-Z]{1,3}))?(?![A-Za-z0-9]|-[A-Z0-9])",
    re.ASCII | re.IGNORECASE,
)
_PLATE_AREAS = frozenset(
    "A B D E F G H K L M N P R S T W Z AA AB AD AE AG BA BB BD BE BG BH BK BL BM BN BP DA DB DC DD DE DG DH DK DL DM DN DP"
    " DR DS DT DW EA EB ED KB KH KT KU PA PB PG PS PT".split()
)
_NO_SERIES = frozenset(
    "RT RW KM KG CC VA KWH WIB WITA WIT JT RB AN NO JL JLN GG TH THN PAK BU DAN DI KE YG DGN DG INI ITU ADA HP WA CM MM M"
    " KK X DR BLN HR ORG MTR METER LT UDH SDH".split()
)
_PLATE_CUE = re.compile(
    r"\b(?:plat|pelat|nopol|no\.?\s?pol|nomor\spolisi|plat\snomor|motor|mobil|angkot|truk|truck|bus|bis|kendaraan|pengendara|pemotor"
    r"|avanza|xenia|beat|vario|mio|nmax|scoopy|ber-?plat)\b[^\n\d]{0,25}$",
    re.IGNORECASE,
)
_BLOCK_CUE = re.compile(
    r"\b(?:blok|block|rt|rw|kav|kavling|gang|gg|lantai|gedung|sk|nomor\ssurat|no\ssurat)\b[\s.:/-]{0,3}$", re.IGNORECASE
)
_BLOCK_AFTER = re.compile(r"[\s,./-]{0,3}(?:rt|rw)\b", re.IGNORECASE)


def _plates(text: str) -> Found:
    for match in _PLATE.finditer(text):
        if match["area"].upper() in _PLATE_AREAS:
            end = _end_of_plate(text, match)
            if end:
                yield match.start(), end, "plate"


def _end_of_plate(text: str, match: re.Match[str]) -> int:
    before = text[max(0, match.start() - 50) : match.start()]
    series = match["series"]
    is_series = bool(series) and series.upper() not in _NO_SERIES
    end = match.end() if is_series else match.end("number")
    if _BLOCK_CUE.search(before) or _BLOCK_AFTER.match(text, end):
        return 0
    if _PLATE_CUE.search(before):
        return end if is_series or len(match["number"]) >= 3 else 0
    written_together = not match.group().isupper() and " " not in match.group()
    sure = (
        is_series and len(match["number"]) >= 3 and (match.group().isupper() or (written_together and len(series) > 1))
    )
    return end if sure else 0


# --- names of persons -----------------------------------------------------------------------------------------------

_NAME_CUE = re.compile(
    r"\b(?:(?P<own>nama\s(?:saya|sy|aku|lengkap(?:\ssaya)?|pelapor|pemohon|pemilik|korban|pelaku|terlapor)|bernama|perkenalkan\s(?:nama\s)?saya"
    r"|atas\snama|a\.\s?n\.?|a/n|an\.)"
    r"|(?P<title>bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|kang|teh|mas|mbak|mba|mang|haji|hajjah|h|hj|ustadz|ustad|tn|ny|nyonya|alm|almarhum|almarhumah))"
    r"(?=[\s.,:/])[\s.:,]{1,4}(?:(?:adalah|ialah|sdr|sdri|bpk|bapak|pak|ibu|bu|h|hj|haji|rt|rw)\b[\s.:]{0,2}){0,2}(?:\d{1,3}\s)?",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]{2,20}(?:['’][^\W\d_]{1,12})?(?![\w@])")
_NAME_GAP = re.compile(r" (?:[A-Z]\. ?)?|\. ?(?=[A-Z])")
_BETWEEN = frozenset(("bin", "binti"))
MAX_NAME_WORDS = 5


def _names(text: str) -> Found:
    for cue in _NAME_CUE.finditer(text):
        end = _end_of_name(text, cue.end(), is_shouted=cue.group().isupper() and len(cue.group()) > 3)
        if end:
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
    if plain in known_names() or (not is_first and plain in _BETWEEN):
        return True
    if is_shouted or not word[0].isupper() or len(plain) < 3:
        return False
    return plain not in ordinary_words()


@cache
def known_names() -> frozenset[str]:
    return _words_of("privacy_names.txt")


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
    return frozenset().union(*map(_words_of, files)) - known_names()


def _words_of(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# --- house addresses ------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|komplek|kompleks|komp|perum|perumahan|kp|kampung|blok)\b\.?\s{0,2}[^\n;!?\[\]\x00]{0,70}?"
    r"(?<![\w])(?:no|nomor|nmr|rumah\sno)\b[\s.:]{0,3}\d{1,4}\s?[a-z]?\b"
    r"(?:[\s,./]{0,3}(?:rt|rw|rt/rw)[\s.:/]{0,3}\d{1,3}(?:\s?/\s?\d{1,3})?){0,2}",
    re.IGNORECASE,
)
_HOME_BEFORE = re.compile(
    r"\b(?:alamat(?!\spalsu)|beralamat|domisili|berdomisili|tinggal|rumah\s(?:saya|sy|kami|pak|bu|bapak|ibu|bpk)|rumahnya)\b[^.!?\n;]{0,25}$",
    re.IGNORECASE,
)
_NAME_LABEL = LABELS["name"]
NEAR = 80


def _addresses(text: str) -> Found:
    """A street with a house number is the place of the matter; only with a home cue or a name it is someone's home."""
    for match in _ADDRESS.finditer(text):
        before = text[max(0, match.start() - NEAR) : match.start()]
        after = text[match.end() : match.end() + NEAR]
        if _HOME_BEFORE.search(before) or _NAME_LABEL in before or _NAME_LABEL in after:
            yield match.start(), match.end(), "address"


_DETECTORS: tuple[Callable[[str], Found], ...] = (
    _emails,
    _identity_numbers,
    _phones,
    _cued_numbers,
    _plates,
    _names,
    _addresses,
)
