"""How likely two texts that look alike speak of the same matter, by place and time. Pure."""

from dataclasses import dataclass
from datetime import datetime
from math import cos, exp, hypot, radians

METRES_PER_DEGREE = 111_320
NEAR_METRES = 300
HALF_LIFE_DAYS = 30
PLACE_SHARE, TIME_SHARE = 0.4, 0.15
SAME_RW, SAME_VILLAGE, UNKNOWN_PLACE = 1.0, 0.8, 0.6


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where and when: whatever is known of it."""

    area_id: int | None = None
    rw: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    at: datetime | None = None


def likeness(text_score: float, here: Spot, there: Spot) -> float:
    """The text's score, less the farther away and the longer ago: all of it for the same place now."""
    place = 1 - PLACE_SHARE * (1 - _place(here, there))
    return text_score * place * (1 - TIME_SHARE * (1 - _time(here, there)))


def _place(here: Spot, there: Spot) -> float:
    metres = _metres(here, there)
    if metres is not None:
        return exp(-metres / NEAR_METRES)
    if here.area_id is None or there.area_id is None:
        return UNKNOWN_PLACE
    if here.area_id != there.area_id:
        return 0.0
    return SAME_RW if here.rw is not None and here.rw == there.rw else SAME_VILLAGE


def _metres(here: Spot, there: Spot) -> float | None:
    if None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return None
    north = float(here.latitude) - float(there.latitude)
    east = (float(here.longitude) - float(there.longitude)) * cos(radians(float(here.latitude)))
    return hypot(north, east) * METRES_PER_DEGREE


def _time(here: Spot, there: Spot) -> float:
    if here.at is None or there.at is None:
        return 1.0
    return 0.5 ** (abs((here.at - there.at).total_seconds()) / 86_400 / HALF_LIFE_DAYS)
