"""What verify_ledger checks of polls: the committee's events. verify_poll recounts the ballots as well."""

from collections.abc import Iterator

from participation.ledger.models import Link
from participation.ledger.queries import Break
from participation.polls.models import PollEvent


def broken_polls() -> Iterator[Break]:
    for event in PollEvent.objects.select_related("poll", "link").order_by("id").iterator(chunk_size=2000):
        if event.computed_content_digest() != event.link.content_digest:
            yield Break(str(event.link), "the event is not the one that was recorded")
    orphans = Link.objects.filter(chain__startswith="poll:").exclude(pk__in=PollEvent.objects.values("link"))
    for link in orphans.order_by("id")[:100]:
        yield Break(str(link), "its event is missing")
