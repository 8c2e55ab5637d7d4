"""Digests, chains and Merkle trees. Pure arithmetic: no clock, no database.

Every hash is SHA-256 over a one-byte domain tag and length-prefixed parts, so that no two different inputs share an
encoding and a tree node can never be passed off as a leaf (RFC 6962 uses the same separation).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

GENESIS = "0" * 64

_LINK, _SEAL, _LEAF, _NODE, _CONTENT = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"


def _digest(tag: bytes, *parts: str) -> str:
    state = hashlib.sha256(tag)
    for part in parts:
        data = part.encode()
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: one text for one value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def salted_digest(salt: str, text: str) -> str:
    """Commitment to a text that may later be erased: without its salt nobody can guess short texts from it."""
    return _digest(_CONTENT, salt, text)


def content_digest(fields: dict[str, Any]) -> str:
    return _digest(_CONTENT, canonical(fields))


def link_digest(*, chain: str, position: int, previous: str, content: str) -> str:
    return _digest(_LINK, chain, str(position), previous, content)


def seal_digest(*, sequence: int, sealed_date: str, root: str, count: int, previous: str) -> str:
    return _digest(_SEAL, str(sequence), sealed_date, root, str(count), previous)


def _pairs(level: Sequence[str]) -> list[str]:
    paired = [_digest(_NODE, left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return paired + ([level[-1]] if len(level) % 2 else [])


def merkle_root(digests: Iterable[str]) -> str:
    """Root over ``digests`` in the given order; ``GENESIS`` for none. An odd node is carried up unchanged."""
    level = [_digest(_LEAF, digest) for digest in digests]
    while len(level) > 1:
        level = _pairs(level)
    return level[0] if level else GENESIS


def merkle_proof(digests: Sequence[str], index: int) -> list[tuple[str, str]]:
    """The siblings from leaf ``index`` to the root, each as ("left" | "right", digest). Raises IndexError."""
    if not 0 <= index < len(digests):
        raise IndexError(index)
    level, proof = [_digest(_LEAF, digest) for digest in digests], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(("left" if sibling < index else "right", level[sibling]))
        level, index = _pairs(level), index // 2
    return proof


def proof_holds(digest: str, proof: Iterable[tuple[str, str]], root: str) -> bool:
    node = _digest(_LEAF, digest)
    for side, sibling in proof:
        node = _digest(_NODE, sibling, node) if side == "left" else _digest(_NODE, node, sibling)
    return node == root
