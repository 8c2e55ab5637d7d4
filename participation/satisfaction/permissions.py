"""Who may see, run and publish the survey of a service, as data, and the door through which a view gets one."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from participation.accounts.models import User
from participation.satisfaction.models import SurveyPeriod
from participation.units.models import Role, Service
from participation.units.queries import roles_of


class Act(StrEnum):
    VIEW = "view"
    HAND_OUT = "hand_out"
    MANAGE = "manage"
    PUBLISH = "publish"


ALLOWED: dict[Role, frozenset[Act]] = {
    Role.OFFICER: frozenset({Act.VIEW, Act.HAND_OUT}),
    Role.HEAD: frozenset({Act.VIEW, Act.HAND_OUT, Act.MANAGE}),
    Role.LEADER: frozenset({Act.VIEW, Act.PUBLISH}),
}
OFFICE_WIDE = frozenset({Role.LEADER})


def allowed_acts(user: User | AnonymousUser, service: Service) -> frozenset[Act]:
    acts: set[Act] = set()
    for role, units in roles_of(user).items():
        if role in OFFICE_WIDE or service.unit_id in units:
            acts |= ALLOWED.get(Role(role), frozenset())
    return frozenset(acts)


def require(user: User | AnonymousUser, act: Act, service: Service) -> None:
    """Raises PermissionDenied. Actions call it again."""
    if act not in allowed_acts(user, service):
        raise PermissionDenied(f"{act} on {service.slug}")


def can_see_surveys(user: User | AnonymousUser) -> bool:
    return bool(ALLOWED.keys() & roles_of(user).keys())


def services_for(user: User | AnonymousUser, act: Act = Act.VIEW) -> QuerySet[Service]:
    """The services whose surveys this person may see (or manage, …)."""
    roles = {Role(role): units for role, units in roles_of(user).items() if act in ALLOWED.get(Role(role), ())}
    services = Service.objects.select_related("unit")
    if OFFICE_WIDE & roles.keys():
        return services
    return services.filter(unit__in=set().union(*roles.values()))


def periods_for(user: User | AnonymousUser) -> QuerySet[SurveyPeriod]:
    return SurveyPeriod.objects.filter(service__in=services_for(user)).select_related("service__unit")


def get_period_for_staff(user: User | AnonymousUser, pk: int) -> SurveyPeriod:
    """The one door for staff: 403 for whoever runs no surveys at all, 404 for other units' ones."""
    if not can_see_surveys(user):
        raise PermissionDenied("no survey staff")
    period = periods_for(user).filter(pk=pk).first()
    if period is None:
        raise Http404
    return period
