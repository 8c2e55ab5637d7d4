"""An office's units, areas, categories and services as a TOML file. Reading and checking only."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class OfficeFileError(ValueError):
    """The file does not describe an office; the message names the entry."""


@dataclass(frozen=True)
class OfficeFile:
    areas: list[dict[str, Any]]
    units: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    services: list[dict[str, Any]] = field(default_factory=list)
    outlines: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_office_file(path: Path) -> OfficeFile:
    """Raises OfficeFileError for TOML that is none, entries without a slug, and references to unknown entries."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OfficeFileError(f"{path.name}: {error}") from error
    office = OfficeFile(
        areas=data.get("areas", []),
        units=data.get("units", []),
        categories=data.get("categories", []),
        services=data.get("services", []),
        outlines=_outlines(path.parent / data["boundaries"]) if "boundaries" in data else {},
    )
    areas, units = _slugs("areas", office.areas), _slugs("units", office.units)
    _slugs("categories", office.categories)
    _slugs("services", office.services)
    _check_references("areas", office.areas, "parent", areas)
    _check_references("units", office.units, "parent", units)
    _check_references("units", office.units, "area", areas)
    _check_references("categories", office.categories, "unit", units)
    _check_services(office.services, units)
    return office


def _slugs(table: str, entries: list[dict[str, Any]]) -> set[str]:
    for number, entry in enumerate(entries, 1):
        if not entry.get("slug") or not entry.get("name"):
            raise OfficeFileError(f"{table} {number}: slug and name are needed")
    return {entry["slug"] for entry in entries}


def _check_references(table: str, entries: list[dict[str, Any]], key: str, known: set[str]) -> None:
    for entry in entries:
        if entry.get(key) and entry[key] not in known:
            raise OfficeFileError(f"{table} {entry['slug']}: {key} '{entry[key]}' is not in the file")


def _check_services(services: list[dict[str, Any]], units: set[str]) -> None:
    for entry in services:
        if entry.get("unit") not in units:
            raise OfficeFileError(f"services {entry['slug']}: unit '{entry.get('unit', '')}' is not in the file")


def _outlines(path: Path) -> dict[str, dict[str, Any]]:
    """Area code -> GeoJSON geometry."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {feature["properties"]["code"]: feature["geometry"] for feature in features}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OfficeFileError(f"{path.name}: {error}") from error
