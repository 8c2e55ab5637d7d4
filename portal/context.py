"""What every page knows: the office, the navigation, and the visitor's choice of light or dark."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.navigation import PageLinks, build_desk, build_navigation, read_page_links
from portal.office import Office, read_office

THEMES = ("terang", "gelap")
THEME_COOKIE = "tema"
CACHE_KEY = "portal.site"
CACHE_SECONDS = 300


def site(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page that shows neither header nor footer costs no query."""
    facts = SimpleLazyObject(lambda: _facts(request))
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "office": SimpleLazyObject(lambda: facts[0]),
        "navigation": SimpleLazyObject(lambda: build_navigation(request.path, facts[1])),
        "desk": SimpleLazyObject(lambda: build_desk(request)),
        "theme": theme if theme in THEMES else "",
        "code_prefix": getattr(settings, "CASE_CODE_PREFIX", ""),
        "is_demo": getattr(settings, "IS_DEMO", False),
    }


def _facts(request: HttpRequest) -> tuple[Office, PageLinks]:
    facts = cache.get(CACHE_KEY)
    if facts is None:
        facts = (read_office(request), read_page_links(request))
        cache.set(CACHE_KEY, facts, CACHE_SECONDS)
    return facts


def forget_site(**_kwargs: Any) -> None:
    """Connected to everything that changes the office or its pages, so that the change shows at once."""
    cache.delete(CACHE_KEY)
