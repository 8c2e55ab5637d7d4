"""Tags of the page templates: the way to a page, and its pictures."""

from typing import Any

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, Site

from cms.models import ServicePage, SiteImage
from cms.queries import pages_above
from cms.renditions import ready_renditions
from cms.structured_data import breadcrumb_list, government_service, graph_script

register = template.Library()
COLUMN = "(min-width: 60em) 42rem, 100vw"
UNITS = ((1024 * 1024, "MB"), (1024, "KB"))


@register.simple_tag(takes_context=True)
def trail(context: RequestContext, page: Page) -> list[tuple[str, str]]:
    """The pages above ``page`` within the site, and the page itself, as (label, address)."""
    request = context["request"]
    site = Site.find_for_request(request)
    above = pages_above(page, site.root_page) if site else []
    steps = [("Beranda" if index == 0 else parent.title, parent.get_url(request)) for index, parent in enumerate(above)]
    return [*steps, (page.title, page.get_url(request))]


@register.simple_tag(takes_context=True)
def service_data(context: RequestContext, page: ServicePage, steps: list[tuple[str, str]]) -> SafeString:
    """The service and the way to it, for search engines."""
    address = page.get_full_url(context["request"]) or ""
    office = context["office"]
    return graph_script(government_service(page, address, office.name, office.region), breadcrumb_list(steps, address))


@register.filter
def rupiah(amount: int) -> str:
    """50000 -> Rp50.000, 0 -> Gratis"""
    return f"Rp{amount:,}".replace(",", ".") if amount else str(_("Gratis"))


@register.inclusion_tag("cms/parts/photo.html")
def photo(image: SiteImage, alt: str = "", is_first: bool = False) -> dict[str, Any]:
    """A picture in the sizes that were made when it was saved; nothing where none was made."""
    renditions = ready_renditions(image)
    return {
        "alt": alt,
        "is_first": is_first,
        "widest": renditions[-1] if renditions else None,
        "srcset": ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions),
        "sizes": COLUMN,
    }


@register.filter
def file_facts(document: AbstractDocument) -> str:
    """PDF, 120 KB"""
    size = document.file_size or 0
    for unit, name in UNITS:
        if size >= unit:
            return f"{document.file_extension.upper()}, {round(size / unit)} {name}"
    return document.file_extension.upper()
