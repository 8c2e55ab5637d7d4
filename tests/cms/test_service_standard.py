import pytest

from cms.models import ServicePage
from cms.service_standard import COMPONENTS, INTERNAL, PUBLIC, calendar_duration, completeness

EXPECTED = [
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Jangka waktu",
    "Biaya/tarif",
    "Produk pelayanan",
    "Penanganan pengaduan, saran, dan masukan",
    "Dasar hukum",
    "Sarana dan prasarana",
    "Kompetensi pelaksana",
    "Pengawasan internal",
    "Jumlah pelaksana",
    "Jaminan pelayanan",
    "Jaminan keamanan dan keselamatan",
    "Evaluasi kinerja pelaksana",
]


def test_a_standard_has_its_fourteen_components_in_order():
    assert [str(component.label) for component in COMPONENTS] == EXPECTED
    assert (len(PUBLIC), len(INTERNAL)) == (6, 8)


def test_the_page_has_one_field_a_component():
    fields = {field.name: field for field in ServicePage._meta.get_fields()}
    assert [str(fields[component.key].verbose_name) for component in COMPONENTS] == EXPECTED


@pytest.mark.parametrize(
    ("filled", "components", "expected", "is_complete"),
    [
        ([], COMPONENTS, (0, 14), False),
        (["requirements", "legal_basis"], COMPONENTS, (2, 14), False),
        (["requirements", "legal_basis"], PUBLIC, (1, 6), False),
        (["requirements", "requirements", "elsewhere"], PUBLIC, (1, 6), False),
        ([component.key for component in PUBLIC], PUBLIC, (6, 6), True),
        ([component.key for component in COMPONENTS], COMPONENTS, (14, 14), True),
    ],
)
def test_completeness_counts_known_components_once(filled, components, expected, is_complete):
    result = completeness(filled, components)
    assert ((result.filled, result.total), result.is_complete) == (expected, is_complete)


@pytest.mark.parametrize(("working_days", "expected"), [(1, "P3D"), (3, "P5D"), (5, "P7D"), (6, "P10D"), (14, "P20D")])
def test_working_days_become_the_calendar_days_they_take_at_most(working_days, expected):
    assert calendar_duration(working_days) == expected
