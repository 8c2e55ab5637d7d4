"""The published files on disk. They follow from the frozen ballots alone, so that they can be written again."""

from collections.abc import Iterator
from pathlib import Path

from participation.polls import ballot_file
from participation.polls.models import Poll
from participation.polls.queries import box
from participation.polls.queries.definition import Asked, asked
from participation.polls.queries.published import ballot_path, receipt_path


def draft_ballots(poll: Poll, questions: list[Asked], contents: box.Contents, progress: box.Progress) -> str:
    """Write the ballot file beside its place and return its head; ``contents`` is counted on the way."""
    header = box.header(poll, "ballots", poll.ballots.count(), questions)
    return _write(_draft(ballot_path(poll)), ballot_file.chained(header, box.ballot_texts(poll, contents, progress)))


def draft_receipts(poll: Poll, questions: list[Asked]) -> str:
    header = box.header(poll, "receipts", poll.receipts.count(), questions)
    return _write(_draft(receipt_path(poll)), ballot_file.chained(header, box.receipt_texts(poll)))


def put_in_place(poll: Poll) -> None:
    """After the closing has been committed."""
    for path in (ballot_path(poll), receipt_path(poll)):
        if _draft(path).exists():
            _draft(path).replace(path)


def restore_files(poll: Poll) -> bool:
    """Write files that a crash left out. False when the box no longer gives what was counted: nothing is written."""
    questions = asked(poll)
    heads = (
        draft_ballots(poll, questions, box.Contents(questions), box.silent),
        draft_receipts(poll, questions),
    )
    if heads != (poll.result.ballots_head, poll.result.receipts_head):
        return False
    put_in_place(poll)
    return True


def _draft(path: Path) -> Path:
    return path.with_suffix(".draft")


def _write(path: Path, lines: Iterator[tuple[str, str]]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = ""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line, head in lines:  # noqa: B007 -- the last link is the head
            file.write(f"{line}\n")
    return head
