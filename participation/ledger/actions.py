from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.ledger import queries, seal_file
from participation.ledger.chain import GENESIS, link_digest, merkle_root, seal_digest
from participation.ledger.models import Link, Seal, SealedLink


def append_link(*, chain: str, content: str) -> Link:
    """Add the next link of ``chain``; the caller holds a lock on its owner. A lost race raises IntegrityError."""
    last = Link.objects.filter(chain=chain).order_by("-position").first()
    position, previous = (last.position + 1, last.digest) if last else (1, GENESIS)
    return Link.objects.create(
        chain=chain,
        position=position,
        previous_digest=previous,
        content_digest=content,
        digest=link_digest(chain=chain, position=position, previous=previous, content=content),
    )


def write_seal(*, now: datetime) -> Seal | None:
    """Seal every link that no seal covers, once a day, and publish. Returns None when today's seal exists.

    The row comes first, the file second: a crash between them is made good by the next call.
    """
    seal = _create_seal(now)
    publish_seals()
    return seal


def _create_seal(now: datetime) -> Seal | None:
    today = timezone.localdate(now)
    try:
        with transaction.atomic():
            if Seal.objects.filter(sealed_date__gte=today).exists():
                return None
            links = list(queries.unsealed_links().values_list("id", "digest"))
            last = queries.latest_seal()
            sequence, previous = (last.sequence + 1, last.digest) if last else (1, GENESIS)
            root = merkle_root(digest for _id, digest in links)
            seal = Seal.objects.create(
                sequence=sequence,
                sealed_date=today,
                sealed_at=now,
                merkle_root=root,
                link_count=len(links),
                previous_digest=previous,
                digest=seal_digest(
                    sequence=sequence, sealed_date=today.isoformat(), root=root, count=len(links), previous=previous
                ),
            )
            SealedLink.objects.bulk_create(
                (SealedLink(seal=seal, link_id=link_id, leaf=leaf) for leaf, (link_id, _) in enumerate(links)),
                batch_size=1000,
            )
            return seal
    except IntegrityError:
        return None


def publish_seals(path: Path | None = None) -> int:
    """Append to the seal file what it lacks; returns how many lines were written."""
    seals = Seal.objects.order_by("sequence").iterator()
    return seal_file.append_missing(path or Path(settings.SEALS_FILE), (queries.seal_line(seal) for seal in seals))
