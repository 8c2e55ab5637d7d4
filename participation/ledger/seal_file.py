"""The published seals as lines of JSON in a file outside the database. Pure but for the file itself."""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from participation.ledger.chain import seal_digest


class SealFileError(ValueError):
    """The file is no list of seals."""


@dataclass(frozen=True)
class SealLine:
    sequence: int
    sealed_date: str
    merkle_root: str
    link_count: int
    previous_digest: str
    digest: str

    def computed_digest(self) -> str:
        return seal_digest(
            sequence=self.sequence,
            sealed_date=self.sealed_date,
            root=self.merkle_root,
            count=self.link_count,
            previous=self.previous_digest,
        )


def read(path: Path) -> list[SealLine]:
    """Raises SealFileError naming the line, FileNotFoundError when there is no file."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            lines.append(SealLine(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise SealFileError(f"{path.name}, line {number}: {error}") from error
    return lines


def append_missing(path: Path, seals: Iterable[SealLine]) -> int:
    """Write the seals that the file does not hold yet, durably, and return how many those were.

    Several processes may call it at once; a line cut short by a crash is completed first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        whole, _, torn = file.read().rpartition(b"\n")
        if torn:
            file.truncate(len(whole) + 1 if whole else 0)
        known = {json.loads(line)["sequence"] for line in whole.splitlines() if line}
        missing = [seal for seal in seals if seal.sequence not in known]
        file.write(b"".join(json.dumps(asdict(seal)).encode() + b"\n" for seal in missing))
        file.flush()
        os.fsync(file.fileno())
        return len(missing)
