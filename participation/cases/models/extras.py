import uuid

from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.cases.models.case import Case
from participation.cases.models.event import CaseEvent


def sealed_storage():
    return storages["sealed"]


class Photo(models.Model):
    """A cleaned photo: re-encoded, without metadata. Before sending it hangs on a form's token, later on its case."""

    class Purpose(models.TextChoices):
        REPORT = "report", _("Foto laporan")
        EVIDENCE = "evidence", _("Bukti")
        ADDITION = "addition", _("Foto tambahan")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_token = models.UUIDField(null=True, blank=True, db_index=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="photos")
    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, blank=True, related_name="photos")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.REPORT)
    image = models.FileField(storage=sealed_storage, upload_to="photos/%Y/%m/")
    thumbnail = models.FileField(storage=sealed_storage, upload_to="photos/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    thumbnail_width = models.PositiveIntegerField()
    thumbnail_height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was uploaded, to know a repeated upload.")
    name = models.CharField(max_length=120, blank=True)
    alt_text = models.CharField(_("keterangan foto"), max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["uploaded_at"], name="photo_abandoned", condition=Q(case__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["form_token", "digest"], name="photo_once_per_form", condition=Q(form_token__isnull=False)
            ),
            models.CheckConstraint(
                name="photo_has_owner", condition=Q(form_token__isnull=False) | Q(case__isnull=False)
            ),
            models.CheckConstraint(name="photo_public_has_alt", condition=Q(is_public=False) | ~Q(alt_text="")),
        ]

    def __str__(self) -> str:
        return self.name or str(self.key)


class Support(models.Model):
    """One visitor's "saya juga mengalami"."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="supports")
    visitor_key = models.CharField(max_length=64)
    supported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dukungan")
        verbose_name_plural = _("dukungan")
        constraints = [models.UniqueConstraint(fields=["case", "visitor_key"], name="support_once_per_visitor")]

    def __str__(self) -> str:
        return f"{self.case_id}"


class Rating(models.Model):
    """The reporter's judgement of one answer; a reopened case can be rated again."""

    class Score(models.IntegerChoices):
        VERY_SATISFIED = 4, _("Sangat puas")
        SATISFIED = 3, _("Puas")
        DISSATISFIED = 2, _("Kurang puas")
        VERY_DISSATISFIED = 1, _("Tidak puas")

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(help_text="How often the case had been reopened before.")
    score = models.PositiveSmallIntegerField(choices=Score, validators=[MinValueValidator(1), MaxValueValidator(4)])
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="rating_once_per_round"),
            models.CheckConstraint(name="rating_score_in_scale", condition=Q(score__gte=1, score__lte=4)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score}"


class TrackingAttempt(models.Model):
    """A failed try at a code or PIN, kept for an hour under keyed hashes; the limits hold across processes."""

    subject_hash = models.CharField(max_length=64)
    device_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("percobaan pelacakan")
        verbose_name_plural = _("percobaan pelacakan")
        indexes = [
            models.Index(fields=["subject_hash", "at"], name="attempt_subject"),
            models.Index(fields=["device_hash", "at"], name="attempt_device"),
            models.Index(fields=["address_hash", "at"], name="attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
