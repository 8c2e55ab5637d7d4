from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.cases.models.case import Case
from participation.cases.replies import PLACEHOLDERS, has_stray_brackets, unknown_placeholders

_NAMES = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


class ReplyTemplate(models.Model):
    """Words for an official answer. The case fills the {placeholders}, the officer fills every [[blank]]."""

    title = models.CharField(_("judul"), max_length=80, help_text=_("Hanya dibaca petugas."))
    outcome = models.CharField(
        _("hasil"), max_length=20, choices=Case.Outcome, blank=True, help_text=_("Kosongkan untuk semua hasil.")
    )
    category = models.ForeignKey(
        "units.Category",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topik"),
        help_text=_("Kosongkan untuk semua topik."),
    )
    text = models.TextField(
        _("isi"),
        max_length=3000,
        help_text=_(
            "Diisi sendiri oleh sistem: {kode}, {nama_pelapor}, {topik}, {kelurahan}, {unit}, {tanggal_lapor}, "
            "{hari_ini}. Yang wajib diisi petugas ditulis dalam kurung siku ganda: [[isi tanggal]]."
        ),
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("contoh balasan")
        verbose_name_plural = _("contoh balasan")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if unknown := unknown_placeholders(self.text):
            raise ValidationError(
                {
                    "text": _("Isian %(unknown)s tidak dikenal. Yang bisa dipakai: %(names)s.")
                    % {"unknown": ", ".join(unknown), "names": _NAMES}
                }
            )
        if has_stray_brackets(self.text):
            raise ValidationError(
                {
                    "text": _(
                        "Ada kurung yang tidak berpasangan atau kosong. Tulis {isian} dan [[yang harus diisi]] lengkap."
                    )
                }
            )
