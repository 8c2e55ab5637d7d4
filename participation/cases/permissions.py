"""Who may see and do what with a case, as data, and the doors through which a view gets one."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from participation.accounts.models import User
from participation.cases.lifecycle import SOURCES, Status, Step
from participation.cases.models import Case
from participation.units.models import Role
from participation.units.queries import roles_of, units_without_staff


class Act(StrEnum):
    """What a member of staff can do with a case."""

    VIEW = "view"
    NOTE = "note"
    PUBLISH = "publish"
    ROUTE = "route"
    ACCEPT = "accept"
    ASSIGN = "assign"
    RETURN = "return"
    ASK = "ask"
    WAIT_EXTERNAL = "wait_external"
    RESUME = "resume"
    RESPOND = "respond"
    REJECT = "reject"
    RESTORE = "restore"
    MERGE = "merge"
    UNMERGE = "unmerge"
    VIEW_ORIGINAL = "view_original"
    OPEN_IDENTITY = "open_identity"


_UNIT_WORK = frozenset(
    {
        Act.VIEW,
        Act.NOTE,
        Act.PUBLISH,
        Act.ACCEPT,
        Act.RETURN,
        Act.ASK,
        Act.WAIT_EXTERNAL,
        Act.RESUME,
        Act.RESPOND,
        Act.VIEW_ORIGINAL,
    }
)
_TRIAGE = frozenset(
    {
        Act.VIEW,
        Act.NOTE,
        Act.PUBLISH,
        Act.ROUTE,
        Act.ASK,
        Act.RESPOND,
        Act.REJECT,
        Act.RESTORE,
        Act.MERGE,
        Act.UNMERGE,
        Act.VIEW_ORIGINAL,
    }
)

ALLOWED: dict[Role, frozenset[Act]] = {
    Role.TRIAGE: _TRIAGE,
    Role.OFFICER: _UNIT_WORK,
    Role.LIAISON: _UNIT_WORK,
    Role.HEAD: _UNIT_WORK | {Act.ASSIGN, Act.ROUTE},
    Role.COMPLAINTS_MANAGER: _TRIAGE | _UNIT_WORK | {Act.ASSIGN, Act.OPEN_IDENTITY},
    Role.LEADER: frozenset({Act.VIEW, Act.NOTE, Act.PUBLISH}),
    Role.EDITOR: frozenset(),
    Role.POLL_COMMITTEE: frozenset(),
    Role.ADMIN: frozenset(),
}

# Triage answers and asks only before a unit has the case; afterwards it is the unit's.
_TRIAGE_ONLY_EARLY = {Act.ASK: frozenset({Status.SUBMITTED}), Act.RESPOND: frozenset({Status.SUBMITTED})}

_ALWAYS: frozenset[Status] = frozenset(Status)
_BEING_WORKED: frozenset[Status] = frozenset(Status) - {Status.REJECTED, Status.MERGED}

STATUSES: dict[Act, frozenset[Status]] = {
    Act.VIEW: _ALWAYS,
    Act.NOTE: _ALWAYS,
    Act.VIEW_ORIGINAL: _ALWAYS,
    Act.OPEN_IDENTITY: _ALWAYS,
    Act.PUBLISH: _BEING_WORKED,
    Act.ASSIGN: frozenset({Status.ROUTED, Status.IN_PROGRESS, Status.WAITING_REPORTER, Status.WAITING_EXTERNAL}),
    **{
        act: SOURCES[Step(act.value)]
        for act in (
            Act.ROUTE,
            Act.ACCEPT,
            Act.RETURN,
            Act.ASK,
            Act.WAIT_EXTERNAL,
            Act.RESUME,
            Act.RESPOND,
            Act.REJECT,
            Act.RESTORE,
            Act.MERGE,
            Act.UNMERGE,
        )
    },
}

STAFF_ROLES: frozenset[Role] = frozenset(role for role, acts in ALLOWED.items() if acts)
OFFICE_WIDE: frozenset[Role] = frozenset({Role.TRIAGE, Role.COMPLAINTS_MANAGER, Role.LEADER})
SEE_CONFIDENTIAL: frozenset[Role] = frozenset({Role.COMPLAINTS_MANAGER, Role.LEADER})


def is_staff(user: User | AnonymousUser) -> bool:
    return bool(STAFF_ROLES & roles_of(user).keys())


def visible_to(user: User | AnonymousUser, cases: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases that exist for this person. A confidential one exists for its unit and the named roles only."""
    cases = Case.objects.all() if cases is None else cases
    roles = roles_of(user)
    if SEE_CONFIDENTIAL & roles.keys():
        return cases
    own_units = roles.get(Role.OFFICER, set()) | roles.get(Role.HEAD, set())
    seen = Q(unit__in=own_units)
    if Role.TRIAGE in roles:
        seen |= ~Q(identity=Case.Identity.CONFIDENTIAL)
    if Role.LIAISON in roles:
        seen |= Q(unit__in=units_without_staff()) & ~Q(identity=Case.Identity.CONFIDENTIAL)
    return cases.filter(seen) if roles else cases.none()


def roles_on(user: User | AnonymousUser, case: Case) -> frozenset[Role]:
    """The roles in which this person meets this case."""
    return frozenset(Role(role) for role, units in roles_of(user).items() if _applies(Role(role), units, case))


def _applies(role: Role, units: set[int], case: Case) -> bool:
    confidential = case.identity == Case.Identity.CONFIDENTIAL
    if role in OFFICE_WIDE:
        return not confidential or role in SEE_CONFIDENTIAL
    if role in (Role.OFFICER, Role.HEAD):
        return case.unit_id in units
    if role is Role.LIAISON:
        return not confidential and case.unit_id is not None and units_without_staff().filter(pk=case.unit_id).exists()
    return False


def allowed_acts(user: User | AnonymousUser, case: Case) -> frozenset[Act]:
    """What this person may do with this case as it stands now."""
    acts: set[Act] = set()
    for role in roles_on(user, case):
        acts |= {act for act in ALLOWED[role] if case.state in _statuses(role, act)}
    if case.identity == Case.Identity.CONFIDENTIAL:
        acts.discard(Act.PUBLISH)
    return frozenset(acts)


def _statuses(role: Role, act: Act) -> frozenset[Status]:
    if role is Role.TRIAGE and act in _TRIAGE_ONLY_EARLY:
        return _TRIAGE_ONLY_EARLY[act]
    return STATUSES[act]


def can(user: User | AnonymousUser, act: Act, case: Case) -> bool:
    return act in allowed_acts(user, case)


def require(user: User | AnonymousUser, act: Act, case: Case) -> None:
    """Raises PermissionDenied. Actions call it again on the locked row."""
    if not can(user, act, case):
        raise PermissionDenied(f"{act} on {case.code}")


def get_case_for_staff(user: User | AnonymousUser, code: str) -> Case:
    """The one door to a case for staff: 404 for whom it does not exist, 403 for whoever is no case staff at all."""
    if not is_staff(user):
        raise PermissionDenied("no case staff")
    case = (
        visible_to(user)
        .filter(code=code)
        .select_related("category", "unit", "area", "assignee", "rules", "merged_into")
        .annotate(is_main=Exists(Case.objects.filter(merged_into=OuterRef("pk"))))
        .prefetch_related("photos")
        .first()
    )
    if case is None:
        raise Http404
    return case


def get_public_case(code: str) -> Case:
    """The one door to a case for everybody: 404 for confidential ones, exactly as for codes that do not exist."""
    case = (
        Case.objects.exclude(identity=Case.Identity.CONFIDENTIAL)
        .filter(code=code)
        .select_related("category", "unit", "area", "reporter")
        .defer("text", "reporter__name", "reporter__email", "reporter__phone")
        .prefetch_related("photos")
        .first()
    )
    if case is None:
        raise Http404
    return case
