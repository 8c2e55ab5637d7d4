import pytest
from django.test import Client
from django.utils import timezone

from participation.accounts.models import User
from participation.cases.models import DeadlineRuleSet, ReplyTemplate
from participation.units.models import Category, Closure, Membership, Role, Unit
from portal.roles import load_roles
from tests.factories import Cast, make_case, make_cast, make_unit, route

ADMIN = "/kelola/snippets"


@pytest.fixture
def cast(db) -> Cast:
    cast = make_cast()
    load_roles()
    return cast


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.wati)
    return client


def _category_form(category: Category, **changes: object) -> dict[str, object]:
    fields = {
        "name": category.name,
        "slug": category.slug,
        "covers": category.covers,
        "default_unit": category.default_unit_id or "",
        "order": category.order,
        "is_active": "on",
    }
    return fields | changes


@pytest.mark.parametrize(
    "table",
    [
        "units/unit",
        "units/area",
        "units/category",
        "units/closure",
        "units/membership",
        "routing/routingrule",
        "cases/deadlineruleset",
        "cases/replytemplate",
    ],
)
def test_the_admin_sees_and_adds_every_table(admin: Client, table: str) -> None:
    assert admin.get(f"{ADMIN}/{table}/").status_code == 200
    assert admin.get(f"{ADMIN}/{table}/add/").status_code == 200


@pytest.mark.parametrize("person", ["eko", "dewi", "warga"])
def test_others_see_none(cast: Cast, client: Client, person: str) -> None:
    client.force_login(getattr(cast, person))
    for table in ("units/unit", "units/membership", "units/category"):
        assert client.get(f"{ADMIN}/{table}/").status_code == 302


def test_a_slug_changes_until_it_is_used(admin: Client, cast: Cast) -> None:
    address = f"{ADMIN}/units/category/edit/{cast.road.pk}/"
    admin.post(address, _category_form(cast.road, slug="jalan"))
    cast.road.refresh_from_db()
    assert cast.road.slug == "jalan"


def test_a_used_slug_stays_whatever_is_sent(admin: Client, cast: Cast) -> None:
    route(make_case(), cast)
    address = f"{ADMIN}/units/category/edit/{cast.street_light.pk}/"
    response = admin.post(address, _category_form(cast.street_light, slug="lampu", name="Lampu jalan"))
    assert response.status_code == 302
    cast.street_light.refresh_from_db()
    assert (cast.street_light.slug, cast.street_light.name) == ("penerangan-jalan", "Lampu jalan")


def test_what_is_used_is_not_deleted_by_an_administrator_of_everything(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_superuser("super@contoh.id", "kata-sandi-uji"))
    route(make_case(), cast)
    assert client.post(f"{ADMIN}/units/category/delete/{cast.street_light.pk}/").status_code == 302
    bulk = f"/kelola/bulk/units/category/delete/?id={cast.street_light.pk}"
    assert client.post(bulk).status_code == 302
    assert Category.objects.filter(pk=cast.street_light.pk).exists()


def test_what_is_not_used_can_be_deleted(admin: Client) -> None:
    closure = Closure.objects.create(name="Pindah kantor", start_date="2026-03-02", end_date="2026-03-03")
    admin.post(f"{ADMIN}/units/closure/delete/{closure.pk}/")
    assert not Closure.objects.exists()


def test_deadlines_in_use_are_not_changed(admin: Client, cast: Cast) -> None:
    rules = make_case().rules
    address = f"{ADMIN}/cases/deadlineruleset/edit/{rules.pk}/"
    assert admin.get(address).status_code == 302
    assert admin.post(address, {"version": rules.version, "verification_days": 30}).status_code == 302
    rules.refresh_from_db()
    assert rules.verification_days == 3


def test_deadlines_not_yet_in_use_can_be_opened(admin: Client) -> None:
    rules = DeadlineRuleSet.objects.create(version=99, starts_at=timezone.now())
    assert admin.get(f"{ADMIN}/cases/deadlineruleset/edit/{rules.pk}/").status_code == 200


def test_a_membership_names_the_account_by_e_mail_and_gives_its_group(admin: Client, cast: Cast) -> None:
    unit = Unit.objects.get(name="Kecamatan")
    form = {"email": "Warga@contoh.id", "unit": unit.pk, "role": Role.EDITOR}
    assert admin.post(f"{ADMIN}/units/membership/add/", form).status_code == 302
    membership = Membership.objects.get(user=cast.warga)
    assert cast.warga.groups.filter(name="Editor kecamatan").exists()
    admin.post(f"{ADMIN}/units/membership/delete/{membership.pk}/")
    assert not cast.warga.groups.exists()


def test_an_unknown_account_is_refused_without_listing_others(admin: Client) -> None:
    form = {"email": "tidak.ada@contoh.id", "unit": make_unit("Kecamatan").pk, "role": Role.EDITOR}
    html = admin.post(f"{ADMIN}/units/membership/add/", form).content.decode()
    assert "Belum ada akun dengan e-mail ini" in html
    assert "warga@contoh.id" not in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Yth. {nama}, laporan {kode}.", "Isian {nama} tidak dikenal"),
        ("Pada [[isi tanggal].", "kurung yang tidak berpasangan"),
        ("Yth. {nama_pelapor}, pada [[isi tanggal]].", ""),
    ],
)
def test_a_reply_template_with_unknown_placeholders_is_refused(admin: Client, text: str, message: str) -> None:
    form = {"title": "Lampu diganti", "outcome": "fixed", "category": "", "text": text, "is_active": "on"}
    response = admin.post(f"{ADMIN}/cases/replytemplate/add/", form)
    assert ReplyTemplate.objects.exists() is not bool(message)
    assert message in response.content.decode()
    assert response.status_code == (200 if message else 302)
