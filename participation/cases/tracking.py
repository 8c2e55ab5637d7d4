"""Tracking codes and PINs: unguessable, easy to read aloud. Pure."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
PIN_LENGTH = 6

_CONFUSABLE = str.maketrans({"0": "", "O": "", "1": "", "I": "", "L": ""})


def new_code(prefix: str) -> str:
    """``prefix`` and eight random letters and digits (31^8, about 8.5 x 10^11 codes), without separators."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def grouped(code: str, prefix: str) -> str:
    """CNB7K4P29DM -> CNB-7K4P-29DM."""
    body = code.removeprefix(prefix)
    return "-".join([prefix, *(body[start : start + 4] for start in range(0, len(body), 4))])


def normalise_code(typed: str, prefix: str) -> str:
    """What a person typed or read aloud as a stored code, or "" when it cannot be one. The prefix may be missing."""
    body = re.sub(r"[^0-9A-Z]", "", typed.upper())
    if len(body) == len(prefix) + CODE_LENGTH:
        body = body.removeprefix(prefix)
    if len(body) != CODE_LENGTH or body != body.translate(_CONFUSABLE):
        return ""
    return prefix + body


def normalise_pin(typed: str) -> str:
    """The six digits of a typed PIN, or ""."""
    digits = re.sub(r"\D", "", typed)
    return digits if len(digits) == PIN_LENGTH else ""
