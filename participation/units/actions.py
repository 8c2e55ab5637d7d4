from dataclasses import dataclass

from django.db import transaction

from participation.units.models import Area, Category, Service, Unit
from participation.units.office_file import OfficeFile


@dataclass
class Loaded:
    created: int = 0
    kept: int = 0

    def count(self, created: bool) -> None:
        self.created += created
        self.kept += not created


@transaction.atomic
def load_office(office: OfficeFile) -> Loaded:
    """Create what is missing. What exists stays as the office has edited it, however often this runs."""
    loaded = Loaded()
    areas = _load_areas(office, loaded)
    units = _load_units(office, areas, loaded)
    for order, entry in enumerate(office.categories, 1):
        _category, created = Category.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "name": entry["name"],
                "covers": entry.get("covers", ""),
                "default_unit": units.get(entry.get("unit", "")),
                "goes_to_village": entry.get("goes_to_village", False),
                "needs_field_examination": entry.get("needs_field_examination", False),
                "offers_confidential": entry.get("offers_confidential", False),
                "order": order,
            },
        )
        loaded.count(created)
    _load_services(office, units, loaded)
    return loaded


def _load_services(office: OfficeFile, units: dict[str, Unit], loaded: Loaded) -> None:
    for entry in office.services:
        _service, created = Service.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "name": entry["name"],
                "unit": units[entry["unit"]],
                "description": entry.get("description", ""),
                "handles_cases": entry.get("handles_cases", False),
            },
        )
        loaded.count(created)


def _load_areas(office: OfficeFile, loaded: Loaded) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for entry in office.areas:
        area, created = Area.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "kind": entry.get("kind", Area.Kind.VILLAGE),
                "name": entry["name"],
                "code": entry.get("code", ""),
                "parent": areas.get(entry.get("parent", "")),
                "outline": office.outlines.get(entry.get("code", "")),
            },
        )
        areas[entry["slug"]] = area
        loaded.count(created)
    return areas


def _load_units(office: OfficeFile, areas: dict[str, Area], loaded: Loaded) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for entry in office.units:
        unit, created = Unit.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "name": entry["name"],
                "short_name": entry.get("short_name", entry["name"])[:40],
                "kind": entry.get("kind", Unit.Kind.SECTION),
                "area": areas.get(entry.get("area", "")),
                "parent": units.get(entry.get("parent", "")),
                "email": entry.get("email", ""),
                "phone": entry.get("phone", ""),
                "contact_note": entry.get("contact_note", ""),
            },
        )
        units[entry["slug"]] = unit
        loaded.count(created)
    return units
