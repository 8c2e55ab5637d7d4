from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

ANNOUNCEMENTS = 3


class HomePage(Page):
    """The front page: the invitation to report. Its live parts come from the template's tags."""

    headline = models.CharField(
        _("ajakan"),
        max_length=80,
        default="Ada masalah di sekitar rumah? Ceritakan ke kami.",
        help_text=_("Judul besar."),
    )
    introduction = models.TextField(_("pengantar"), max_length=240, help_text=_("Dua kalimat di bawah judul besar."))
    reassurance = models.CharField(
        _("penenang"), max_length=80, blank=True, default="Gratis, tanpa akun, boleh tanpa nama."
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("introduction"), FieldPanel("reassurance")], _("Ajakan")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.AnnouncementIndexPage", "cms.ServiceIndexPage", "cms.StandardPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("halaman depan")
        verbose_name_plural = _("halaman depan")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A page below is found by its whole address at once instead of level by level."""
        from cms import queries

        page = queries.page_at(self, path_components) if path_components else None
        if page:
            return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import queries

        return {
            **super().get_context(request, *args, **kwargs),
            "announcements": queries.public_announcements(timezone.now())[:ANNOUNCEMENTS],
            "announcement_index": queries.announcement_index(self),
        }
