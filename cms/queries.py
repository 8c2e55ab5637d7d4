from datetime import datetime

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.models import AnnouncementCategory, AnnouncementIndexPage, AnnouncementPage

PAGE_SIZE = 15


def public_announcements(now: datetime, under: Page | None = None) -> PageQuerySet:
    """Newest first. An announcement that has expired is gone at once, even before the timetable takes it down."""
    pages = AnnouncementPage.objects.live().public().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now))
    if under is not None:
        pages = pages.descendant_of(under)
    return pages.select_related("category").order_by("-first_published_at", "-pk")


def narrowed(pages: PageQuerySet, *, category: str = "", tag: str = "") -> PageQuerySet:
    if category:
        pages = pages.filter(category__slug=category)
    return pages.filter(tags__slug=tag) if tag else pages


def used_categories(pages: PageQuerySet) -> list[AnnouncementCategory]:
    return list(AnnouncementCategory.objects.filter(pk__in=pages.order_by().values("category")))


def sections_of(page: AnnouncementIndexPage) -> PageQuerySet:
    return AnnouncementIndexPage.objects.child_of(page).live().public().order_by("title")


def announcement_index(home: Page) -> AnnouncementIndexPage | None:
    return AnnouncementIndexPage.objects.child_of(home).live().public().order_by("path").first()
