"""The sixteen digits of an identity card (NIK): checked, hashed, and never kept. Pure but for the office's key."""

import re

from participation.sealing.hashing import keyed_hash

LENGTH = 16
_DAYS_OF_WOMEN = 40


def normalise_nik(typed: str) -> str:
    """The digits, or "" when they cannot be a NIK: six for the place, day (women + 40), month, year, serial."""
    digits = re.sub(r"[\s.\-]", "", typed)
    if not re.fullmatch(rf"\d{{{LENGTH}}}", digits, re.ASCII):
        return ""
    day, month = int(digits[6:8]) % _DAYS_OF_WOMEN, int(digits[8:10])
    plausible = int(digits[:2]) >= 11 and 1 <= day <= 31 and 1 <= month <= 12 and digits[12:] != "0000"
    return digits if plausible else ""


def nik_hash(nik: str) -> str:
    return keyed_hash("nik", nik)


def last_four(nik: str) -> str:
    return nik[-4:]


def resident_id_of(hashed_nik: str) -> str:
    """One person's id for polls: the same whichever account holds the verification, and after erasing one too."""
    return keyed_hash("resident", hashed_nik)
