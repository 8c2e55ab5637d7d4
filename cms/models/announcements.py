from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import BODY_BLOCKS, BODY_COUNTS


class AnnouncementCategory(models.Model):
    name = models.CharField(_("nama"), max_length=60, unique=True)
    slug = models.SlugField(_("nama di alamat"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)

    class Meta:
        verbose_name = _("jenis pengumuman")
        verbose_name_plural = _("jenis pengumuman")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class AnnouncementTag(TaggedItemBase):
    content_object = ParentalKey("cms.AnnouncementPage", on_delete=models.CASCADE, related_name="tagged_items")


class AnnouncementIndexPage(Page):
    """A list of announcements. One below another is a kelurahan's own section, edited by its own editors."""

    introduction = models.TextField(_("pengantar"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    template = "cms/announcement_index_page.html"
    parent_page_types = ["cms.HomePage", "cms.AnnouncementIndexPage"]
    subpage_types = ["cms.AnnouncementPage", "cms.AnnouncementIndexPage"]

    class Meta:
        verbose_name = _("kumpulan pengumuman")
        verbose_name_plural = _("kumpulan pengumuman")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import queries

        everything = queries.public_announcements(timezone.now(), under=self)
        chosen = {"category": request.GET.get("jenis", "")[:60], "tag": request.GET.get("kata", "")[:100]}
        announcements = queries.narrowed(everything, **chosen)
        return {
            **super().get_context(request, *args, **kwargs),
            "announcements": Paginator(announcements, queries.PAGE_SIZE).get_page(request.GET.get("page")),
            "categories": queries.used_categories(everything),
            "sections": queries.sections_of(self),
            **chosen,
        }


class AnnouncementManager(PageManager):
    """No page is shown without its category and picture."""

    def get_queryset(self) -> PageQuerySet:
        return super().get_queryset().select_related("category", "image")


class AnnouncementPage(Page):
    introduction = models.TextField(
        _("pengantar"), max_length=300, help_text=_("Yang paling penting, dalam satu atau dua kalimat.")
    )
    category = models.ForeignKey(
        AnnouncementCategory, models.PROTECT, related_name="announcements", verbose_name=_("jenis")
    )
    publisher = models.CharField(
        _("dari"), max_length=100, blank=True, help_text=_("Seksi atau kelurahan yang mengumumkan.")
    )
    image = models.ForeignKey(
        "cms.SiteImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gambar")
    )
    image_alt = models.CharField(
        _("isi gambar dalam kata"),
        max_length=200,
        blank=True,
        help_text=_("Dibacakan kepada warga yang tidak melihat gambar."),
    )
    is_image_decorative = models.BooleanField(
        _("gambar hanya hiasan"), default=False, help_text=_("Gambar tidak menambah keterangan apa pun.")
    )
    body = StreamField(BODY_BLOCKS, block_counts=BODY_COUNTS, blank=True, verbose_name=_("isi"))
    tags = ClusterTaggableManager(through=AnnouncementTag, blank=True, verbose_name=_("kata kunci"))

    objects = AnnouncementManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("publisher"), FieldPanel("tags")], _("Keterangan")),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("is_image_decorative")], _("Gambar")),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
        index.SearchField("publisher"),
        index.RelatedFields("tags", [index.SearchField("name", boost=3)]),
        index.FilterField("category_id"),
    ]
    template = "cms/announcement_page.html"
    parent_page_types = ["cms.AnnouncementIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import queries

        others = queries.public_announcements(timezone.now()).exclude(pk=self.pk)
        index_url = (self.get_url(request) or "").removesuffix(f"{self.slug}/")
        return {**super().get_context(request, *args, **kwargs), "others": others[:3], "index_url": index_url}

    @property
    def was_changed(self) -> bool:
        """Whether readers should be told of a later version: corrections in the first hour do not count."""
        if not self.first_published_at or not self.last_published_at:
            return False
        return self.last_published_at - self.first_published_at > timedelta(hours=1)

    def clean(self) -> None:
        super().clean()
        if self.image_id and not self.image_alt.strip() and not self.is_image_decorative:
            raise ValidationError({"image_alt": _("Tulis isi gambar dalam kata, atau tandai gambar hanya hiasan.")})
