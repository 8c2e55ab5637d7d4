from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BODY_BLOCKS, BODY_COUNTS


class StandardPage(Page):
    """A page that stays: about the office, how personal data is kept, accessibility."""

    introduction = models.TextField(_("pengantar"), max_length=300, blank=True)
    body = StreamField(BODY_BLOCKS, block_counts=BODY_COUNTS, blank=True, verbose_name=_("isi"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction", boost=2), index.SearchField("body")]
    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("halaman informasi")
        verbose_name_plural = _("halaman informasi")
