from dataclasses import dataclass
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.service_blocks import COST_BLOCKS, PROCEDURE_BLOCKS, REQUIREMENT_BLOCKS, WORDS
from cms.service_standard import COMPONENTS, INTERNAL, LABELS, PUBLIC, Completeness, Component, completeness


class ServiceIndexPage(Page):
    """The catalogue of the office's services."""

    introduction = models.TextField(_("pengantar"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    template = "cms/service_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ServicePage"]

    class Meta:
        verbose_name = _("daftar layanan")
        verbose_name_plural = _("daftar layanan")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import queries

        pages = Paginator(queries.service_pages(self), queries.SERVICES_SHOWN)
        return {
            **super().get_context(request, *args, **kwargs),
            "service_pages": pages.get_page(request.GET.get("page")),
        }


@dataclass(frozen=True)
class Part:
    """One component of the standard as a page shows it."""

    component: Component
    value: Any
    is_filled: bool

    @property
    def is_blocks(self) -> bool:
        return not isinstance(self.value, str)


class ServiceManager(PageManager):
    """No page is shown without its service and the unit that gives it."""

    def get_queryset(self) -> PageQuerySet:
        return super().get_queryset().select_related("service__unit")


def _says_something(html: str) -> bool:
    """An editor that was opened and left leaves empty elements behind."""
    return bool(unescape(strip_tags(html)).strip())


def _blocks(key: str, kinds: list) -> StreamField:
    return StreamField(kinds, blank=True, verbose_name=LABELS[key])


def _words(key: str) -> RichTextField:
    return RichTextField(blank=True, features=WORDS, verbose_name=LABELS[key])


class ServicePage(Page):
    """The standard of one service: the fields of ``COMPONENTS``, each of them one component."""

    introduction = models.TextField(
        _("pengantar"), max_length=300, help_text=_("Untuk apa layanan ini, dalam satu atau dua kalimat.")
    )
    service = models.ForeignKey("units.Service", models.PROTECT, related_name="pages", verbose_name=_("layanan"))
    processing_days = models.PositiveSmallIntegerField(
        _("paling lama, hari kerja"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Sejak syarat lengkap. Selesai hari itu juga: 1."),
    )
    decree_number = models.CharField(_("nomor SK standar pelayanan"), max_length=120, blank=True)
    decree_date = models.DateField(_("tanggal SK"), null=True, blank=True)
    reviewed_date = models.DateField(_("terakhir ditinjau"), null=True, blank=True)
    responsible_name = models.CharField(
        _("penanggung jawab"),
        max_length=120,
        blank=True,
        help_text=_("Jabatan atau unit. Kosongkan untuk memakai unit yang melayani."),
    )
    is_example = models.BooleanField(
        _("contoh"), default=False, help_text=_("Halaman ditandai sebagai contoh yang isinya belum diperiksa kantor.")
    )

    requirements = _blocks("requirements", REQUIREMENT_BLOCKS)
    procedure = _blocks("procedure", PROCEDURE_BLOCKS)
    duration = _words("duration")
    cost = _blocks("cost", COST_BLOCKS)
    output = _words("output")
    complaints = _words("complaints")
    legal_basis = _words("legal_basis")
    facilities = _words("facilities")
    competence = _words("competence")
    supervision = _words("supervision")
    staffing = _words("staffing")
    service_guarantee = _words("service_guarantee")
    safety_guarantee = _words("safety_guarantee")
    performance_review = _words("performance_review")

    objects = ServiceManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        # a plain list: the chooser of snippets asks for rights over the office's set-up
        FieldPanel("service", widget=forms.Select),
        MultiFieldPanel([FieldPanel(name) for name in ("decree_number", "decree_date", "reviewed_date")], _("Standar")),
        FieldPanel("responsible_name"),
        FieldPanel("is_example"),
        FieldPanel("processing_days"),
        MultiFieldPanel([FieldPanel(part.key) for part in PUBLIC], _("Enam komponen untuk warga")),
        MultiFieldPanel([FieldPanel(part.key) for part in INTERNAL], _("Delapan komponen pengelolaan")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        *[index.SearchField(part.key) for part in PUBLIC],
    ]
    template = "cms/service_page.html"
    parent_page_types = ["cms.ServiceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("halaman layanan")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        beginning = _("Masalah layanan %(service)s: ") % {"service": self.title}
        return {**super().get_context(request, *args, **kwargs), "report_text": beginning}

    @property
    def public_parts(self) -> list[Part]:
        return [self._part(component) for component in PUBLIC]

    @property
    def internal_parts(self) -> list[Part]:
        return [self._part(component) for component in INTERNAL]

    @property
    def missing_internal(self) -> list[str]:
        return [str(part.component.label).lower() for part in self.internal_parts if not part.is_filled]

    @property
    def public_completeness(self) -> Completeness:
        return completeness(self._filled_keys(), PUBLIC)

    @property
    def whole_completeness(self) -> Completeness:
        return completeness(self._filled_keys())

    @property
    def responsible(self) -> str:
        return self.responsible_name or self.service.unit.name

    @property
    def fees(self) -> list[int]:
        """The amounts of the fee tables, from the lowest."""
        tables = [block.value for block in self.cost if block.block_type == "fees"]
        return sorted(fee["amount"] for table in tables for fee in table["fees"])

    @property
    def highest_fee(self) -> int:
        return max(self.fees, default=0)

    def _part(self, component: Component) -> Part:
        value = getattr(self, component.key)
        return Part(component, value, self._is_filled(component))

    def _is_filled(self, component: Component) -> bool:
        value = getattr(self, component.key)
        if component.key == "duration" and self.processing_days:
            return True
        if isinstance(value, str):
            return _says_something(value)
        return any(block.block_type != "text" or _says_something(block.value.source) for block in value)

    def _filled_keys(self) -> list[str]:
        return [component.key for component in COMPONENTS if self._is_filled(component)]

    def clean(self) -> None:
        super().clean()
        if self.decree_date and not self.decree_number.strip():
            raise ValidationError({"decree_number": _("Tulis nomor SK ini, atau kosongkan tanggalnya.")})
        others = ServicePage.objects.filter(service_id=self.service_id, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.service_id and others.exists():
            raise ValidationError({"service": _("Layanan ini sudah punya halaman. Ubah halaman itu.")})
