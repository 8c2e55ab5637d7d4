from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from participation.ledger.chain import GENESIS, merkle_root
from participation.ledger.models import Link, Seal, SealedLink
from participation.ledger.seal_file import SealLine


@dataclass(frozen=True)
class Break:
    """Where the record does not hold: a place (chain and position, or seal) and what is wrong there."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


ContentCheck = Callable[[], Iterable[Break]]
_content_checks: dict[str, ContentCheck] = {}


def register_content_check(chain_prefix: str, check: ContentCheck) -> None:
    """An app that keeps chained rows says here how its rows are compared with their links."""
    _content_checks[chain_prefix] = check


def unsealed_links() -> QuerySet[Link]:
    return Link.objects.filter(sealed__isnull=True).order_by("id")


def latest_seal() -> Seal | None:
    return Seal.objects.order_by("-sequence").first()


def published_seals() -> QuerySet[Seal]:
    return Seal.objects.order_by("-sequence")


def seal_line(seal: Seal) -> SealLine:
    return SealLine(
        sequence=seal.sequence,
        sealed_date=seal.sealed_date.isoformat(),
        merkle_root=seal.merkle_root,
        link_count=seal.link_count,
        previous_digest=seal.previous_digest,
        digest=seal.digest,
    )


def find_breaks(published: list[SealLine] | None = None) -> Iterator[Break]:
    """Recompute everything: links, the rows they commit to, seals, and the published seals when given."""
    yield from _broken_links()
    for check in _content_checks.values():
        yield from check()
    yield from _broken_seals()
    if published is not None:
        yield from _broken_against(published)


def _broken_links() -> Iterator[Break]:
    links = Link.objects.order_by("chain", "position").iterator(chunk_size=2000)
    for _chain, members in groupby(links, key=lambda link: link.chain):
        previous, expected = GENESIS, 1
        for link in members:
            reason = _link_fault(link, previous, expected)
            if reason:
                yield Break(str(link), reason)
                break
            previous, expected = link.digest, expected + 1


def _link_fault(link: Link, previous: str, expected: int) -> str:
    if link.position != expected:
        return f"link {expected} of the chain is missing"
    if link.previous_digest != previous:
        return "does not follow the link before it"
    if link.digest != link.computed_digest():
        return "its digest is not that of its content"
    return ""


def _broken_seals() -> Iterator[Break]:
    previous, expected = GENESIS, 1
    for seal in Seal.objects.order_by("sequence"):
        if seal.sequence != expected or seal.previous_digest != previous or seal.digest != seal.computed_digest():
            yield Break(f"seal {expected}", "is missing, changed, or does not follow the seal before it")
            return
        if _recomputed_root(seal.sequence) != (seal.merkle_root, seal.link_count):
            yield Break(f"seal {seal.sequence}", "does not cover the links that are here now")
        previous, expected = seal.digest, expected + 1


def _recomputed_root(sequence: int) -> tuple[str, int]:
    digests = list(
        SealedLink.objects.filter(seal__sequence=sequence).order_by("leaf").values_list("link__digest", flat=True)
    )
    return merkle_root(digests), len(digests)


def _broken_against(published: list[SealLine]) -> Iterator[Break]:
    """Whoever recomputes a chain or cuts its tail, seals included, cannot change what was published."""
    previous = GENESIS
    for expected, line in enumerate(published, 1):
        if line.sequence != expected or line.previous_digest != previous or line.digest != line.computed_digest():
            yield Break(f"published seal {expected}", "the seal file itself is incomplete or changed here")
            return
        if _recomputed_root(line.sequence) != (line.merkle_root, line.link_count):
            yield Break(
                f"published seal {line.sequence}", f"the record no longer matches the seal of {line.sealed_date}"
            )
        previous = line.digest
