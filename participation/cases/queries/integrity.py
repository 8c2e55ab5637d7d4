"""Whether the events still are what the ledger's links commit to."""

from collections.abc import Iterator

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from participation.cases.models import Case, CaseEvent
from participation.ledger.chain import salted_digest
from participation.ledger.models import Link
from participation.ledger.queries import Break


def broken_events() -> Iterator[Break]:
    """Events that were changed, words that are not those committed to, links whose event is gone."""
    for event in CaseEvent.objects.select_related("case", "link", "payload").order_by("id").iterator(chunk_size=2000):
        reason = _fault(event)
        if reason:
            yield Break(str(event.link), reason)
    orphans = Link.objects.filter(chain__startswith="case:").exclude(pk__in=CaseEvent.objects.values("link"))
    for link in orphans.order_by("id")[:100]:
        yield Break(str(link), "its event is missing")
    for case in Case.objects.exclude(event_count=_link_count()).order_by("id")[:100]:
        yield Break(case.ledger_chain, f"the case counts {case.event_count} events, the chain has another number")


def _fault(event: CaseEvent) -> str:
    if event.computed_content_digest() != event.link.content_digest:
        return "the event is not the one that was recorded"
    payload = getattr(event, "payload", None)
    if payload is None:
        return "its words are missing" if event.payload_digest else ""
    if payload.erased_at is None and salted_digest(payload.salt, payload.text) != event.payload_digest:
        return "its words are not the ones that were recorded"
    return ""


def _link_count():
    counted = (
        CaseEvent.objects.filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
