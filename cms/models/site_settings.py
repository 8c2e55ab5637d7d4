from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class OfficeSettings(BaseSiteSetting):
    """The office as header and footer name it. An empty contact is simply not shown."""

    office_name = models.CharField(_("nama kantor"), max_length=120, help_text=_("Contoh: Kantor Kecamatan Cinambo"))
    office_short_name = models.CharField(_("nama pendek"), max_length=60, help_text=_("Contoh: Kecamatan Cinambo"))
    region_name = models.CharField(_("kota atau kabupaten"), max_length=80, blank=True)
    address = models.CharField(_("alamat"), max_length=250, blank=True)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    whatsapp = models.CharField(_("WhatsApp"), max_length=40, blank=True)
    opening_hours = models.CharField(
        _("jam buka"), max_length=200, blank=True, help_text=_("Contoh: Senin sampai Jumat, 08.00–15.30")
    )
    emergency_note = models.CharField(_("keadaan darurat"), max_length=120, default="Keadaan darurat? Telepon 112.")

    panels = [
        MultiFieldPanel(
            [FieldPanel("office_name"), FieldPanel("office_short_name"), FieldPanel("region_name")], _("Nama")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "opening_hours", "phone", "whatsapp", "email")], _("Kontak")
        ),
        FieldPanel("emergency_note"),
    ]

    class Meta:
        verbose_name = _("identitas kantor")

    def __str__(self) -> str:
        return self.office_name
