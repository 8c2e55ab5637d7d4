"""Voting codes and receipts: twelve letters and digits that cannot be guessed and are easy to read aloud. Pure.

31^12 is about 8 x 10^17: with 10,000 valid codes a guesser needs some 8 x 10^13 tries for one hit.
"""

import hashlib
import hmac
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """8TQ4KX2M7R3B -> 8TQ4-KX2M-7R3B."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise(typed: str) -> str:
    """What a person typed as a stored code, or "" when it cannot be one."""
    body = re.sub(r"[\s\-–.]", "", typed.upper())
    return body if len(body) == LENGTH and set(body) <= set(ALPHABET) else ""


def keyed(secret: str, purpose: str, *parts: str) -> str:
    """HMAC-SHA256 under the poll's secret, as 64 hex digits; ``purpose`` keeps different uses apart."""
    return hmac.new(secret.encode(), "\x1f".join((purpose, *parts)).encode(), hashlib.sha256).hexdigest()


def voter_key(secret: str, holder: str) -> str:
    """Who has voted, for nobody to read who does not hold the secret: ``holder`` is "code:7" or "resident:…"."""
    return keyed(secret, "voter", holder)


def receipt(secret: str, voter: str, token: str) -> str:
    """The receipt of a vote. It follows from the token that only the voter's device holds, so that the same form
    sent again gets the same receipt, and nobody can get from voter to receipt without that token.
    """
    number = int(keyed(secret, "receipt", voter, token), 16)
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def token_hash(token: str) -> str:
    return hashlib.sha256(f"token\x1f{token}".encode()).hexdigest()
