from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index


class SiteImage(AbstractImage):
    """A picture for pages. Its renditions are made when it is saved (see ``cms.renditions``)."""

    credit = models.CharField(
        _("sumber gambar"), max_length=120, blank=True, help_text=_("Siapa yang memotret atau menggambar.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("gambar")
        verbose_name_plural = _("gambar")


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_site_rendition")
        ]


class SiteDocument(AbstractDocument):
    """A file for download, with its gist in words for those who cannot open or read it."""

    summary = models.TextField(_("ringkasan isi"), blank=True, help_text=_("Isi dokumen dalam beberapa kalimat."))

    admin_form_fields = (*Document.admin_form_fields, "summary")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("summary")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")
