from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from participation.accounts.models import User
from participation.units.models import Area, Category, Closure, Membership, Role, Service, Unit
from participation.units.outlines import contains, polygons_of


def active_categories() -> QuerySet[Category]:
    return Category.objects.filter(is_active=True)


def active_units() -> QuerySet[Unit]:
    return Unit.objects.filter(is_active=True)


def active_services() -> QuerySet[Service]:
    return Service.objects.filter(is_active=True)


def villages() -> QuerySet[Area]:
    """The kelurahan (or desa) that a resident may name as the place, without their outlines."""
    return Area.objects.filter(kind=Area.Kind.VILLAGE, is_active=True).defer("outline").order_by("name")


def outlined_villages() -> QuerySet[Area]:
    return villages().defer(None).filter(outline__isnull=False)


def village_at(*, latitude: float, longitude: float) -> Area | None:
    """The one kelurahan whose outline holds the point."""
    found = [village for village in outlined_villages() if contains(village.outline, longitude, latitude)]
    return found[0] if len(found) == 1 else None


def village_features() -> dict[str, Any]:
    """The outlines as a GeoJSON FeatureCollection. One that cannot be read is left out, not handed on."""
    features = [
        {
            "type": "Feature",
            "properties": {"slug": village.slug, "name": village.name},
            "geometry": village.outline,
        }
        for village in outlined_villages()
        if polygons_of(village.outline)
    ]
    return {"type": "FeatureCollection", "features": features}


def unit_for(category: Category, area: Area | None = None) -> Unit | None:
    """The active unit that answers for ``category``, or None when the office has not said who does."""
    if category.goes_to_village and area is not None:
        village = active_units().filter(kind=Unit.Kind.VILLAGE, area=area).first()
        if village:
            return village
    unit = category.default_unit
    return unit if unit and unit.is_active else None


def units_without_staff() -> QuerySet[Unit]:
    """Units in which nobody can sign in and work cases; the liaison officer stands in for them."""
    working = Membership.objects.filter(unit=OuterRef("pk"), role__in=[Role.OFFICER, Role.HEAD], user__is_active=True)
    return Unit.objects.filter(~Exists(working))


def roles_of(user: User | AnonymousUser) -> dict[str, set[int]]:
    """Role -> ids of the units it is held at. Empty for whoever holds none; read once per user object."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_roles"):
        roles: dict[str, set[int]] = {}
        for role, unit_id in user.memberships.filter(unit__is_active=True).values_list("role", "unit_id"):
            roles.setdefault(role, set()).add(unit_id)
        user._roles = roles
    return user._roles


def colleagues(unit: Unit) -> QuerySet[User]:
    """Who can be given a case of ``unit``."""
    return User.objects.filter(
        memberships__unit=unit, memberships__role__in=[Role.OFFICER, Role.HEAD], is_active=True
    ).distinct()


def closed_dates() -> frozenset[date]:
    """Every single date of the office's own closures."""
    return frozenset(
        closure.start_date + timedelta(days=offset)
        for closure in Closure.objects.all()
        for offset in range((closure.end_date - closure.start_date).days + 1)
    )
