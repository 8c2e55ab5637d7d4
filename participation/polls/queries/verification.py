"""Whether a counted poll still is what was counted: every ballot, receipt and line of the tally, named when not."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from participation.ledger.chain import content_digest
from participation.ledger.queries import Break
from participation.polls import ballot_file
from participation.polls.counting import Row, fault_of
from participation.polls.models import Poll, PollEvent, Result
from participation.polls.queries import box
from participation.polls.queries.definition import Asked, asked, definition
from participation.polls.queries.published import ballot_path, frozen_rows, receipt_path

MOST_NAMED = 20


def poll_faults(poll: Poll, progress: box.Progress = box.silent) -> Iterator[Break]:
    """Recount from the database and compare with the frozen tally, the published files and the ledger."""
    result = Result.objects.filter(poll=poll).first()
    if result is None:
        yield Break(poll.ledger_chain, "has no result")
        return
    yield from _broken_events(poll, result)
    questions = asked(poll)
    contents = box.Contents(questions)
    yield from _broken_ballots(poll, result, questions, contents, progress)
    yield from _broken_receipts(poll, result, questions)
    yield from _broken_tally(poll, result, questions, contents)
    yield from _broken_counts(poll, result, contents)


def _broken_events(poll: Poll, result: Result) -> Iterator[Break]:
    events = {event.kind: event for event in PollEvent.objects.filter(poll=poll).select_related("link", "poll")}
    for kind in (PollEvent.Kind.OPENED, PollEvent.Kind.CLOSED):
        if kind not in events:
            yield Break(poll.ledger_chain, f"the event “{kind}” is missing")
            return
    for event in events.values():
        if event.computed_content_digest() != event.link.content_digest:
            yield Break(str(event.link), f"the event “{event.kind}” is not the one that was recorded")
    if events[PollEvent.Kind.OPENED].data.get("definition") != content_digest(definition(poll)):
        yield Break(poll.ledger_chain, "questions or terms are not those that were opened")
    closing = events[PollEvent.Kind.CLOSED].data
    for name, value in closing.items():
        if getattr(result, name, None) != value:
            yield Break(poll.ledger_chain, f"the frozen result says another {name} than the ledger")


def _broken_ballots(
    poll: Poll, result: Result, questions: list[Asked], contents: box.Contents, progress: box.Progress
) -> Iterator[Break]:
    header = box.header(poll, "ballots", result.ballot_count, questions)
    head = ""
    for _line, head in ballot_file.chained(header, box.ballot_texts(poll, contents, progress)):  # noqa: B007
        pass
    for content in contents.counts:
        answers = contents.answers(content)
        for item in questions:
            fault = fault_of(answers.get(item.number, ()), item.rules)
            if fault and item.rules.options:
                yield Break(f"question {item.number}", f"{contents.counts[content]} ballots break its rules ({fault})")
    if head != result.ballots_head:
        yield Break("ballots", "are not those that were counted")
        yield from _named(ballot_path(poll), result.ballots_head, _ballots_now(poll, questions), "ballot", "id")
    else:
        yield from _broken_file(ballot_path(poll), result.ballots_head, "ballot file")


def _ballots_now(poll: Poll, questions: list[Asked]) -> Iterator[tuple[str, str]]:
    contents = box.Contents(questions)
    for ballot, content in box.ballots_of(poll):
        yield ballot, contents.text(content)


def _broken_receipts(poll: Poll, result: Result, questions: list[Asked]) -> Iterator[Break]:
    header = box.header(poll, "receipts", result.receipt_count, questions)
    head = ""
    for _line, head in ballot_file.chained(header, box.receipt_texts(poll)):  # noqa: B007
        pass
    if head != result.receipts_head:
        yield Break("receipts", "are not those that were counted")
        now = ((code, "") for code in poll.receipts.order_by("code").values_list("code", flat=True))
        yield from _named(receipt_path(poll), result.receipts_head, now, "receipt", "receipt")
    else:
        yield from _broken_file(receipt_path(poll), result.receipts_head, "receipt file")


def _broken_file(path: Path, head: str, name: str) -> Iterator[Break]:
    if not path.exists():
        yield Break(name, "is not there")
        return
    try:
        if _head_of(path) != head:
            yield Break(name, "ends in another chain than the frozen result")
    except ballot_file.FileFault as fault:
        yield Break(name, str(fault))


def _head_of(path: Path) -> str:
    chain = ""
    with path.open(encoding="utf-8") as file:
        for line in ballot_file.read(file):
            chain = line.chain
    return chain


def _named(path: Path, head: str, present: Iterable[tuple[str, str]], what: str, key: str) -> Iterator[Break]:
    """Which ones differ, as far as a published file is there that still has the frozen head."""
    try:
        if not path.exists() or _head_of(path) != head:
            yield Break(f"{what} file", "is not there or was changed too, so single ones cannot be named")
            return
    except ballot_file.FileFault as fault:
        yield Break(f"{what} file", str(fault))
        return
    with path.open(encoding="utf-8") as file:
        counted = {line.value[key]: line.value.get("a") for line in ballot_file.read(file) if line.number}
    yield from islice(_differences(counted, present, what), MOST_NAMED)


def _differences(counted: dict, present: Iterable[tuple[str, str]], what: str) -> Iterator[Break]:
    for name, answers in present:
        if name not in counted:
            yield Break(f"{what} {name}", "was added after the count")
            continue
        before = counted.pop(name)
        if before is not None and ballot_file.canonical(before) != answers:
            yield Break(f"{what} {name}", "was changed after the count")
    for name in counted:
        yield Break(f"{what} {name}", "was removed after the count")


def _broken_tally(poll: Poll, result: Result, questions: list[Asked], contents: box.Contents) -> Iterator[Break]:
    frozen = frozen_rows(poll, questions)
    if box.rows_digest(frozen) != result.tally_digest:
        yield Break("tally", "is not the one that was frozen")
    counted = box.count_rows(questions, contents, seed=result.ballots_head)
    yield from row_differences(counted, frozen)


def row_differences(counted: Iterable[Row], frozen: Iterable[Row]) -> Iterator[Break]:
    place: Callable[[Row], tuple[int, int, int]] = lambda row: (row.question, row.round, row.option)  # noqa: E731
    known = {place(row): row for row in counted}
    for row in frozen:
        name = f"tally row: question {row.question}, round {row.round}, option {row.option}"
        expected = known.pop(place(row), None)
        if expected is None:
            yield Break(name, "was added; the ballots do not give it")
        elif expected != row:
            yield Break(name, f"says {row.votes} {row.outcome}, the ballots give {expected.votes} {expected.outcome}")
    for question, number, option in known:
        yield Break(f"tally row: question {question}, round {number}, option {option}", "is missing")


def _broken_counts(poll: Poll, result: Result, contents: box.Contents) -> Iterator[Break]:
    present = {
        "voter_count": poll.participations.count(),
        "ballot_count": sum(contents.counts.values()),
        "receipt_count": poll.receipts.count(),
        "text_count": poll.texts.count(),
    }
    for name, count in present.items():
        if getattr(result, name) != count:
            yield Break(name, f"was {getattr(result, name)} at the count and is {count} now")
    if box.texts_digest(poll) != result.texts_digest:
        yield Break("free answers", "are not those that were counted")
    if box.voters_by_place(poll) != {
        (row.area_id, row.rw): row.voter_count for row in poll.turnout.all() if row.voter_count
    }:
        yield Break("turnout", "is not what the list of voters gives")
