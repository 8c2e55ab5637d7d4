"""The style guide, the choice of light or dark, and the links of header and footer."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from portal.navigation import Link, build_navigation
from portal.office import Office, dialled

pytestmark = pytest.mark.django_db


def test_style_guide_shows_every_component(client):
    page = client.get(reverse("styleguide")).content.decode()
    assert page.count('<section class="sg"') == 18
    assert "Galat" in page


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_chosen_theme_is_written_on_the_server(client, theme):
    answer = client.post(reverse("set_theme"), {"theme": theme, "next": "/gaya/"})
    assert answer.headers["Location"] == "/gaya/"
    assert f'<html lang="id" data-theme="{theme}">' in client.get("/gaya/").content.decode()


def test_theme_goes_back_to_the_device(client):
    client.post(reverse("set_theme"), {"theme": "gelap"})
    client.post(reverse("set_theme"), {"theme": ""})
    assert '<html lang="id">' in client.get("/gaya/").content.decode()


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_theme_switch_never_leads_away(client, target):
    assert client.post(reverse("set_theme"), {"theme": "gelap", "next": target}).headers["Location"] == "/"


def test_unknown_theme_cookie_is_ignored(client):
    client.cookies["tema"] = '"><script>'
    assert '<html lang="id">' in client.get("/gaya/").content.decode()


def test_header_has_at_most_five_links_and_marks_one():
    pages = ([Link("Layanan", "/layanan/"), Link("Pengumuman", "/pengumuman/"), Link("Acara", "/acara/")], [])
    navigation = build_navigation("/laporan/CNB/", pages)
    assert len(navigation.header) == 5
    assert [link.label for link in navigation.menu if link.is_current] == ["Laporan warga"]


def test_links_without_a_page_are_left_out():
    labels = [link.label for link in build_navigation("/", ([], [])).menu]
    assert "Lacak" in labels
    assert "Permohonan" not in labels


def test_privacy_page_is_found_among_the_pages():
    privacy = Link("Cara kami menjaga data Anda", "/data-pribadi/")
    assert build_navigation("/", ([], [privacy])).privacy == privacy
    assert build_navigation("/", ([], [])).privacy is None


@pytest.mark.parametrize(
    ("written", "number"),
    [("(022) 123-4567", "+62221234567"), ("0812 3456 7890", "+6281234567890"), ("+62 22 123", "+6222123"), ("", "")],
)
def test_phone_numbers_can_be_dialled(written, number):
    assert dialled(written) == number


def test_whatsapp_takes_the_number_without_plus():
    assert Office(whatsapp="0812 3456").whatsapp_number == "628123456"


def test_missing_page_offers_ways_on(client):
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.content.decode()
    assert reverse("cases:track") in answer.content.decode()


def test_desk_shows_a_person_only_what_they_may_open(django_user_model):
    from portal.navigation import build_desk

    request = RequestFactory().get("/petugas/")
    request.user = django_user_model.objects.create_user("budi@contoh.id")
    assert [link.label for link in build_desk(request).links] == ["Antrean"]


def test_enter_in_the_report_form_presses_no_button_that_drops_a_photo(client):
    page = client.get(reverse("cases:report")).content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    first_button = form[form.index("<button") :].split(">", 1)[0]
    assert "name=" not in first_button
