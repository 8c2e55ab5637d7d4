import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import AnnouncementPage
from tests.cms.pages import Website, body, make_announcement, make_image

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", re.IGNORECASE)
EVERY_BLOCK = (
    ("text", "<h2>Yang dibawa</h2><ul><li>Kartu keluarga</li></ul>"),
    ("steps", {"title": "Caranya", "steps": [{"title": "Ambil nomor", "text": "Di loket 1"}, {"title": "Tunggu"}]}),
    (
        "table",
        {
            "columns": [{"type": "text", "heading": "Hari"}, {"type": "text", "heading": "Jam"}],
            "rows": [{"values": ["Senin", "08.00"]}],
            "caption": "Jam buka",
        },
    ),
    ("call_out", {"tone": "warn", "title": "Hati-hati", "text": "Tidak ada biaya."}),
    ("answers", {"title": "Tanya", "answers": [{"question": "Boleh diwakilkan?", "answer": "<p>Boleh.</p>"}]}),
    ("report_link", None),
)


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/", "/pengumuman/"])
def test_a_long_list_costs_no_more_queries_than_a_short_one(client: Client, website: Website, address: str) -> None:
    make_announcement(website.index, "Pengumuman 0")
    few = _queries(client, address)
    for number in range(1, 30):
        make_announcement(website.index, f"Pengumuman {number}")
    assert _queries(client, address) == few <= 12


def test_announcement_page_stays_within_its_queries(client: Client, website: Website) -> None:
    page = make_announcement(
        website.index, "Loket tutup", image=make_image(), image_alt="Loket", body=body(*EVERY_BLOCK)
    )
    for number in range(4):
        make_announcement(website.index, f"Lain {number}")
    assert _queries(client, page.url) <= 12


def test_every_block_is_shown_without_inline_style_or_script(client: Client, website: Website) -> None:
    page = make_announcement(website.index, "Loket tutup", body=body(*EVERY_BLOCK))
    html = client.get(page.url).content.decode()
    for words in ("Kartu keluarga", "Ambil nomor", "08.00", "Tidak ada biaya", "Boleh diwakilkan?", "Jam buka"):
        assert words in html
    assert not INLINE.search(html)


def test_the_home_page_shows_the_newest_announcements_and_sets_no_cookie(client: Client, website: Website) -> None:
    for number in range(5):
        page = make_announcement(website.index, f"Pengumuman {number}")
        AnnouncementPage.objects.filter(pk=page.pk).update(
            first_published_at=timezone.now() - timedelta(days=10 - number)
        )
    response = client.get("/")
    html = response.content.decode()
    assert [f"Pengumuman {number}" in html for number in range(5)] == [False, False, True, True, True]
    assert not response.cookies
    assert not INLINE.search(html)


def test_the_list_can_be_narrowed_by_kind_and_by_tag(client: Client, website: Website) -> None:
    tagged = make_announcement(website.pakemitan, "Kerja bakti")
    tagged.tags.add("saluran air")
    tagged.save()
    make_announcement(website.index, "Loket tutup")
    by_tag = client.get("/pengumuman/?kata=saluran-air").content.decode()
    by_kind = client.get("/pengumuman/?jenis=tidak-ada").content.decode()
    assert "Kerja bakti" in by_tag
    assert "Loket tutup" not in by_tag
    assert "Tidak ada yang cocok" in by_kind


def test_a_section_shows_only_its_own_announcements(client: Client, website: Website) -> None:
    make_announcement(website.pakemitan, "Kerja bakti")
    make_announcement(website.index, "Loket tutup")
    section = client.get("/pengumuman/pakemitan/").content.decode()
    whole = client.get("/pengumuman/").content.decode()
    assert "Kerja bakti" in section
    assert "Loket tutup" not in section
    assert "Kerja bakti" in whole


@pytest.mark.parametrize(
    ("alt", "is_decorative", "is_accepted"),
    [("", False, False), ("   ", False, False), ("Antrean di loket", False, True), ("", True, True)],
)
def test_a_picture_needs_words_or_is_marked_decorative(
    website: Website, alt: str, is_decorative: bool, is_accepted: bool
) -> None:
    page = make_announcement(website.index, "Loket tutup")
    page.image, page.image_alt, page.is_image_decorative = make_image(), alt, is_decorative
    if is_accepted:
        page.full_clean()
        return
    with pytest.raises(ValidationError) as raised:
        page.full_clean()
    assert "image_alt" in raised.value.message_dict


def test_what_stands_below_a_restricted_page_is_not_listed(client: Client, website: Website) -> None:
    make_announcement(website.pakemitan, "Hanya untuk pengurus")
    PageViewRestriction.objects.create(page=website.pakemitan, restriction_type=PageViewRestriction.LOGIN)
    make_announcement(website.index, "Untuk semua")
    for address in ("/", "/pengumuman/"):
        html = client.get(address).content.decode()
        assert "Untuk semua" in html
        assert "Hanya untuk pengurus" not in html
        assert "Kelurahan Pakemitan" not in html


def test_unknown_address_helps_on(client: Client, website: Website) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "/pengumuman/" in response.content.decode()


def test_robots_and_sitemap_name_the_pages(client: Client, website: Website) -> None:
    page = make_announcement(website.index, "Loket tutup")
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /kelola/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert page.slug in client.get("/sitemap.xml").content.decode()
