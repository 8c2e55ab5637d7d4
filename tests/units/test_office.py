from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.units.actions import load_office
from participation.units.models import Area, Category, Closure, Membership, Role, Unit
from participation.units.office_file import OfficeFileError, read_office_file
from participation.units.queries import closed_dates, roles_of, unit_for, units_without_staff
from tests.factories import make_area, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db


def load(tmp_path: Path, text: str):
    path = tmp_path / "kantor.toml"
    path.write_text(text)
    return load_office(read_office_file(path))


def test_the_demo_office_has_every_category_of_the_taxonomy_and_four_kelurahan() -> None:
    call_command("load_units", stdout=StringIO())
    assert Category.objects.count() == 24
    villages = Area.objects.filter(kind="village")
    assert {area.name for area in villages} == {"Cisaranten Wetan", "Pakemitan", "Sukamulya", "Babakan Penghulu"}
    assert all(area.outline["type"] == "Polygon" for area in villages)


def test_loading_again_keeps_what_the_office_has_changed(tmp_path: Path) -> None:
    call_command("load_units", stdout=StringIO())
    Unit.objects.filter(slug="dlh").update(name="Dinas Lingkungan")
    call_command("load_units", stdout=StringIO())
    assert Unit.objects.get(slug="dlh").name == "Dinas Lingkungan"


def test_any_other_office_is_a_file_and_no_code(tmp_path: Path) -> None:
    text = """
    [[areas]]
    slug = "sukajadi"
    name = "Desa Sukajadi"
    kind = "village"
    [[units]]
    slug = "desa"
    name = "Pemerintah Desa Sukajadi"
    kind = "village"
    area = "sukajadi"
    [[categories]]
    slug = "jalan"
    name = "Jalan desa"
    unit = "desa"
    """
    assert load(tmp_path, text).created == 3
    assert unit_for(Category.objects.get()).name == "Pemerintah Desa Sukajadi"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[units", "kantor.toml"),
        ('[[units]]\nname = "Tanpa slug"', "units 1"),
        ('[[categories]]\nslug = "a"\nname = "A"\nunit = "hilang"', "hilang"),
        ('boundaries = "hilang.geojson"', "hilang.geojson"),
    ],
)
def test_a_file_that_describes_no_office_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OfficeFileError, match=message):
        load(tmp_path, text)
    assert Unit.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("load_units", str(tmp_path / "kantor.toml"))


def test_a_category_goes_to_the_kelurahan_of_the_place() -> None:
    area, office = make_area("Pakemitan"), make_unit("Kecamatan")
    village = make_unit("Kelurahan Pakemitan", Unit.Kind.VILLAGE, area)
    category = make_category("fasilitas-umum", office, goes_to_village=True)
    assert unit_for(category, area) == village
    assert unit_for(category, make_area("Sukamulya")) == office
    assert unit_for(category) == office


def test_an_inactive_unit_answers_for_nothing() -> None:
    unit = make_unit("Kecamatan")
    category = make_category("jalan", unit)
    unit.is_active = False
    unit.save()
    assert unit_for(category) is None


def test_units_without_staff_are_those_in_which_nobody_can_work() -> None:
    empty, full, gone = make_unit("PLN"), make_unit("Kesos"), make_unit("Lama")
    make_user("Dewi", Role.OFFICER, full)
    retired = make_user("Pensiun", Role.OFFICER, gone)
    retired.is_active = False
    retired.save()
    make_user("Editor", Role.EDITOR, empty)
    assert set(units_without_staff()) == {empty, gone}


def test_roles_at_an_inactive_unit_give_no_rights() -> None:
    unit = make_unit("Kesos")
    user = make_user("Dewi", Role.OFFICER, unit)
    unit.is_active = False
    unit.save()
    assert roles_of(user) == {}
    assert Membership.objects.count() == 1


def test_closures_close_every_day_of_theirs() -> None:
    Closure.objects.create(name="Pindah kantor", start_date="2026-03-03", end_date="2026-03-05")
    assert sorted(day.isoformat() for day in closed_dates()) == ["2026-03-03", "2026-03-04", "2026-03-05"]
