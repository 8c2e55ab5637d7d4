"""Builds the demo site. What exists, by its address, stays as editors left it."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from wagtail.models import Page, Site

from cms import demo, demo_standards
from cms.models import (
    AnnouncementCategory,
    AnnouncementIndexPage,
    AnnouncementPage,
    HomePage,
    OfficeSettings,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
)


@transaction.atomic
def load_demo_pages(now: datetime) -> int:
    """Returns how many pages are new."""
    before = Page.objects.count()
    site = _site()
    OfficeSettings.objects.get_or_create(site=site, defaults=demo.OFFICE)
    home = site.root_page
    categories = _categories()
    index = _child(
        home,
        AnnouncementIndexPage(
            title="Pengumuman",
            slug="pengumuman",
            show_in_menus=True,
            introduction="Jadwal, bantuan, dan kegiatan dari kecamatan dan kelurahan.",
        ),
    )
    sections = {name: _section(index, name) for name in demo.VILLAGES}
    for entry in reversed(demo.ANNOUNCEMENTS):
        _announcement(sections.get(entry.get("section", ""), index), entry, categories, now)
    for entry in demo.INFORMATION_PAGES:
        _child(home, StandardPage(**{**entry, "body": _body(entry["body"])}))
    _services(home, now)
    return Page.objects.count() - before


def _site() -> Site:
    """The default site with our home page; Wagtail's own welcome page makes room for it."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and isinstance(site.root_page.specific, HomePage):
        return site
    welcome = site.root_page if site else None
    home = _child(Page.get_first_root_node(), HomePage(slug="beranda", **demo.HOME))
    if site is None:
        return Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    site.root_page, site.site_name = home, demo.OFFICE["office_short_name"]
    site.save()
    if welcome and not welcome.get_children().exists():
        welcome.delete()
    return site


def _child(parent: Page, page: Page) -> Page:
    existing = parent.get_children().filter(slug=page.slug).first()
    if existing:
        return existing.specific
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _categories() -> dict[str, AnnouncementCategory]:
    found = {}
    for order, (slug, name) in enumerate(demo.CATEGORIES, 1):
        found[slug], _created = AnnouncementCategory.objects.get_or_create(
            slug=slug, defaults={"name": name, "order": order}
        )
    return found


def _section(index: Page, village: str) -> Page:
    introduction = f"Kabar dari Kelurahan {village}."
    return _child(
        index, AnnouncementIndexPage(title=f"Kelurahan {village}", slug=slugify(village), introduction=introduction)
    )


def _announcement(
    parent: Page, entry: dict[str, Any], categories: dict[str, AnnouncementCategory], now: datetime
) -> None:
    if parent.get_children().filter(slug=entry["slug"]).exists():
        return
    fields = {name: entry[name] for name in ("slug", "title", "introduction", "publisher")}
    page = AnnouncementPage(**fields, category=categories[entry["category"]], body=_body(entry["body"]))
    page.first_published_at = now - timedelta(days=entry["age_days"])
    page.tags.add(*entry["tags"])
    _child(parent, page)
    Page.objects.filter(pk=page.pk).update(last_published_at=page.first_published_at)


def _services(home: Page, now: datetime) -> None:
    """A page for each service that the office has; none when its units were not loaded."""
    introduction = demo_standards.INTRODUCTION
    index = _child(
        home, ServiceIndexPage(title="Layanan", slug="layanan", show_in_menus=True, introduction=introduction)
    )
    known = {service.slug: service for service in ServicePage._meta.get_field("service").related_model.objects.all()}
    for entry in demo_standards.SERVICES:
        taken = ServicePage.objects.filter(service__slug=entry["slug"]).exists()
        if entry["slug"] not in known or taken:
            continue
        blocks = {name: _body(entry[name]) for name in ("requirements", "procedure")}
        page = ServicePage(
            **{**entry, **blocks}, service=known[entry["slug"]], is_example=True, reviewed_date=localdate(now)
        )
        _child(index, page)


def _body(blocks: Sequence[demo.Block]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in blocks])
