"""The pin: which kelurahan it means, what of it everybody sees, and that nobody needs it."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.cases.actions.publication import unpublish_case
from participation.cases.forms.report import ReportForm
from participation.cases.models import Case
from participation.cases.queries.public import public_pin
from participation.units.models import Area
from portal.settings.base import tile_hosts
from tests.factories import TEXT, Cast, make_area, make_case, publish, route

PIN = {"latitude": Decimal("-6.916437"), "longitude": Decimal("107.702149")}
EXACT = ["916437", "702149", "6.9164", "107.7021"]
ROUNDED = "-6.916,107.702"


def square(longitude: float, latitude: float, size: float = 0.01) -> dict:
    west, east, south, north = longitude - size, longitude + size, latitude - size, latitude + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@pytest.fixture
def village(db: None) -> Area:
    """Pakemitan, with the pin in it, beside Sukamulya, without."""
    for name, longitude in (("Pakemitan", 107.70), ("Sukamulya", 107.72)):
        area = make_area(name)
        area.outline = square(longitude, -6.915)
        area.save()
    return Area.objects.get(slug="pakemitan")


def filled(**fields: object) -> ReportForm:
    return ReportForm({"form_token": str(uuid.uuid4()), "text": TEXT, "identity": "anonymous", **fields})


def chosen(**fields: object) -> Area | None:
    form = filled(**fields)
    assert form.is_valid(), form.errors
    return form.cleaned_data["area"]


def test_pin_names_the_kelurahan(village: Area) -> None:
    assert chosen(**PIN) == village


def test_chosen_kelurahan_wins_over_the_pin(village: Area) -> None:
    assert chosen(**PIN, area="sukamulya").slug == "sukamulya"


def test_pin_elsewhere_names_none(village: Area) -> None:
    assert chosen(latitude="-6.2", longitude="106.8") is None


def test_pin_in_two_outlines_names_none(village: Area) -> None:
    Area.objects.filter(slug="sukamulya").update(outline=square(107.705, -6.915))
    assert chosen(**PIN) is None


def test_kelurahan_out_of_use_is_not_named(village: Area) -> None:
    Area.objects.filter(pk=village.pk).update(is_active=False)
    assert chosen(**PIN) is None


def test_half_a_pin_is_no_pin(village: Area) -> None:
    form = filled(latitude="-6.916437")
    assert form.is_valid()
    assert (form.cleaned_data["latitude"], form.cleaned_data["area"]) == (None, None)


def test_pin_reaches_the_case_through_both_steps(client: Client, village: Area) -> None:
    typed = {"form_token": str(uuid.uuid4()), "text": TEXT, "identity": "anonymous", **PIN}
    check = client.post(reverse("cases:report"), {**typed, "step": "check"}).content.decode()
    assert "Titik di peta sudah ada" in check
    assert "Pakemitan" in check
    client.post(reverse("cases:report"), {**typed, "step": "send"})
    case = Case.objects.get()
    assert (case.latitude, case.longitude, case.area) == (PIN["latitude"], PIN["longitude"], village)


def test_outlines_are_handed_out_without_what_cannot_be_drawn(client: Client, village: Area) -> None:
    Area.objects.filter(slug="sukamulya").update(outline={"type": "Polygon", "coordinates": "rusak"})
    address = reverse("cases:outlines")
    answer = client.get(address)
    assert [feature["properties"] for feature in answer.json()["features"]] == [
        {"slug": "pakemitan", "name": "Pakemitan"}
    ]
    assert "max-age=3600" in answer.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_map_is_offered_without_outlines_or_tiles(client: Client, db: None, settings: Any) -> None:
    make_area()
    page = client.get(reverse("cases:report")).content.decode()
    assert "Tandai di peta" not in page
    assert "Pakai lokasi saya" in page
    settings.MAP_TILES_URL = "https://petak.contoh.id/{z}/{x}/{y}.png"
    assert "Tandai di peta" in client.get(reverse("cases:report")).content.decode()


@pytest.mark.parametrize("address", ["/lapor/", "/laporan/"])
def test_map_is_fetched_only_when_asked_for(client: Client, cast: Cast, village: Area, address: str) -> None:
    publish(make_case(**PIN, area=village), cast.siti)
    page = client.get(address).content.decode()
    assert "leaflet" in page.split('data-scripts="')[1].split('"')[0]
    assert not [part for part in page.split("<") if part.startswith(("script", "link")) and "map" in part]


def listed(client: Client) -> str:
    return client.get(reverse("cases:list")).content.decode()


def test_published_pin_is_rounded_everywhere(client: Client, cast: Cast, village: Area) -> None:
    case = publish(route(make_case(**PIN, area=village), cast), cast.siti)
    page, rows = client.get(f"/laporan/{case.code}/").content.decode(), listed(client)
    assert f'data-pin="{ROUNDED}"' in rows
    assert 'class="pinno">1<' in rows
    assert "Letak kejadian di Pakemitan" in page
    assert [digits for digits in EXACT if digits in page + rows] == []


@pytest.mark.parametrize("identity", Case.Identity.values)
def test_pin_of_an_unread_case_stays_hidden(client: Client, cast: Cast, village: Area, identity: str) -> None:
    case = route(make_case(**PIN, area=village, identity=identity), cast)
    page, rows = client.get(f"/laporan/{case.code}/").content.decode(), listed(client)
    assert public_pin(case) is None
    assert "data-pin" not in rows
    assert "Lihat di peta" not in rows
    assert "Letak kejadian" not in page
    assert "6.916" not in page + rows


def test_pin_goes_with_the_publication(client: Client, cast: Cast, village: Area) -> None:
    case = publish(make_case(**PIN, area=village), cast.siti)
    assert "data-pin" in listed(client)
    unpublish_case(case_id=case.pk, actor=cast.siti, now=case.submitted_at)
    assert "data-pin" not in listed(client)


def test_numbers_of_pins_are_those_of_the_list(client: Client, cast: Cast, village: Area) -> None:
    for place in ({}, PIN, {}, PIN):
        publish(make_case(**place, area=village), cast.siti)
    rows = listed(client)
    numbers = [part.split("<")[0] for part in rows.split('class="pinno">')[1:]]
    assert numbers == ["1", "3"]
    assert rows.count("data-pin") == 2


def test_case_outside_its_kelurahan_is_not_drawn(client: Client, cast: Cast, village: Area) -> None:
    case = publish(make_case(**PIN, area=Area.objects.get(slug="sukamulya")), cast.siti)
    assert "Letak kejadian" not in client.get(f"/laporan/{case.code}/").content.decode()


@pytest.mark.parametrize(
    ("pattern", "hosts"),
    [
        ("", []),
        ("/petak/{z}/{x}/{y}.png", []),
        ("https://petak.contoh.id/{z}/{x}/{y}.png", ["https://petak.contoh.id"]),
        ("http://127.0.0.1:8080/{z}/{x}/{y}.png?kunci=a", ["http://127.0.0.1:8080"]),
        ("https://{s}.petak.contoh.id/{z}/{x}/{y}.png", ["https://*.petak.contoh.id"]),
        ("https://petak-{s}.contoh.id/{z}/{x}/{y}.png", ["https://*.contoh.id"]),
    ],
)
def test_content_policy_lets_in_the_host_of_the_tiles_alone(pattern: str, hosts: list[str]) -> None:
    assert tile_hosts(pattern) == hosts
