"""The links of header, menu, footer and desk. A link whose page does not exist is left out."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from participation.accounts.models import User
from participation.notifications.permissions import can_see_outbox
from participation.polls.permissions import is_committee
from participation.residents.permissions import Act, allowed_acts
from participation.routing.permissions import can_see_classification
from participation.satisfaction.permissions import can_see_surveys

HEADER_LIMIT = 5
PRIVACY_SLUG = "data-pribadi"
PAGE_ICONS = {"announcementindexpage": "newspaper", "serviceindexpage": "file-text", "eventindexpage": "calendar"}


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = "file-text"
    is_current: bool = False


PageLinks = tuple[list[Link], list[Link]]
Entries = tuple[tuple[Any, str, str], ...]


@dataclass(frozen=True)
class Navigation:
    report: Link | None = None
    header: list[Link] = field(default_factory=list)
    menu: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    residents: list[Link] = field(default_factory=list)
    about: list[Link] = field(default_factory=list)
    account: list[Link] = field(default_factory=list)
    own: list[Link] = field(default_factory=list)
    privacy: Link | None = None


@dataclass(frozen=True)
class DeskNavigation:
    home: str
    links: list[Link]


REPORT = (_("Sampaikan laporan"), "cases:report", "megaphone")
FIRST = ((_("Lacak"), "cases:track", "search"), (_("Laporan warga"), "cases:list", "list"))
MORE = ((_("Jajak pendapat"), "polls:list", "vote"), (_("Survei kepuasan"), "satisfaction:start", "smile"))
LAST = ((_("Transparansi"), "insights:transparency", "chart-column"),)
ABOUT = ((_("Segel harian"), "ledger:seals", "shield-check"),)
SEARCH = ((_("Cari"), "search", "search"),)
DESK = (
    (_("Antrean"), "cases:inbox", "inbox"),
    (_("Permohonan"), "information_requests:inbox", "file-text"),
    (_("Angka"), "insights:desk", "chart-column"),
)
CLASSIFICATION = ((_("Klasifikasi"), "routing:classification", "split"),)
POLLS = ((_("Jajak"), "polls:desk", "vote"),)
SURVEYS = ((_("Survei"), "satisfaction:surveys", "smile"),)
RESIDENTS = ((_("Warga"), "residents:counter", "users"),)
CARDS = ((_("Kartu warga"), "residents:cards", "id-card"),)
DATA_REQUESTS = ((_("Data pribadi"), "residents:data_requests", "shield"),)
OUTBOX = ((_("Pesan gagal"), "notifications:outbox", "mail"),)
EDITING = ((_("Kelola situs"), "wagtailadmin_home", "settings"),)
OWN = (
    (_("Kabar lewat e-mail"), "notifications:preferences", "mail"),
    (_("Data saya"), "residents:own_data", "download"),
)
ACCOUNT = (
    (_("Akun saya"), "account_own", "user"),
    (_("Keamanan akun"), "mfa_index", "shield-check"),
    (_("Ganti kata sandi"), "account_change_password", "key"),
    (_("Keluar"), "account_logout", "log-out"),
)


def build_navigation(path: str, pages: PageLinks) -> Navigation:
    report, first, more, last = (_links(entries) for entries in ((REPORT,), FIRST, MORE, LAST))
    in_menu, about = pages
    header = (first + in_menu + last)[:HEADER_LIMIT]
    search = _links(SEARCH)
    menu = report + first + in_menu + more + last + search
    return Navigation(
        report=report[0] if report else None,
        header=_marked(header, path),
        menu=_marked(menu, path),
        pages=in_menu,
        residents=report + first[:1] + in_menu + more + last + search,
        about=about + _links(ABOUT) + _source_link(),
        account=_links(ACCOUNT),
        own=_links(OWN + ACCOUNT[1:]),
        privacy=next((link for link in about + in_menu if link.url.endswith(f"/{PRIVACY_SLUG}/")), None),
    )


def build_desk(request: HttpRequest) -> DeskNavigation:
    """The desk's pages, and those of the others that this person may open."""
    links = _links(DESK) + _links(_own_work(request.user))
    if can_see_classification(request.user):
        links += _links(CLASSIFICATION)
    if can_see_outbox(request.user):
        links += _links(OUTBOX)
    if request.user.has_perm("wagtailadmin.access_admin"):
        links += _links(EDITING)
    return DeskNavigation(links[0].url if links else "/", _marked(links, request.path))


def _own_work(user: User) -> Entries:
    """The desk's pages that not every member of staff may open."""
    acts = allowed_acts(user)
    entries: Entries = POLLS if is_committee(user) else ()
    entries += SURVEYS if can_see_surveys(user) else ()
    if Act.VERIFY in acts:
        entries += RESIDENTS
    elif Act.PRINT_CARDS in acts:
        entries += CARDS
    return entries + (DATA_REQUESTS if Act.SEE_REQUESTS in acts else ())


_found: dict[tuple[str | None, ...], tuple[Link, ...]] = {}


def _links(entries: Entries) -> list[Link]:
    """Looked up once a language: hashing or printing a lazy label asks the catalogues each time."""
    key = (get_language(), *(name for _label, name, _icon in entries))
    if key not in _found:
        _found[key] = tuple(_existing(entries))
    return list(_found[key])


def _existing(entries: Entries) -> Iterator[Link]:
    for label, name, icon in entries:
        with suppress(NoReverseMatch):
            yield Link(str(label), reverse(name), icon)


def _marked(links: list[Link], path: str) -> list[Link]:
    """The link under which ``path`` lies closest is the current one."""
    above = [link.url for link in links if link.url != "/" and path.startswith(link.url)]
    current = max(above, key=len, default=None)
    return [replace(link, is_current=link.url == current) for link in links]


def read_page_links(request: HttpRequest) -> PageLinks:
    """The home page's children: those marked for menus, and the others (about, privacy, …) for the footer."""
    site = Site.find_for_request(request)
    if site is None:
        return [], []
    in_menu, about = [], []
    for page in Page.objects.child_of(site.root_page).live().public().order_by("path"):
        icon = PAGE_ICONS.get(ContentType.objects.get_for_id(page.content_type_id).model, "file-text")
        link = Link(page.title, page.get_url(request) or "", icon)
        (in_menu if page.show_in_menus else about).append(link)
    return in_menu, about


def _source_link() -> list[Link]:
    address = getattr(settings, "SOURCE_CODE_URL", "")
    return [Link(str(_("Kode sumber terbuka")), address)] if address else []
