"""One-time codes: unguessable, printed once, easy to type from paper. Only their keyed hash is kept."""

import re
import secrets

from participation.sealing.hashing import keyed_hash

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
_GROUP = 4


def new_one_time_code() -> str:
    """31^12, about 7.9 x 10^17 codes: trying them out is hopeless, so no limit on attempts is needed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def grouped_code(code: str) -> str:
    """7K4P29DMAB3C -> 7K4P-29DM-AB3C."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def normalise_one_time_code(typed: str) -> str:
    """What somebody typed or read aloud as a code, or "" when it cannot be one."""
    code = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def one_time_code_hash(purpose: str, code: str) -> str:
    return keyed_hash(f"one-time-code:{purpose}", code)
