"""What every page knows: the office, the navigation, and the visitor's choice of light or dark."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.navigation import build_desk, build_navigation
from portal.site_facts import facts_for

THEMES = ("terang", "gelap")
THEME_COOKIE = "tema"


def site(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page that shows neither header nor footer costs no query."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "office": SimpleLazyObject(lambda: facts_for(request).office),
        "navigation": SimpleLazyObject(lambda: build_navigation(request.path, facts_for(request).page_links)),
        "desk": SimpleLazyObject(lambda: build_desk(request)),
        "theme": theme if theme in THEMES else "",
        "code_prefix": getattr(settings, "CASE_CODE_PREFIX", ""),
        "is_demo": getattr(settings, "IS_DEMO", False),
    }
