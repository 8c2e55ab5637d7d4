"""Who may verify residents, print cards and answer data requests, as data."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from participation.accounts.models import User
from participation.residents.models import CardBatch, DocumentCheck
from participation.units.models import Area, Role, Unit
from participation.units.queries import roles_of, villages


class Act(StrEnum):
    VERIFY = "verify"
    PRINT_CARDS = "print_cards"
    SEE_REQUESTS = "see_requests"
    ANSWER_REQUESTS = "answer_requests"


ALLOWED: dict[Role, frozenset[Act]] = {
    Role.TRIAGE: frozenset({Act.VERIFY}),
    Role.OFFICER: frozenset({Act.VERIFY}),
    Role.HEAD: frozenset({Act.VERIFY, Act.PRINT_CARDS}),
    Role.COMPLAINTS_MANAGER: frozenset({Act.VERIFY, Act.PRINT_CARDS, Act.SEE_REQUESTS, Act.ANSWER_REQUESTS}),
    Role.POLL_COMMITTEE: frozenset({Act.PRINT_CARDS}),
    Role.LEADER: frozenset({Act.SEE_REQUESTS}),
}


def areas_for(user: User | AnonymousUser, act: Act) -> QuerySet[Area]:
    """The kelurahan for whose residents this person may do it: all for the office's sections, its own for a kelurahan.

    Other offices and outside bodies know no residents.
    """
    return _areas_of(_units_where(user, act))


def _units_where(user: User | AnonymousUser, act: Act) -> frozenset[int]:
    held = (units for role, units in roles_of(user).items() if act in ALLOWED.get(Role(role), ()))
    return frozenset().union(*held)


def _areas_of(unit_ids: frozenset[int]) -> QuerySet[Area]:
    if not unit_ids:
        return villages().none()
    units = Unit.objects.filter(pk__in=unit_ids)
    whole_office = Exists(units.filter(kind=Unit.Kind.SECTION))
    own = Exists(units.filter(kind=Unit.Kind.VILLAGE, area=OuterRef("pk")))
    return villages().filter(whole_office | own)


def allowed_acts(user: User | AnonymousUser) -> frozenset[Act]:
    """One query at most where the rights for a place come from the same units, none for who has no such right."""
    acts = frozenset().union(*(ALLOWED.get(Role(role), frozenset()) for role in roles_of(user)))
    places = {_units_where(user, act) for act in acts if _is_local(act)}
    served = {unit_ids for unit_ids in places if _areas_of(unit_ids).exists()}
    return frozenset(act for act in acts if not _is_local(act) or _units_where(user, act) in served)


def _is_local(act: Act) -> bool:
    return act in (Act.VERIFY, Act.PRINT_CARDS)


def require(user: User | AnonymousUser, act: Act, area: Area | None = None) -> None:
    """Raises PermissionDenied; with ``area`` also for somebody who may do it, but not there."""
    if act not in allowed_acts(user):
        raise PermissionDenied(act)
    if area is not None and not areas_for(user, act).filter(pk=area.pk).exists():
        raise PermissionDenied(f"{act} in {area.slug}")


def get_document_check(user: User | AnonymousUser, key: str) -> DocumentCheck:
    """The one door to a document: 403 without the right, 404 for other kelurahan and for what has been decided."""
    require(user, Act.VERIFY)
    found = (
        DocumentCheck.objects.filter(key=key, decided_at__isnull=True, area__in=areas_for(user, Act.VERIFY))
        .select_related("area", "user")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_card_batch(user: User | AnonymousUser, pk: int) -> CardBatch:
    require(user, Act.PRINT_CARDS)
    found = CardBatch.objects.filter(pk=pk, area__in=areas_for(user, Act.PRINT_CARDS)).select_related("area").first()
    if found is None:
        raise Http404
    return found
