"""Which sure cases people judge without seeing the suggestion, to measure the true accuracy. Pure."""

import hashlib
from uuid import UUID


def is_chosen(subject: UUID, share: float) -> bool:
    """Chosen by the digest of the key: at random over cases, always the same for one case."""
    digest = hashlib.sha256(b"blind:" + subject.bytes).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share
