import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.residents.nik import resident_id_of


def sealed_storage():
    return storages["sealed"]


def _number(label: str, **options) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(99)], **options)


class ResidentProfile(models.Model):
    """Where an account holder lives, and how sure the office is of it. The NIK is never here: only its keyed hash."""

    class Level(models.IntegerChoices):
        NONE = 0, _("Belum diperiksa")
        CARD = 1, _("Kartu dari RT/RW")
        DOCUMENT = 2, _("Dokumen diperiksa petugas")
        COUNTER = 3, _("Diperiksa di loket")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="resident_profile")
    area = models.ForeignKey(
        "units.Area", models.PROTECT, null=True, blank=True, related_name="residents", verbose_name=_("kelurahan")
    )
    rw = _number("RW", null=True, blank=True)
    rt = _number("RT", null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("tingkat pemeriksaan"), choices=Level, default=Level.NONE)
    nik_hash = models.CharField(max_length=64, blank=True, editable=False)
    nik_last_four = models.CharField(_("empat angka terakhir NIK"), max_length=4, blank=True)
    verified_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("oleh")
    )

    class Meta:
        verbose_name = _("warga")
        verbose_name_plural = _("warga")
        indexes = [models.Index(fields=["area", "rw"], name="resident_place", condition=Q(level__gt=0))]
        constraints = [
            models.UniqueConstraint(
                fields=["nik_hash"], condition=Q(level__gt=0), name="one_verified_account_a_person"
            ),
            models.CheckConstraint(
                name="verified_resident_is_complete",
                condition=Q(level=0)
                | (~Q(nik_hash="") & Q(area__isnull=False) & Q(rw__isnull=False) & Q(verified_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="unverified_resident_has_no_nik", condition=Q(level__gt=0) | Q(nik_hash="", nik_last_four="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.get_level_display()}"

    @property
    def is_verified(self) -> bool:
        return self.level > self.Level.NONE

    @property
    def resident_id(self) -> str:
        return resident_id_of(self.nik_hash) if self.is_verified else ""


class CardBatch(models.Model):
    """Cards printed at once for one RW (or RT). The codes are on paper only; here are their hashes."""

    form_token = models.UUIDField(unique=True)
    area = models.ForeignKey("units.Area", models.PROTECT, related_name="card_batches", verbose_name=_("kelurahan"))
    rw = _number("RW")
    rt = _number("RT", null=True, blank=True)
    card_count = models.PositiveSmallIntegerField(_("jumlah kartu"))
    handed_to = models.CharField(_("diserahkan kepada"), max_length=80, blank=True, help_text=_("Contoh: Ketua RW 05."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("dibuat"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    class Meta:
        verbose_name = _("kartu verifikasi")
        verbose_name_plural = _("kartu verifikasi")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.area}, RW {self.rw:02d}"


class VerificationCode(models.Model):
    """One printed card. It is used by a conditional UPDATE, so two people with a copy cannot both succeed."""

    batch = models.ForeignKey(CardBatch, models.PROTECT, related_name="codes")
    number = models.PositiveSmallIntegerField(_("nomor"))
    code_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kode verifikasi")
        verbose_name_plural = _("kode verifikasi")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="card_number_unique_in_batch"),
            models.CheckConstraint(
                name="card_used_or_revoked", condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class DocumentCheck(models.Model):
    """A document sent in to prove a residence. The file is encrypted, and gone once somebody has decided."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Diterima")
        REFUSED = "refused", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Ditarik")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="document_checks")
    area = models.ForeignKey("units.Area", models.PROTECT, related_name="+", verbose_name=_("kelurahan"))
    rw = _number("RW")
    rt = _number("RT", null=True, blank=True)
    file = models.FileField(storage=sealed_storage, upload_to="documents/%Y/%m/", blank=True)
    sent_at = models.DateTimeField(_("dikirim"))
    decision = models.CharField(_("keputusan"), max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("alasan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pemeriksaan dokumen")
        verbose_name_plural = _("pemeriksaan dokumen")
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(decided_at__isnull=True), name="one_open_document_check"
            ),
            models.CheckConstraint(
                name="decided_document_is_gone",
                condition=Q(decided_at__isnull=True, decision="") | (~Q(decision="") & Q(file="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.sent_at:%Y-%m-%d}"


class DataRequest(models.Model):
    """A wish about one's own data, in a register that outlives the account: who asked is a number, not a name."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Melihat data")
        EXPORT = "export", _("Mengunduh data")
        ERASURE = "erasure", _("Menghapus akun dan data")

    class Outcome(models.TextChoices):
        DONE = "done", _("Dilaksanakan")
        REFUSED = "refused", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Ditarik")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="data_requests")
    account_number = models.PositiveBigIntegerField(_("nomor akun"))
    kind = models.CharField(_("permintaan"), max_length=8, choices=Kind)
    requested_at = models.DateTimeField(_("diminta"))
    due_at = models.DateTimeField(_("batas waktu"))
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("keterangan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("permintaan data pribadi")
        verbose_name_plural = _("permintaan data pribadi")
        ordering = ["due_at"]
        indexes = [models.Index(fields=["due_at"], name="data_request_open", condition=Q(answered_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(answered_at__isnull=True), name="one_open_request_a_kind"
            ),
            models.CheckConstraint(
                name="answered_request_has_outcome",
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.account_number}"
