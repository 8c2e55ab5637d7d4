"""Outlines of areas as GeoJSON geometries: is a point inside, and how is one drawn. Longitude comes first, as there."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, isfinite, radians
from typing import Any

Position = tuple[float, float]
Ring = list[Position]


def polygons_of(geometry: Any) -> list[list[Ring]]:
    """The polygons of a Polygon or MultiPolygon, each with its outer ring first; none for anything else."""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        found = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
        return [[_ring(ring) for ring in polygon] for polygon in found if polygon]
    except (KeyError, TypeError, ValueError):
        return []


def _ring(positions: Any) -> Ring:
    ring = [(float(position[0]), float(position[1])) for position in positions]
    if len(ring) < 4 or not all(isfinite(number) for position in ring for number in position):
        raise ValueError("no ring")
    return ring


def contains(geometry: Any, longitude: float, latitude: float) -> bool:
    """Holes are outside. Of two areas that share a border, a point on it lies in at most one."""
    return any(
        sum(_crossings(ring, longitude, latitude) for ring in polygon) % 2 == 1 for polygon in polygons_of(geometry)
    )


def _crossings(ring: Ring, x: float, y: float) -> int:
    """How often a ray from the point to the east meets the ring."""
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
    )


@dataclass(frozen=True)
class Drawing:
    """An SVG path with a pin, in whole units of a view box that begins at 0 0."""

    width: int
    height: int
    path: str
    pin_x: int
    pin_y: int


def draw(geometry: Any, longitude: float, latitude: float, *, size: int = 320, margin: int = 16) -> Drawing:
    """The outline with the point, its longer side ``size`` wide. Raises ValueError for a geometry without area."""
    rings = [ring for polygon in polygons_of(geometry) for ring in polygon]
    west, east = _range([x for ring in rings for x, _y in ring])
    south, north = _range([y for ring in rings for _x, y in ring])
    squeeze = cos(radians((south + north) / 2))
    scale = (size - 2 * margin) / max((east - west) * squeeze, north - south)

    def place(x: float, y: float) -> tuple[int, int]:
        return round((x - west) * squeeze * scale) + margin, round((north - y) * scale) + margin

    right, bottom = place(east, south)
    path = "".join("M" + "L".join(f"{px} {py}" for px, py in (place(*p) for p in ring)) + "Z" for ring in rings)
    return Drawing(right + margin, bottom + margin, path, *place(longitude, latitude))


def _range(numbers: list[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)
