"""What everybody may read, for every status, identity and publication; and what a page costs the database."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.cases.actions import publication, reporter, work
from participation.cases.actions.photos import keep_photo
from participation.cases.lifecycle import Status
from participation.cases.models import Case, Photo
from participation.cases.permissions import Act, can
from participation.units.models import Area
from tests.factories import MONDAY, Cast, bring_to, make_area, make_case, make_report, publish, route
from tests.pictures import as_upload, make_photo

WORDS = "Pagar kandang zebra milik Pak Sukarno roboh, telepon saya di 0812 3456 7890."
ADDRESS = "Gang Flamboyan nomor 77"
NAME = "Budi Pelapor"
EMAIL = "budi.rahasia@contoh.id"
TITLE, SHOWN = "Pagar kandang roboh", "Pagar kandang hewan roboh sejak kemarin."
ALT = "Pagar yang roboh"
SECRETS = ["zebra", "Sukarno", "3456", "Flamboyan", EMAIL, "budi.rahasia"]
PUBLISHED_ONLY = [TITLE, SHOWN, ALT, "/laporan/foto/"]
STATUSES = [status.value for status in Status]
IDENTITIES = Case.Identity.values


@pytest.fixture(autouse=True)
def sealed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storages["sealed"], "location", str(tmp_path / "sealed"), raising=False)


def make_told_case(cast: Cast, status: str, identity: str, *, published: bool) -> Case:
    """A case with everything a reporter can leave, brought to a status, published on the way when it can be."""
    report = make_report()
    photo = keep_photo(as_upload(make_photo()), form_token=report.form_token, now=MONDAY)
    case = make_case(
        form_token=report.form_token, text=WORDS, identity=identity, address=ADDRESS, area=make_area(), rw=5,
        display_name=NAME, email=EMAIL,
    )  # fmt: skip
    if published and can(cast.siti, Act.PUBLISH, case):
        publish(case, cast.siti, title=TITLE, text=SHOWN, photo_alts={photo.pk: ALT})
    return bring_to(case, status, cast)


def _page(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, answer.content.decode()


def _without_tokens(page: str, code: str) -> str:
    return re.sub(r'value="[\w-]{40,}"', "", page).replace(code, "")


@pytest.mark.parametrize("published", [False, True], ids=["unread", "published"])
@pytest.mark.parametrize("identity", IDENTITIES)
@pytest.mark.parametrize("status", STATUSES)
def test_what_everybody_reads(cast: Cast, status: str, identity: str, published: bool) -> None:
    case = make_told_case(cast, status, identity, published=published)
    code, page = _page(f"/laporan/{case.code}/")
    listed = _page("/laporan/")[1] + _page("/laporan/?cari=pagar+kandang")[1] + _page("/cari/?q=pagar+kandang")[1]
    assert [secret for secret in SECRETS if secret in page + listed] == []
    if identity == Case.Identity.CONFIDENTIAL:
        unknown = _page("/laporan/CNB22222222/")
        assert (code, _without_tokens(page, case.code)) == (404, _without_tokens(unknown[1], "CNB22222222"))
        assert case.code not in listed
        return
    assert code == 200
    shown = [words for words in PUBLISHED_ONLY if words in page]
    assert shown == (PUBLISHED_ONLY if case.is_published else [])
    assert (NAME in page) == (identity == Case.Identity.OPEN and case.is_published)
    assert NAME not in listed
    assert (TITLE in listed) == (case.is_published and status not in ("rejected", "merged"))


@pytest.mark.parametrize("status", ["rejected", "merged"])
def test_what_is_no_report_of_its_own_is_not_listed(cast: Cast, status: str) -> None:
    case = make_told_case(cast, status, "anonymous", published=False)
    assert case.code not in _page("/laporan/")[1]


def test_a_withdrawn_case_that_nobody_has_read_is_not_listed(cast: Cast) -> None:
    case = make_case()
    reporter.withdraw_case(case_id=case.pk, now=MONDAY, text="Sudah tidak perlu")
    assert case.code not in _page("/laporan/")[1]


def test_nothing_of_a_confidential_case_is_counted(cast: Cast) -> None:
    make_case(identity="confidential", area=make_area())
    for address in ("/laporan/", "/laporan/?kelurahan=pakemitan", "/laporan/?status=diterima", "/laporan/?cari=lampu"):
        assert "0 laporan" in re.sub(r"\s+", " ", _page(address)[1])


@pytest.mark.parametrize("door", ["/laporan/{code}/dukung/", "/lacak/{code}/tambah/", "/lacak/{code}/pin/"])
def test_a_confidential_case_answers_as_a_code_that_does_not_exist(cast: Cast, door: str) -> None:
    case = make_case(identity="confidential")
    answers = [Client().post(door.format(code=code)) for code in (case.code, "CNB22222222")]
    assert len({answer.status_code for answer in answers}) == 1
    assert len({answer.headers.get("Location", "").replace(case.code, "CNB22222222") for answer in answers}) == 1


def _unpublish(case: Case, cast: Cast) -> None:
    publication.unpublish_case(case_id=case.pk, actor=cast.siti, now=MONDAY)


def _reject(case: Case, cast: Cast) -> None:
    work.reject_case(case_id=case.pk, actor=cast.siti, reason="spam", text="Iklan.", now=MONDAY)


@pytest.mark.parametrize("act", [_unpublish, _reject])
def test_after_unpublishing_only_topic_area_and_status_are_left(cast: Cast, act: Callable[[Case, Cast], None]) -> None:
    case = make_told_case(cast, "routed", "open", published=True)
    act(case, cast)
    page = _page(f"/laporan/{case.code}/")[1] + _page("/laporan/?cari=kandang")[1]
    assert [words for words in [*PUBLISHED_ONLY, *SECRETS, NAME] if words in page] == []
    assert "Laporan tentang penerangan jalan" in page
    assert "Pakemitan" in page


def test_what_the_reporter_adds_stays_with_staff_until_a_person_lets_it_through(cast: Cast) -> None:
    case = make_told_case(cast, "in_progress", "anonymous", published=True)
    token = make_report().form_token
    keep_photo(as_upload(make_photo(colour="red")), form_token=token, now=MONDAY, purpose=Photo.Purpose.ADDITION)
    reporter.add_information(case_id=case.pk, text="Zebra lepas di Flamboyan", now=MONDAY, form_token=token)
    page = _page(f"/laporan/{case.code}/")[1]
    assert "Zebra" not in page
    assert page.count("/laporan/foto/") == 2


def test_the_official_answer_is_public_with_its_evidence_and_masked(cast: Cast) -> None:
    case = make_told_case(cast, "in_progress", "anonymous", published=True)
    token = make_report().form_token
    keep_photo(as_upload(make_photo(colour="red")), form_token=token, now=MONDAY, purpose=Photo.Purpose.EVIDENCE)
    answer = work.Answer(
        outcome="fixed",
        text="Sudah dipasang. Pelapor: 0812 3456 7890.",
        evidence_token=token,
        evidence_alt="Pagar baru",
    )
    work.respond_to_case(case_id=case.pk, actor=cast.ratna, answer=answer, now=MONDAY)
    page = _page(f"/laporan/{case.code}/")[1]
    assert "Sudah dipasang." in page
    assert "Pagar baru" in page
    assert "3456" not in page


def test_the_note_for_a_unit_is_read_by_staff_only(cast: Cast, client: Client) -> None:
    from participation.cases.actions.routing import route_case
    from participation.cases.queries.timeline import Audience, timeline

    case = publish(make_case(), cast.siti)
    route_case(
        case_id=case.pk, actor=cast.siti, category=cast.street_light, unit=cast.lighting, note="Galak.", now=MONDAY
    )  # fmt: skip
    readers = [audience for audience in Audience if "Galak" in str(timeline(case, audience))]
    assert readers == [Audience.STAFF]


def test_the_search_finds_only_words_that_are_shown(cast: Cast) -> None:
    make_told_case(cast, "routed", "anonymous", published=True)
    assert TITLE in _page("/laporan/?cari=pagar")[1]
    for hidden in ("zebra", "flamboyan", "Sukarno"):
        assert TITLE not in _page(f"/laporan/?cari={hidden}")[1]
        assert TITLE not in _page(f"/cari/?q={hidden}")[1]


def test_staff_read_masked_words_until_they_open_the_original(cast: Cast) -> None:
    case, client = make_case(text="Hubungi 0812 3456 7890, lampu jalan di gang kami mati."), Client()
    client.force_login(cast.siti, "allauth.account.auth_backends.AuthenticationBackend")
    address = f"/petugas/laporan/{case.code}/"
    for page in ("/petugas/", f"/petugas/?laporan={case.code}", address):
        assert "3456" not in client.get(page).content.decode()
    assert "0812 3456 7890" in client.post(f"{address}asli/").content.decode()
    assert case.events.filter(kind="original_viewed", actor=cast.siti).count() == 1


def test_filters_paging_and_order(cast: Cast) -> None:
    sukamulya = make_area("Sukamulya")
    for number in range(12):
        case = make_case(area=make_area() if number % 2 else sukamulya, text=f"Lampu jalan nomor {number} mati lagi.")
        publish(case, cast.siti, title=f"Lampu {number} mati", text="Lampu mati.")
    reporter.support_case(case_id=Case.objects.get(public_title="Lampu 3 mati").pk, visitor_key="a", now=MONDAY)
    assert _titles("/laporan/") == [f"Lampu {number} mati" for number in range(11, 1, -1)]
    assert _titles("/laporan/?page=2") == ["Lampu 1 mati", "Lampu 0 mati"]
    assert _titles("/laporan/?urut=dukungan")[0] == "Lampu 3 mati"
    assert len(_titles("/laporan/?kelurahan=sukamulya")) == 6
    assert _titles("/laporan/?status=selesai") == []
    assert _titles("/laporan/?topik=penerangan-jalan") == []
    odd = "/laporan/?status=x&topik=%00&kelurahan='&page=-1&urut=%22"
    assert Client().get(odd).status_code == 200


def _titles(address: str) -> list[str]:
    return re.findall(r">(Lampu \d+ mati)</a>", _page(address)[1])


def test_one_visitor_supports_once(cast: Cast) -> None:
    case, client = publish(make_case(), cast.siti), Client()
    for _ in range(3):
        assert client.post(f"/laporan/{case.code}/dukung/").status_code == 302
    Client().post(f"/laporan/{case.code}/dukung/")
    case.refresh_from_db()
    assert case.support_count == 2
    assert "Anda ikut laporan ini" in client.get(f"/laporan/{case.code}/").content.decode()


def test_only_what_can_be_read_and_is_open_can_be_supported(cast: Cast) -> None:
    unread, closed = make_case(), bring_to(publish(make_case(), cast.siti), "closed", cast)
    for case in (unread, closed):
        Client().post(f"/laporan/{case.code}/dukung/")
        case.refresh_from_db()
        assert case.support_count == 0


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "/laporan/\\jahat", "javascript:1"])
def test_supporting_never_leads_away(cast: Cast, target: str) -> None:
    case = publish(make_case(), cast.siti)
    location = Client().post(f"/laporan/{case.code}/dukung/", {"next": target})["Location"]
    assert location.startswith("/laporan/")


MOST_QUERIES = 12
MOST_QUERIES_AT_THE_DESK = 20
MOST_QUERIES_TO_SUBMIT = 20


def _count(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _fill(cast: Cast, area: Area, count: int) -> None:
    for number in range(count):
        case = make_case(area=area, rw=number + 1, text=f"Lampu jalan ke-{number} di gang kami mati sejak kemarin.")
        publish(case, cast.siti, title=f"Lampu jalan ke-{number} mati", text="Lampu jalan di gang kami mati.")
        route(case, cast)


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("", "/laporan/"),
        ("", "/laporan/?cari=lampu&kelurahan=pakemitan&status=diperiksa"),
        ("", "/laporan/{code}/"),
        ("dewi", "/petugas/"),
        ("siti", "/petugas/?antrean=semua"),
        ("siti", "/petugas/laporan/{code}/"),
        ("dewi", "/petugas/laporan/{code}/"),
        ("ratna", "/petugas/laporan/{code}/"),
    ],
)
def test_a_page_costs_the_same_for_one_case_and_for_thirty(cast: Cast, person: str, address: str) -> None:
    client, area = Client(), make_area()
    if person:
        client.force_login(getattr(cast, person), "allauth.account.auth_backends.AuthenticationBackend")
    _fill(cast, area, 1)
    address = address.format(code=Case.objects.get().code)
    one = _count(client, address)
    _fill(cast, area, 29)
    assert _count(client, address) == one
    assert one <= (MOST_QUERIES_AT_THE_DESK if person else MOST_QUERIES)


def test_a_long_history_costs_no_more(cast: Cast) -> None:
    case = bring_to(publish(make_case(), cast.siti), "in_progress", cast)
    client = Client()
    client.force_login(cast.dewi, "allauth.account.auth_backends.AuthenticationBackend")
    addresses = [f"/laporan/{case.code}/", f"/petugas/laporan/{case.code}/"]
    before = [_count(client, address) for address in addresses]
    for number in range(20):
        reporter.add_information(case_id=case.pk, text=f"Keterangan {number}", now=MONDAY)
        work.note_on_case(case_id=case.pk, actor=cast.dewi, text=f"Catatan {number}", now=MONDAY)
    assert [_count(client, address) for address in addresses] == before


def test_submitting_is_cheap(cast: Cast, django_assert_max_num_queries: Callable) -> None:
    make_area()
    client, report = Client(), make_report()
    client.get("/lapor/")
    data = {
        "form_token": str(report.form_token), "text": WORDS, "area": "pakemitan", "rw": "5", "address": ADDRESS,
        "kind": "complaint", "identity": "open", "display_name": NAME, "email": EMAIL, "step": "send",
    }  # fmt: skip
    for number in range(4):
        keep_photo(as_upload(make_photo(width=90 + number)), form_token=report.form_token, now=MONDAY)
    with django_assert_max_num_queries(MOST_QUERIES_TO_SUBMIT):
        assert client.post("/lapor/", data).status_code == 302
    assert Case.objects.get().photos.count() == 4
