"""The service standard as data: which components a standard has, which of them residents need, how long things take."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _

WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Component:
    key: str
    label: Any
    is_public: bool


PUBLIC = tuple(
    Component(key, label, True)
    for key, label in (
        ("requirements", _("Persyaratan")),
        ("procedure", _("Sistem, mekanisme, dan prosedur")),
        ("duration", _("Jangka waktu")),
        ("cost", _("Biaya/tarif")),
        ("output", _("Produk pelayanan")),
        ("complaints", _("Penanganan pengaduan, saran, dan masukan")),
    )
)
INTERNAL = tuple(
    Component(key, label, False)
    for key, label in (
        ("legal_basis", _("Dasar hukum")),
        ("facilities", _("Sarana dan prasarana")),
        ("competence", _("Kompetensi pelaksana")),
        ("supervision", _("Pengawasan internal")),
        ("staffing", _("Jumlah pelaksana")),
        ("service_guarantee", _("Jaminan pelayanan")),
        ("safety_guarantee", _("Jaminan keamanan dan keselamatan")),
        ("performance_review", _("Evaluasi kinerja pelaksana")),
    )
)
COMPONENTS = PUBLIC + INTERNAL
LABELS = {component.key: component.label for component in COMPONENTS}


@dataclass(frozen=True)
class Completeness:
    """How many components say something, of how many."""

    filled: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.filled == self.total


def completeness(filled_keys: Iterable[str], components: tuple[Component, ...] = COMPONENTS) -> Completeness:
    filled = set(filled_keys)
    return Completeness(sum(component.key in filled for component in components), len(components))


def calendar_duration(working_days: int) -> str:
    """ISO 8601, which knows no working days: the calendar days that so many take at most, holidays aside."""
    return f"P{working_days + 2 * ceil(working_days / WORKING_DAYS_A_WEEK)}D"
