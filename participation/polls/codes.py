"""Voting codes, voter keys and receipts: what is derived from the secret of a poll, and nothing else."""

import hashlib
import hmac

from participation.sealing.codes import ALPHABET, CODE_LENGTH


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
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def token_hash(token: str) -> str:
    return hashlib.sha256(f"token\x1f{token}".encode()).hexdigest()
