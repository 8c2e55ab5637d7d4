from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """What must be announced without delay (serta merta): a strip on every page until its time is over.

    Saving is publishing. Start and end are moments that every reader compares with the clock, so that no timetable
    has to run for an alert to come or to go.
    """

    class Level(models.TextChoices):
        """The official levels of danger, and below them what is urgent without being dangerous."""

        INFO = "info", _("Info penting")
        WASPADA = "waspada", _("Waspada")
        SIAGA = "siaga", _("Siaga")
        AWAS = "awas", _("Awas")

    level = models.CharField(
        _("tingkat"),
        max_length=10,
        choices=Level.choices,
        default=Level.WASPADA,
        help_text=_("Waspada: bersiap. Siaga: bahaya mendekat. Awas: bahaya sudah ada, selamatkan diri."),
    )
    title = models.CharField(_("judul"), max_length=80, help_text=_("Contoh: Hujan lebat sampai Jumat malam."))
    text = models.CharField(
        _("isi"), max_length=240, help_text=_("Apa yang harus dilakukan warga, dalam satu kalimat.")
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("halaman yang dituju"),
        help_text=_("Boleh kosong. Pilih halaman di sini atau tulis alamat di bawah."),
    )
    url = models.CharField(
        _("alamat di situs lain"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["https", "http"], message=_("Tulis alamat lengkap, mulai dengan https://"))],
    )
    link_text = models.CharField(
        _("tulisan tautan"), max_length=60, blank=True, help_text=_("Kosong berarti “Selengkapnya”.")
    )
    starts_at = models.DateTimeField(
        _("mulai tayang"), default=timezone.now, help_text=_("WIB. Waktu yang sudah lewat berarti langsung tayang.")
    )
    expires_at = models.DateTimeField(
        _("berakhir"), help_text=_("WIB. Peringatan hilang sendiri pada waktu ini. Bisa diperpanjang.")
    )
    is_shown = models.BooleanField(
        _("tayangkan"), default=True, help_text=_("Hapus centangnya untuk menarik peringatan sekarang juga.")
    )

    class Meta:
        verbose_name = _("peringatan")
        verbose_name_plural = _("peringatan")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("starts_at")),
                name="alert_expires_after_its_start",
                violation_error_message=_("Waktu berakhir harus sesudah mulai tayang."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.page_id and self.url:
            raise ValidationError({"url": _("Pilih halaman atau tulis alamat, tidak keduanya.")})
        if not self.expires_at or not self.starts_at:
            return
        if self.expires_at <= self.starts_at:
            raise ValidationError({"expires_at": _("Waktu berakhir harus sesudah mulai tayang.")})
        if self.is_shown and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": _("Waktu berakhir sudah lewat. Tulis waktu yang akan datang.")})

    @property
    def state(self) -> str:
        """For the list that editors see."""
        now = timezone.now()
        if not self.is_shown:
            return _("ditarik")
        if self.expires_at <= now:
            return _("berakhir")
        return _("tayang") if self.starts_at <= now else _("menunggu")

    @property
    def address(self) -> str:
        """Where its link leads; empty without one, and for a page that is not live."""
        if self.page:
            return (self.page.url or "") if self.page.live else ""
        return self.url
