"""The live parts of pages: what the office's figures and its residents' reports say right now."""

from typing import Any

from django import template
from django.core.cache import cache
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.cases.queries.figures import month_figures as read_month_figures
from participation.cases.queries.public import latest_published
from portal import wording
from portal.alerts import current_alerts

register = template.Library()

FIGURES_SECONDS = 60
LATEST = 4
MOST_LINKS = 6
QUICK_LINKS = (
    (_("Laporan warga"), "cases:list", "list", _("Yang dilaporkan tetangga Anda")),
    (_("Jajak pendapat"), "polls:list", "vote", _("Ikut menentukan")),
    (_("Survei kepuasan"), "satisfaction:start", "smile", _("Nilai layanan kami")),
    (_("Transparansi"), "insights:transparency", "chart-column", _("Angka kinerja, apa adanya")),
    (_("Cari"), "search", "search", _("Di halaman dan laporan")),
)
PAGE_WORDS = {
    "newspaper": _("Jadwal, bantuan, kegiatan"),
    "calendar": _("Kegiatan yang akan datang"),
    "file-text": _("Syarat, waktu, dan biaya surat"),
}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("live/alerts.html")
def alerts() -> dict[str, Any]:
    return {"alerts": current_alerts(timezone.now())}


@register.inclusion_tag("live/track_band.html", takes_context=True)
def track_band(context: RequestContext) -> dict[str, Any]:
    return {
        "track_url": _address("cases:track"),
        "recover_url": _address("cases:recover"),
        "code_prefix": context.get("code_prefix"),
    }


@register.inclusion_tag("live/quick_links.html", takes_context=True)
def quick_links(context: RequestContext) -> dict[str, Any]:
    """Pages that are marked for menus first, then the fixed places that exist."""
    pages = [(link.label, link.url, link.icon, PAGE_WORDS.get(link.icon, "")) for link in context["navigation"].pages]
    places = [(label, _address(name), icon, words) for label, name, icon, words in QUICK_LINKS]
    return {"links": [link for link in [*pages, *places] if link[1]][:MOST_LINKS]}


@register.inclusion_tag("live/month_figures.html")
def month_figures() -> dict[str, Any]:
    today = timezone.localdate()
    figures = cache.get_or_set(f"portal.figures.{today}", lambda: read_month_figures(today), FIGURES_SECONDS)
    return {
        "figures": figures,
        "month": wording.MONTHS[figures.month.month - 1],
        "month_before": wording.MONTHS[figures.month.month - 2],
        "url": _address("insights:transparency"),
    }


@register.inclusion_tag("live/latest_cases.html")
def latest_cases() -> dict[str, Any]:
    return {
        "cases": latest_published(LATEST),
        "list_url": _address("cases:list"),
        "report_url": _address("cases:report"),
    }
