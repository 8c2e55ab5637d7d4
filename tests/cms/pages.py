"""A small website: home, announcements, and the section of one kelurahan."""

import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Site

from cms.models import (
    AnnouncementCategory,
    AnnouncementIndexPage,
    AnnouncementPage,
    HomePage,
    ServiceIndexPage,
    ServicePage,
    SiteImage,
    StandardPage,
)
from cms.service_standard import COMPONENTS
from participation.units.models import Service


@dataclass(frozen=True)
class Website:
    home: HomePage
    index: AnnouncementIndexPage
    pakemitan: AnnouncementIndexPage
    sukamulya: AnnouncementIndexPage
    about: StandardPage
    category: AnnouncementCategory


def make_website() -> Website:
    home = _published(Page.get_first_root_node(), HomePage(title="Beranda", slug="depan", introduction="Ceritakan."))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    index = _published(home, AnnouncementIndexPage(title="Pengumuman", slug="pengumuman", show_in_menus=True))
    return Website(
        home=home,
        index=index,
        pakemitan=_published(index, AnnouncementIndexPage(title="Kelurahan Pakemitan", slug="pakemitan")),
        sukamulya=_published(index, AnnouncementIndexPage(title="Kelurahan Sukamulya", slug="sukamulya")),
        about=_published(home, StandardPage(title="Aksesibilitas", slug="aksesibilitas")),
        category=AnnouncementCategory.objects.create(name="Layanan", slug="layanan"),
    )


def make_announcement(parent: Page, title: str, **fields: Any) -> AnnouncementPage:
    category = fields.pop("category", None) or AnnouncementCategory.objects.first()
    values = {"introduction": "Isi pengantar.", "category": category, **fields}
    return _published(parent, AnnouncementPage(title=title, **values))


def make_catalogue(home: Page) -> ServiceIndexPage:
    return _published(home, ServiceIndexPage(title="Layanan", slug="layanan", show_in_menus=True))


def make_service_page(index: Page, service: Service, title: str = "", **fields: Any) -> ServicePage:
    values = {"introduction": "Untuk apa.", "service": service, **fields}
    return _published(index, ServicePage(title=title or service.name, **values))


def whole_standard() -> dict[str, Any]:
    """Every component, with every block."""
    words = {component.key: f"<p>Isi {component.key}.</p>" for component in COMPONENTS}
    needed = [{"name": "Kartu keluarga", "note": "Yang asli", "form": None}]
    fees = [
        {"name": "Warga sini", "amount": 0, "note": ""},
        {"name": "Cetak ulang", "amount": 50_000, "note": "Contoh saja"},
    ]
    way = [{"title": "Ambil nomor", "text": "Di loket 1"}, {"title": "Tunggu", "text": ""}]
    return words | {
        "requirements": body(("requirements", {"title": "Bila hilang", "requirements": needed})),
        "procedure": body(("steps", {"title": "Di loket", "steps": way}), ("text", "<p>Atau datang ke kelurahan.</p>")),
        "cost": body(("fees", {"title": "Tarif", "fees": fees})),
        "processing_days": 3,
        "decree_number": "Contoh 1 Tahun 2026",
        "decree_date": date(2026, 1, 5),
        "reviewed_date": date(2026, 11, 2),
    }


def make_image(name: str = "loket.png", width: int = 1200) -> SiteImage:
    content = io.BytesIO()
    Image.new("RGB", (width, width // 2), "teal").save(content, "PNG")
    content.seek(0)
    return SiteImage.objects.create(title=name, file=ImageFile(content, name=name))


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def schedule(page: Page, *, go_live_at: datetime | None = None, expire_at: datetime | None = None) -> None:
    page.go_live_at, page.expire_at = go_live_at, expire_at
    page.save_revision(approved_go_live_at=go_live_at if go_live_at and go_live_at > timezone.now() else None)
    page.save_revision().publish()


def _published(parent: Page, page: Page) -> Page:
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page
