"""The staff side: queues with counters, one case with everything that may be seen of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nlp.privacy import find, mask
from participation.accounts.models import User
from participation.cases.lifecycle import OPEN, Status
from participation.cases.models import Case
from participation.cases.permissions import visible_to
from participation.cases.queries.similar import similar_cases_for
from participation.cases.queries.timeline import Audience, timeline
from participation.notifications.queries import messages_about
from participation.routing.queries.explanations import Explanation, explanation_for
from participation.units.models import Role
from participation.units.queries import roles_of

PAGE_SIZE = 30


class Queue(StrEnum):
    TRIAGE = "triase"
    MINE = "saya"
    WORK = "dikerjakan"
    LATE = "lewat-batas"
    WAITING = "menunggu"
    UNPUBLISHED = "belum-tayang"
    ANSWERED = "dijawab"
    ALL = "semua"


QUEUE_LABELS = {
    Queue.TRIAGE: _("Perlu dibaca"),
    Queue.WORK: _("Dikerjakan unit"),
    Queue.MINE: _("Tugas saya"),
    Queue.LATE: _("Lewat batas"),
    Queue.WAITING: _("Menunggu"),
    Queue.UNPUBLISHED: _("Belum ditayangkan"),
    Queue.ANSWERED: _("Sudah dijawab"),
    Queue.ALL: _("Semua"),
}

_RUNNING = [status.value for status in (Status.SUBMITTED, Status.ROUTED, Status.IN_PROGRESS)]
_OPEN = [status.value for status in OPEN]


def _conditions(user: User, today: date) -> dict[Queue, Q]:
    return {
        Queue.TRIAGE: Q(status=Status.SUBMITTED.value),
        Queue.WORK: Q(status__in=[Status.ROUTED.value, Status.IN_PROGRESS.value]),
        Queue.MINE: Q(assignee=user, status__in=_OPEN),
        Queue.LATE: Q(due_date__lt=today, status__in=_RUNNING),
        Queue.WAITING: Q(status__in=[Status.WAITING_REPORTER.value, Status.WAITING_EXTERNAL.value]),
        Queue.UNPUBLISHED: Q(published_at__isnull=True, status__in=_OPEN) & ~Q(identity=Case.Identity.CONFIDENTIAL),
        Queue.ANSWERED: Q(status=Status.RESPONDED.value),
        Queue.ALL: Q(),
    }


@dataclass(frozen=True)
class QueueCount:
    queue: Queue
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class DeskFilters:
    queue: Queue = Queue.ALL
    words: str = ""
    unit: int | None = None
    category: str = ""


def queue_counts(user: User, *, current: Queue, today: date) -> list[QueueCount]:
    """Every queue with its number, in one query."""
    conditions = _conditions(user, today)
    counts = visible_to(user).aggregate(
        **{
            queue.name: Count("pk", filter=condition) if condition else Count("pk")
            for queue, condition in conditions.items()
        }
    )
    return [
        QueueCount(queue, str(label), counts[queue.name], queue is current) for queue, label in QUEUE_LABELS.items()
    ]


def inbox(user: User, filters: DeskFilters, *, today: date) -> QuerySet[Case]:
    """The cases of a queue: urgent ones first, then by due date, then by age."""
    cases = visible_to(user).filter(_conditions(user, today)[filters.queue])
    if filters.words:
        cases = cases.filter(_mentions(filters.words))
    if filters.unit:
        cases = cases.filter(unit=filters.unit)
    if filters.category:
        cases = cases.filter(category__slug=filters.category)
    return (
        cases.select_related("category", "unit", "area", "assignee")
        .defer("area__outline")
        .order_by("-is_urgent", "due_date", "submitted_at", "id")
    )


def _mentions(words: str) -> Q:
    code = "".join(letter for letter in words.upper() if letter.isalnum())
    return Q(code__contains=code) | Q(title__icontains=words) | Q(text__icontains=words)


def first_queue(user: User) -> Queue:
    """Where this person's work begins: triage reads what is new, units see what is theirs."""
    reads_first = {Role.TRIAGE, Role.COMPLAINTS_MANAGER} & roles_of(user).keys()
    return Queue.TRIAGE if reads_first else Queue.WORK


def case_details(case: Case, user: User) -> dict[str, Any]:
    """What the page of one case shows beside the case itself."""
    explanation = explanation_for(case.key, area=case.area)
    return {
        "events": timeline(case, Audience.STAFF),
        "photos": [photo for photo in case.photos.all() if photo.event_id is None],
        "explanation": explanation,
        "kind_suggestion": _other_kind(case, explanation),
        "masked_spans": [(case.text[span.start : span.end], span.kind) for span in find(case.text)],
        "masked_text": mask(case.text),
        "similar": similar_cases_for(user, case, limit=4),
        "merged_cases": case.merged_cases.order_by("id") if getattr(case, "is_main", True) else [],
        "messages_sent": messages_about(f"case:{case.key}"),
    }


def _other_kind(case: Case, explanation: Explanation | None) -> tuple[str, str] | None:
    """The kind that the text seems to be, when the reporter chose another one."""
    kind = explanation.prediction.kind if explanation else ""
    return (kind, Case.Kind(kind).label) if kind in Case.Kind and kind != case.kind else None
