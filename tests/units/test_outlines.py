"""Points in outlines, and outlines drawn."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.units import office_file
from participation.units.outlines import contains, draw, polygons_of

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
WITH_HOLE = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]}
TWO = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], [[[6, 0], [8, 0], [8, 2], [6, 0]]]]}
NOTCHED = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [2, 1], [0, 4], [0, 0]]]}
CINAMBO = Path(office_file.__file__).parent / "data" / "cinambo-kelurahan.geojson"


@pytest.mark.parametrize(
    ("outline", "x", "y", "inside"),
    [
        (SQUARE, 2, 2, True),
        (SQUARE, 5, 2, False),
        (SQUARE, -1, 2, False),
        (SQUARE, 2, 4.1, False),
        (WITH_HOLE, 2, 2, False),
        (WITH_HOLE, 0.5, 2, True),
        (TWO, 7, 0.5, True),
        (TWO, 5, 0.5, False),
        (NOTCHED, 2, 3, False),
        (NOTCHED, 0.5, 3, True),
    ],
)
def test_point_in_outline(outline: dict, x: float, y: float, inside: bool) -> None:
    assert contains(outline, x, y) is inside


@pytest.mark.parametrize(
    "outline",
    [
        None,
        {},
        "Polygon",
        {"type": "Point", "coordinates": [1, 1]},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[["a", 0], [4, 0], [4, 4], [0, 4]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [4, float("nan")], [4, 4], [0, 4]]]},
    ],
)
def test_what_is_no_outline_holds_nothing(outline: object) -> None:
    assert polygons_of(outline) == []
    assert not contains(outline, 1, 1)


@given(x=st.floats(-1, 5), y=st.floats(-1, 5))
def test_areas_that_share_a_border_never_both_hold_a_point(x: float, y: float) -> None:
    left = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [3, 4], [0, 4], [0, 0]]]}
    right = {"type": "Polygon", "coordinates": [[[2, 0], [4, 0], [4, 4], [3, 4], [2, 0]]]}
    assert not (contains(left, x, y) and contains(right, x, y))
    if 0 < x < 4 and 0 < y < 4:
        assert contains(left, x, y) or contains(right, x, y)


def test_the_office_has_one_kelurahan_for_the_middle_of_each_of_them() -> None:
    features = json.loads(CINAMBO.read_text())["features"]
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        south, north = min(y for _x, y in ring), max(y for _x, y in ring)
        y = (south + north) / 2
        crossings = sorted(
            (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y)
        )
        x = (crossings[0] + crossings[1]) / 2
        holding = [other["properties"]["name"] for other in features if contains(other["geometry"], x, y)]
        assert holding == [feature["properties"]["name"]]


def test_drawing_keeps_shape_and_pin() -> None:
    drawing = draw(SQUARE, 3, 3, size=120, margin=10)
    assert (drawing.width, drawing.height) == (120, 120)
    assert drawing.path == "M10 110L110 110L110 10L10 10L10 110Z"
    assert (drawing.pin_x, drawing.pin_y) == (85, 35)


def test_drawing_far_from_the_equator_is_narrower() -> None:
    north = {"type": "Polygon", "coordinates": [[[0, 58], [4, 58], [4, 62], [0, 62], [0, 58]]]}
    drawing = draw(north, 2, 60, size=120, margin=10)
    assert (drawing.width, drawing.height) == (70, 120)
