"""The map as people meet it: by touch, by keyboard, by the device's own position, and not at all."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from participation.cases.models import Case
from participation.units.models import Area
from participation.units.queries import village_at
from tests.journeys.office import Office
from tests.journeys.people import Person

STORY = "Got depan pasar meluap tiap hujan, air masuk ke kios sejak minggu lalu."
INSIDE = {"latitude": -6.92, "longitude": 107.6925}


def spot(person: Person) -> tuple[float, float]:
    """What the form would send."""
    fields = (person.page.locator(f"[name={name}]").input_value() for name in INSIDE)
    return tuple(float(value) for value in fields)


def said(person: Person) -> Locator:
    return person.page.locator("#lokasi")


def open_map(person: Person, button: str = "Tandai di peta") -> Locator:
    person.press(button)
    canvas = person.page.locator("[data-canvas]")
    expect(canvas.locator(".map__area").first).to_be_visible()
    return canvas


def violations(person: Person) -> list[str]:
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in Axe().run(person.page).response["violations"]]


@pytest.fixture
def reporter(visit: Callable[..., Person]) -> Person:
    person = visit(width=375)
    person.requests = []
    person.page.on("request", lambda request: person.requests.append(request.url))
    person.open("/lapor/")
    return person


def test_map_is_not_fetched_before_it_is_asked_for(reporter: Person) -> None:
    reporter.page.wait_for_load_state("networkidle")
    assert [url for url in reporter.requests if "leaflet" in url or "map" in url or "peta" in url] == []
    open_map(reporter)
    fetched = [url for url in reporter.requests if "leaflet" in url or "/map" in url or "/peta/" in url]
    assert len(fetched) == 5
    assert all(url.startswith(reporter.office.url) for url in reporter.requests)
    open_map_again = reporter.page.get_by_role("button", name="Tandai di peta")
    open_map_again.click()
    expect(reporter.page.locator("[data-canvas]")).to_be_hidden()
    open_map_again.click()
    expect(reporter.page.locator("[data-canvas]")).to_be_visible()
    assert len([url for url in reporter.requests if "leaflet" in url]) == 2


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_tap_sets_the_pin_and_the_kelurahan(visit: Callable[..., Person], width: int, colours: str) -> None:
    budi = visit(width=width, colours=colours)
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", STORY)
    canvas = open_map(budi)
    size = canvas.bounding_box()
    canvas.click(position={"x": size["width"] / 2, "y": size["height"] * 0.4})
    expect(said(budi)).to_have_text(re.compile(r"^Titik terpasang di \w+"))
    with budi.office.database():
        latitude, longitude = spot(budi)
        village = village_at(latitude=latitude, longitude=longitude)
    assert village.name in said(budi).inner_text()
    expect(budi.page.get_by_label("Kelurahan")).to_have_value(village.slug)
    assert violations(budi) == []
    budi.is_untroubled()


def test_dragged_pin_moves_the_place(reporter: Person) -> None:
    open_map(reporter)
    reporter.press("Taruh pin di tengah peta")
    before = spot(reporter)
    pin = reporter.page.locator(".map__mark").bounding_box()
    x, y = pin["x"] + pin["width"] / 2, pin["y"] + pin["height"] / 2
    reporter.page.mouse.move(x, y)
    reporter.page.mouse.down()
    reporter.page.mouse.move(x + 20, y + 20, steps=4)
    reporter.page.mouse.move(x + 40, y + 40, steps=4)
    reporter.page.mouse.up()
    reporter.page.wait_for_function(
        "before => document.querySelector('[name=latitude]').value !== before",
        arg=f"{before[0]:.6f}",
    )
    after = spot(reporter)
    assert after[0] < before[0]
    assert after[1] > before[1]
    reporter.is_untroubled()


def test_keyboard_alone_sets_moves_and_removes_the_pin(reporter: Person) -> None:
    page = reporter.page
    page.get_by_role("button", name="Tandai di peta").focus()
    page.keyboard.press("Enter")
    middle = page.get_by_role("button", name="Taruh pin di tengah peta")
    expect(page.locator(".map__area").first).to_be_visible()
    middle.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Pin tempat kejadian")).to_be_focused()
    start = spot(reporter)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    page.wait_for_function(
        "before => document.querySelector('[name=latitude]').value !== before", arg=f"{start[0]:.6f}"
    )
    latitude, longitude = spot(reporter)
    assert latitude > start[0]
    assert longitude > start[1]
    assert latitude - start[0] > 3 * (longitude - start[1])
    page.get_by_role("button", name="Hapus titik").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map__mark")).to_have_count(0)
    expect(page.locator("[name=latitude]")).to_have_value("")
    expect(page.get_by_role("button", name="Hapus titik")).to_be_hidden()
    expect(said(reporter)).to_have_text("Titik sudah dihapus.")
    reporter.is_untroubled()


def test_own_position_with_and_without_the_map(visit: Callable[..., Person]) -> None:
    budi = visit(width=375, permissions=["geolocation"], geolocation=INSIDE)
    budi.open("/lapor/")
    budi.press("Pakai lokasi saya")
    expect(said(budi)).to_contain_text("Lokasi Anda terisi")
    assert spot(budi) == tuple(INSIDE.values())
    open_map(budi)
    expect(budi.page.locator(".map__mark")).to_be_visible()
    budi.press("Hapus titik")
    budi.press("Pakai lokasi saya")
    expect(budi.page.locator(".map__mark")).to_be_visible()
    budi.is_untroubled()


def test_refused_position_is_told(reporter: Person) -> None:
    reporter.press("Pakai lokasi saya")
    expect(said(reporter)).to_contain_text("Lokasi tidak bisa dibaca")


def test_pin_survives_an_error_in_the_form(reporter: Person) -> None:
    canvas = open_map(reporter)
    canvas.click(position={"x": 170, "y": 150})
    set_to = spot(reporter)
    reporter.press("Kirim laporan")
    reporter.reads("Ceritakan sedikit lebih lengkap", "Titik lokasi sudah terisi.")
    assert spot(reporter) == set_to
    open_map(reporter)
    expect(reporter.page.locator(".map__mark")).to_be_visible()
    reporter.is_untroubled()


def test_a_map_that_cannot_be_fetched_stops_nobody(reporter: Person) -> None:
    reporter.page.route("**/leaflet*.js", lambda route: route.abort())
    reporter.press("Tandai di peta")
    expect(reporter.page.get_by_text("Peta tidak bisa dimuat")).to_be_attached()
    reporter.write("Ceritakan apa yang terjadi", STORY)
    reporter.press("Kirim laporan")
    expect(reporter.page.locator("h1")).not_to_have_text("Ceritakan apa yang terjadi")


def test_without_javascript_no_map_is_offered(visit: Callable[..., Person]) -> None:
    budi = visit(javascript=False)
    budi.open("/lapor/")
    for name in ("Tandai di peta", "Pakai lokasi saya", "Hapus titik"):
        expect(budi.page.get_by_role("button", name=name)).to_have_count(0)
    budi.open("/laporan/")
    expect(budi.page.get_by_role("button", name="Lihat di peta")).to_have_count(0)
    expect(budi.page.locator(".rep").first).to_be_visible()


@pytest.fixture
def pinned(office: Office) -> list[Case]:
    """The newest published cases of the demo with places, two of them on one spot."""
    with office.database():
        cases = list(Case.objects.filter(published_at__isnull=False).order_by("-submitted_at", "-id")[:3])
        for case, shift in zip(cases, (0, 0.0001, 0.004), strict=True):
            Case.objects.filter(pk=case.pk).update(
                latitude=INSIDE["latitude"] + shift,
                longitude=INSIDE["longitude"],
                area=Area.objects.get(slug="pakemitan"),
            )
    return cases


@pytest.mark.parametrize("width", [375, 1280])
def test_pins_of_the_list_repeat_its_numbers_and_links(
    visit: Callable[..., Person], pinned: list[Case], width: int
) -> None:
    neighbour = visit(width=width)
    neighbour.open("/laporan/")
    expect(neighbour.page.locator(".pinno").first).to_be_hidden()
    canvas = open_map(neighbour, "Lihat di peta")
    rows = {
        row.locator(".pinno").inner_text(): row.get_by_role("link").get_attribute("href")
        for row in neighbour.page.locator("[data-pin]").all()
    }
    pins = canvas.locator("a.map__dot")
    shown = {pin.inner_text(): pin.get_attribute("href").removeprefix(neighbour.office.url) for pin in pins.all()}
    assert len(shown) >= len(pinned)
    assert shown == rows
    assert violations(neighbour) == []
    pins.first.click()
    neighbour.page.wait_for_url(re.compile(r"/laporan/CNB\w+/$"))
    expect(neighbour.page.get_by_role("img", name="Letak kejadian di Pakemitan")).to_be_visible()
    assert violations(neighbour) == []
    neighbour.is_untroubled()
