"""What a count published: where the files are, and the result as data."""

from pathlib import Path
from typing import Any

from django.conf import settings

from participation.ledger.chain import merkle_proof
from participation.ledger.models import Link, SealedLink
from participation.polls import ballot_file
from participation.polls.counting import Row
from participation.polls.models import Poll, PollEvent, Result, Tally
from participation.polls.queries.definition import Asked, asked


def ballot_path(poll: Poll) -> Path:
    return Path(settings.POLL_FILES) / str(poll.key) / "suara.jsonl"


def receipt_path(poll: Poll) -> Path:
    return Path(settings.POLL_FILES) / str(poll.key) / "bukti.jsonl"


def may_publish(result: Result) -> bool:
    """A handful of secret ballots would tell what single people chose: then only the turnout is shown."""
    return not (result.poll.is_secret and result.is_too_small)


def frozen_rows(poll: Poll, questions: list[Asked]) -> list[Row]:
    numbers = {item.question.pk: (item.number, item.number_of) for item in questions}
    return [
        Row(
            question=numbers[row.question_id][0],
            round=row.round,
            option=numbers[row.question_id][1][row.option_id] if row.option_id else 0,
            votes=row.votes,
            outcome=row.outcome,
        )
        for row in Tally.objects.filter(poll=poll).order_by("id")
    ]


def result_data(poll: Poll) -> dict[str, Any]:
    """hasil.json: the tally, the heads of both files, and the way from there to a published seal."""
    result: Result = poll.result
    event = PollEvent.objects.select_related("link", "poll").get(poll=poll, kind=PollEvent.Kind.CLOSED)
    rows = frozen_rows(poll, asked(poll))
    return {
        "format": ballot_file.FORMAT,
        "poll": str(poll.key),
        "title": poll.title,
        "ballot_count": result.ballot_count,
        "receipt_count": result.receipt_count,
        "missing_paper_count": result.missing_paper_count,
        "ballots_head": result.ballots_head,
        "receipts_head": result.receipts_head,
        "tally": [
            {
                "question": row.question,
                "round": row.round,
                "option": row.option,
                "votes": row.votes,
                "outcome": row.outcome,
            }
            for row in rows
        ],
        "event": event.fields(),
        "link": _link(event.link),
        "seal": _seal(event.link),
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "chain": link.chain,
        "position": link.position,
        "previous": link.previous_digest,
        "digest": link.digest,
    }


def _seal(link: Link) -> dict[str, Any] | None:
    """The proof that the closing is covered by a daily seal; None until the next one is written."""
    sealed = SealedLink.objects.filter(link=link).select_related("seal").first()
    if sealed is None:
        return None
    digests = list(SealedLink.objects.filter(seal=sealed.seal).order_by("leaf").values_list("link__digest", flat=True))
    return {
        "sequence": sealed.seal.sequence,
        "merkle_root": sealed.seal.merkle_root,
        "proof": [list(step) for step in merkle_proof(digests, sealed.leaf)],
    }
