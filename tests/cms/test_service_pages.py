import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.demo_pages import load_demo_pages
from cms.models import ServiceIndexPage, ServicePage
from participation.satisfaction.actions import PeriodPlan, open_period
from participation.units.models import Role, Service
from portal.roles import load_roles
from tests.cms.pages import Website, body, make_catalogue, make_service_page, whole_standard
from tests.factories import make_service, make_unit, make_user

DATA_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def catalogue(website: Website) -> ServiceIndexPage:
    return make_catalogue(website.home)


@pytest.fixture
def ktp(db) -> Service:
    return make_service("KTP-el")


def _read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _data(html: str) -> dict:
    (block,) = DATA_BLOCK.findall(html)
    return {thing["@type"]: thing for thing in json.loads(block)["@graph"]}


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_whole_standard_is_shown_and_counted(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp, **whole_standard())
    html = _read(client, page.url)
    for words in (
        "6/6", "14/14", "Contoh 1 Tahun 2026, Senin, 5 Januari 2026", "Senin, 2 November 2026", "Seksi Pemerintahan",
        "Paling lama 3 hari kerja", "Gratis sampai Rp50.000", "Kartu keluarga", "Bila hilang", "Ambil nomor", "Tarif",
        "Isi performance_review.", "data-print",
    ):  # fmt: skip
        assert words in html
    assert "Belum diisi kantor" not in html


def test_what_is_missing_is_said_and_not_counted(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp, output="<p>Kartu</p>", legal_basis="<p>Isi</p>", staffing="<p> &nbsp;</p>")
    html = _read(client, page.url)
    assert "1/6" in html
    assert "2/14" in html
    assert html.count("Belum diisi kantor.</p>") == 5
    assert "Belum diisi kantor: sarana dan prasarana, kompetensi pelaksana, pengawasan internal, jumlah" in html


@pytest.mark.parametrize(
    ("fields", "filled"),
    [
        ({"processing_days": 3}, 1),
        ({"duration": "<p>Sehari</p>"}, 1),
        ({"requirements": body(("text", "<p></p>"))}, 0),
        ({"requirements": body(("text", "<p>Datang saja.</p>"))}, 1),
        ({"output": "<p></p>", "complaints": "  "}, 0),
    ],
)
def test_a_component_counts_when_it_says_something(
    fields: dict, filled: int, catalogue: ServiceIndexPage, ktp: Service
) -> None:
    page = make_service_page(catalogue, ktp, **fields)
    assert ServicePage.objects.get(pk=page.pk).public_completeness.filled == filled


def test_search_engines_read_service_and_breadcrumbs(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp, title="KTP </script><b>", processing_days=3)
    data = _data(_read(client, page.url))
    service, crumbs = data["GovernmentService"], data["BreadcrumbList"]["itemListElement"]
    assert service["name"] == "KTP </script><b>"
    assert service["url"] == page.full_url
    assert service["availableChannel"]["@type"] == "ServiceChannel"
    assert service["availableChannel"]["processingTime"] == "P5D"
    assert "processingTime" not in service
    assert [step["position"] for step in crumbs] == [1, 2, 3]
    assert [step["name"] for step in crumbs][:2] == ["Beranda", "Layanan"]
    assert all(step["item"].startswith("http") for step in crumbs)
    assert crumbs[2]["item"] == page.full_url


def test_no_time_is_claimed_that_nobody_wrote(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp)
    assert "processingTime" not in _data(_read(client, page.url))["GovernmentService"]["availableChannel"]


def test_a_report_about_the_service_begins_with_its_name(
    client: Client, catalogue: ServiceIndexPage, ktp: Service
) -> None:
    page = make_service_page(catalogue, ktp, title="KTP & KK")
    (address,) = re.findall(r'href="(/lapor/\?text=[^"]+)"', _read(client, page.url))
    assert "Masalah layanan KTP &amp; KK: </textarea>" in _read(client, address)


def test_the_survey_is_offered_while_it_runs(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp)
    assert "/survei/ktp-el/" not in _read(client, page.url)
    head, today = make_user("Dewi", Role.HEAD, ktp.unit), timezone.localdate()
    open_period(ktp, PeriodPlan(name="Contoh", start_date=today, end_date=today + timedelta(days=10)), actor=head)
    assert 'href="/survei/ktp-el/"' in _read(client, page.url)


def test_more_services_cost_no_more_queries(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp, **whole_standard())
    few = _queries(client, catalogue.url), _queries(client, page.url)
    for number in range(1, 30):
        unit = make_unit(f"Seksi {number}")
        make_service_page(catalogue, make_service(f"Surat {number}", unit), **whole_standard())
    assert (_queries(client, catalogue.url), _queries(client, page.url)) == few
    assert max(few) <= 12
    assert "Surat 29" in _read(client, catalogue.url)


def test_menu_and_footer_name_the_catalogue_once_it_exists(client: Client, website: Website) -> None:
    assert 'href="/layanan/"' not in _read(client, "/")
    make_catalogue(website.home)
    html = _read(client, "/")
    assert 'class="tile" href="/layanan/"' in html
    assert 'class="tile" href="/cari/"' in html
    header, footer = html.split("<main")[0], html.split("<footer")[1]
    assert 'href="/layanan/"' in header
    assert 'href="/layanan/"' in footer


def test_an_empty_catalogue_says_so(client: Client, catalogue: ServiceIndexPage) -> None:
    assert "Belum ada layanan" in _read(client, catalogue.url)


@pytest.mark.parametrize("words", ["dispensasi", "kartu keluarga asli", "tarif"])
def test_services_are_found_by_title_and_standard(
    words: str, client: Client, catalogue: ServiceIndexPage, ktp: Service
) -> None:
    page = make_service_page(
        catalogue, ktp, title="Dispensasi nikah", complaints="<p>Kartu keluarga asli.</p>", output="<p>Tarif.</p>"
    )
    assert page.url in _read(client, f"/cari/?q={words}")


def test_a_service_has_one_page(catalogue: ServiceIndexPage, ktp: Service) -> None:
    first = make_service_page(catalogue, ktp)
    first.full_clean()
    with pytest.raises(ValidationError) as raised:
        make_service_page(catalogue, ktp, title="KTP lagi")
    assert "service" in raised.value.message_dict


def test_a_date_needs_its_decree(catalogue: ServiceIndexPage, ktp: Service) -> None:
    page = make_service_page(catalogue, ktp)
    page.decree_date = date(2026, 1, 5)
    with pytest.raises(ValidationError) as raised:
        page.full_clean()
    assert "decree_number" in raised.value.message_dict


@pytest.mark.parametrize(
    ("field", "block"),
    [
        ("requirements", ("requirements", {"title": "", "requirements": []})),
        ("requirements", ("requirements", {"title": "", "requirements": [{"name": "x" * 161, "note": ""}]})),
        ("procedure", ("steps", {"title": "", "steps": [{"title": "Sendiri", "text": ""}]})),
        ("cost", ("fees", {"title": "", "fees": [{"name": "Tarif", "amount": -1, "note": ""}]})),
    ],
)
def test_blocks_refuse_what_would_break_the_page(field: str, block: tuple) -> None:
    stream = ServicePage._meta.get_field(field).stream_block
    name, value = block
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([{"type": name, "value": value}]))


def test_an_editor_chooses_from_the_services(client: Client, catalogue: ServiceIndexPage, ktp: Service) -> None:
    editor = make_user("Eko", Role.EDITOR)
    load_roles()
    client.force_login(editor)
    html = _read(client, f"/kelola/pages/add/cms/servicepage/{catalogue.pk}/")
    assert re.search(rf'<option value="{ktp.pk}">\s*KTP-el', html)
    assert "Delapan komponen pengelolaan" in html


def test_the_demo_brings_ten_examples_once(client: Client, db) -> None:
    call_command("load_units", verbosity=0)
    load_demo_pages(timezone.now())
    pages = ServicePage.objects.all()
    assert pages.count() == 10
    assert all(page.is_example and page.reviewed_date and page.public_completeness.filled == 4 for page in pages)
    assert load_demo_pages(timezone.now()) == 0
    for page in pages:
        assert "Contoh, verifikasi." in _read(client, page.url)
