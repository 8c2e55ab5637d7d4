"""Role x act as one table, and every address of the desk driven by it."""

import uuid
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from participation.residents.actions.rights import request_erasure
from participation.residents.actions.verification import Place, send_document
from participation.residents.permissions import allowed_acts, areas_for
from participation.units.models import Area, Role, Unit
from tests.factories import MONDAY, Cast, make_unit, make_user
from tests.residents.people import make_clerk, make_codes, make_village, picture

pytestmark = pytest.mark.django_db

# Units of the cast are sections of the office. Everything that is not listed is refused.
ALLOWED: dict[str, set[str]] = {
    "siti": {"verify"},
    "rahmat": {"verify"},
    "dewi": {"verify"},
    "joko": {"verify"},
    "tuti": {"verify", "print_cards"},
    "agus": set(),
    "ratna": {"verify", "print_cards", "see_requests", "answer_requests"},
    "ibu_camat": {"see_requests"},
    "eko": set(),
    "wati": set(),
    "panitia": {"print_cards"},
    "warga": set(),
}
CARDS = {"area": "pakemitan", "rw": "5", "number": "2"}
ADDRESSES: list[tuple[str, str, dict[str, str] | None]] = [
    ("verify", "warga/", None),
    ("verify", "warga/", {}),
    ("verify", "warga/dokumen/{document}/", None),
    ("verify", "warga/dokumen/{document}/foto/", None),
    ("verify", "warga/dokumen/{document}/terima/", {}),
    ("verify", "warga/dokumen/{document}/tolak/", {}),
    ("print_cards", "warga/kartu/", None),
    ("print_cards", "warga/kartu/", CARDS),
    ("print_cards", "warga/kartu/{batch}/cabut/", {}),
    ("see_requests", "data-pribadi/", None),
    ("answer_requests", "data-pribadi/{request}/tolak/", {}),
]


@pytest.fixture
def places(cast: Cast, village: Area, sealed_files: Path) -> dict[str, object]:
    check = send_document(cast.warga, upload=picture(), place=Place(village, 5), now=MONDAY)
    make_codes(cast.ratna, village, 1)
    return {
        "document": check.key,
        "batch": village.card_batches.get().pk,
        "request": request_erasure(make_user("Yang Pergi"), now=MONDAY).pk,
    }


def test_who_may_do_what(cast: Cast, village: Area) -> None:
    seen = {person: {act.value for act in allowed_acts(getattr(cast, person))} for person in ALLOWED}
    assert seen == ALLOWED
    assert allowed_acts(AnonymousUser()) == frozenset()


def test_every_address_answers_as_the_table_says(cast: Cast, places: dict[str, object]) -> None:
    wrong = []
    for person, acts in ALLOWED.items():
        client = Client()
        client.force_login(getattr(cast, person))
        for act, path, data in ADDRESSES:
            address = f"/petugas/{path.format(**places)}"
            form = {**data, "form_token": str(uuid.uuid4())} if data else data
            status = (client.get(address) if form is None else client.post(address, form)).status_code
            allowed = status in {200, 302, 422} if act in acts else status == 403
            if not allowed:
                wrong.append((person, path, status))
    assert wrong == []


def test_a_kelurahan_serves_its_own_residents_and_other_offices_none(cast: Cast, village: Area) -> None:
    make_village("Sukamulya")
    assert {area.slug for area in areas_for(cast.dewi, "verify")} == {"pakemitan", "sukamulya"}
    assert {area.slug for area in areas_for(make_clerk("Dadan", "Sukamulya"), "verify")} == {"sukamulya"}
    outside = make_user("Petugas Dinas", Role.OFFICER, make_unit("Dinas Lain", Unit.Kind.CITY_OFFICE))
    assert not areas_for(outside, "verify").exists()
    assert allowed_acts(outside) == frozenset()


def test_a_document_of_another_kelurahan_is_not_found(places: dict[str, object], client: Client) -> None:
    client.force_login(make_clerk("Dadan", "Sukamulya"))
    for path in ("", "foto/"):
        assert client.get(f"/petugas/warga/dokumen/{places['document']}/{path}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/akun/saya/", "/akun/tempat-tinggal/", "/akun/data/", "/akun/kabar/", "/petugas/warga/"]
)
def test_visitors_are_asked_to_log_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/akun/masuk/")
