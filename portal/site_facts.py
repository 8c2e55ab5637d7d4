"""The site, its office and the links to its pages from the shared cache: one look-up a request instead of many."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from portal.navigation import PageLinks, read_page_links
from portal.office import Office, read_office

CACHE_KEY = "portal.site"
CACHE_SECONDS = 60


@dataclass(frozen=True)
class SiteFacts:
    site: Site | None
    root_paths: list
    office: Office
    page_links: PageLinks


def known_site(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the site where Wagtail keeps it for the length of a request; it is read when somebody asks for it.

    With it come the paths that Wagtail asks for at the first link to a page.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        request._wagtail_site = SimpleLazyObject(lambda: facts_for(request).site)
        return get_response(request)

    return respond


def facts_for(request: HttpRequest) -> SiteFacts:
    if not hasattr(request, "_site_facts"):
        request._site_facts = cache.get(CACHE_KEY) or _read(request)
        request._wagtail_cached_site_root_paths = request._site_facts.root_paths
    return request._site_facts


def _read(request: HttpRequest) -> SiteFacts:
    request.__dict__.pop("_wagtail_site", None)
    site = Site.find_for_request(request)
    if site:
        site.root_page.specific  # noqa: B018 -- the way to every page leads over it, so it is kept with the site
    facts = SiteFacts(site, Site.get_site_root_paths(), read_office(request), read_page_links(request))
    cache.set(CACHE_KEY, facts, CACHE_SECONDS)
    return facts


def forget_site(**_kwargs: Any) -> None:
    """Connected to everything that changes the office or its pages, so that the change shows at once."""
    cache.delete(CACHE_KEY)
