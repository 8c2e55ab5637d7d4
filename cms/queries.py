from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.models import (
    Alert,
    AnnouncementCategory,
    AnnouncementIndexPage,
    AnnouncementPage,
    ServiceIndexPage,
    ServicePage,
)

PAGE_SIZE = 15
SERVICES_SHOWN = 30
# What a link to a page needs.
LINK_FIELDS = ("title", "path", "depth", "url_path")


def page_at(home: Page, slugs: list[str]) -> Page | None:
    """The page at the address that these slugs make below ``home``, as its own kind, whether live or not."""
    place = {"depth": home.depth + len(slugs), "slug": slugs[-1], "url_path": f"{home.url_path}{'/'.join(slugs)}/"}
    found = Page.objects.filter(**place).values_list("pk", "content_type_id")[:1]
    for pk, content_type in found:
        kind = ContentType.objects.get_for_id(content_type).model_class()
        return kind.objects.get(pk=pk) if kind else None
    return None


def pages_above(page: Page, home: Page) -> list[Page]:
    """From the home page down, for links."""
    return list(page.get_ancestors().filter(depth__gte=home.depth).only(*LINK_FIELDS))


def open_to_all(pages: PageQuerySet) -> PageQuerySet:
    """Live pages without a restriction on them or above them; Wagtail's ``public()`` asks for those in a query more."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = PageViewRestriction.objects.annotate(asked=path).filter(asked__startswith=F("page__path"))
    return pages.live().filter(~Exists(closed))


def public_announcements(now: datetime, under: Page | None = None) -> PageQuerySet:
    """Newest first, with what a list shows and no more.

    An announcement that has expired is gone at once, even before the timetable takes it down.
    """
    pages = open_to_all(AnnouncementPage.objects.all()).filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now))
    pages = pages.select_related(None).only(*LINK_FIELDS, "introduction", "first_published_at")
    if under is not None:
        pages = pages.descendant_of(under)
    return pages.order_by("-first_published_at", "-pk")


def narrowed(pages: PageQuerySet, *, category: str = "", tag: str = "") -> PageQuerySet:
    if category:
        pages = pages.filter(category__slug=category)
    return pages.filter(tags__slug=tag) if tag else pages


def used_categories(pages: PageQuerySet) -> list[AnnouncementCategory]:
    return list(AnnouncementCategory.objects.filter(pk__in=pages.order_by().values("category")))


def sections_of(page: AnnouncementIndexPage) -> PageQuerySet:
    return open_to_all(AnnouncementIndexPage.objects.child_of(page)).only(*LINK_FIELDS).order_by("title")


def announcement_index(home: Page) -> AnnouncementIndexPage | None:
    return open_to_all(AnnouncementIndexPage.objects.child_of(home)).only(*LINK_FIELDS).order_by("path").first()


def service_pages(index: ServiceIndexPage) -> PageQuerySet:
    return open_to_all(ServicePage.objects.child_of(index)).order_by(Lower("title"), "pk")


def alerts_to_come(now: datetime) -> QuerySet[Alert]:
    """Those that are shown now or will be; who keeps them looks at ``starts_at`` and ``expires_at`` again."""
    return Alert.objects.filter(is_shown=True, expires_at__gt=now).select_related("page")
