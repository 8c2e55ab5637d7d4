import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.satisfaction.elements import NAMES
from participation.satisfaction.scoring import HIGHEST, LOWEST, Element

ELEMENT_CHOICES = [(element.value, name) for element, name in NAMES.items()]


class SurveyPeriod(models.Model):
    """One survey of one service. Its figures are frozen when it is published; until then they are computed."""

    service = models.ForeignKey(
        "units.Service", models.PROTECT, related_name="survey_periods", verbose_name=_("layanan")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nama periode"), max_length=60, help_text=_("Contoh: Semester I 2027."))
    start_date = models.DateField(_("mulai"))
    end_date = models.DateField(_("sampai"))
    user_count = models.PositiveIntegerField(
        _("jumlah pengguna layanan"),
        null=True,
        blank=True,
        help_text=_("Perkiraan orang yang memakai layanan ini selama periode. Dari sini dihitung jumlah sampel."),
    )
    published_at = models.DateTimeField(_("diumumkan"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    figures = models.JSONField(default=dict, blank=True, help_text="Frozen totals by source, once published.")
    is_sample = models.BooleanField(_("contoh"), default=False)

    class Meta:
        verbose_name = _("periode survei")
        verbose_name_plural = _("periode survei")
        ordering = ["-end_date", "-id"]
        constraints = [
            models.CheckConstraint(name="survey_ends_after_start", condition=Q(end_date__gte=F("start_date"))),
            models.UniqueConstraint(fields=["service", "name"], name="survey_name_unique_for_service"),
            models.CheckConstraint(
                name="survey_published_has_figures", condition=Q(published_at__isnull=True) | ~Q(figures={})
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.name}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class VisitCode(models.Model):
    """A code handed out for one visit. It says that somebody was here, not who; used once, never tied to an answer."""

    period = models.ForeignKey(SurveyPeriod, models.PROTECT, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    batch = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    used_date = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kode kunjungan")
        verbose_name_plural = _("kode kunjungan")
        constraints = [
            models.CheckConstraint(
                name="visit_code_used_or_revoked", condition=Q(used_date__isnull=True) | Q(revoked_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.batch}"


def _score(element: Element) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        NAMES[element], validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )


class Response(models.Model):
    """One filled-in form: nine scores under their keys, and no hint of who gave them."""

    class Source(models.TextChoices):
        COUNTER = "counter", _("Tautan loket yang terbuka")
        CODE = "code", _("Kode sekali pakai per kunjungan")
        CASE = "case", _("Tautan setelah laporan selesai")

    class Sex(models.TextChoices):
        FEMALE = "female", _("Perempuan")
        MALE = "male", _("Laki-laki")

    class AgeBand(models.TextChoices):
        UNDER_20 = "under-20", _("Di bawah 20 tahun")
        FROM_20 = "20-29", _("20–29 tahun")
        FROM_30 = "30-39", _("30–39 tahun")
        FROM_40 = "40-49", _("40–49 tahun")
        FROM_50 = "50-up", _("50 tahun ke atas")

    class Education(models.TextChoices):
        PRIMARY = "sd", _("SD atau kurang")
        LOWER_SECONDARY = "smp", _("SMP")
        UPPER_SECONDARY = "sma", _("SMA/SMK")
        DIPLOMA = "d1-d3", _("D1–D3")
        BACHELOR = "s1", _("S1/D4")
        HIGHER = "s2-s3", _("S2 atau lebih")

    period = models.ForeignKey(SurveyPeriod, models.PROTECT, related_name="responses")
    form_token = models.UUIDField(unique=True)
    source = models.CharField(_("lewat"), max_length=8, choices=Source)
    visit_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    answered_date = models.DateField(_("tanggal"))
    requirements = _score(Element.REQUIREMENTS)
    procedure = _score(Element.PROCEDURE)
    duration = _score(Element.DURATION)
    cost = _score(Element.COST)
    product = _score(Element.PRODUCT)
    competence = _score(Element.COMPETENCE)
    conduct = _score(Element.CONDUCT)
    complaints = _score(Element.COMPLAINTS)
    facilities = _score(Element.FACILITIES)
    comment = models.TextField(_("saran"), blank=True)
    public_comment = models.TextField(_("saran untuk umum"), blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=8, choices=Sex, blank=True)
    age_band = models.CharField(_("umur"), max_length=8, choices=AgeBand, blank=True)
    education = models.CharField(_("pendidikan"), max_length=8, choices=Education, blank=True)

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        ordering = ["id"]
        indexes = [models.Index(fields=["period", "source"], name="response_of_period")]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"response_{element.value}_in_scale",
                    condition=Q((f"{element.value}__gte", LOWEST), (f"{element.value}__lte", HIGHEST)),
                )
                for element in Element
            ),
            models.CheckConstraint(
                name="response_case_has_visit", condition=~Q(source="case") | Q(visit_key__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.get_source_display()}"


class FollowUp(models.Model):
    """What the office does about one of the lowest elements; needed before the result is published."""

    period = models.ForeignKey(SurveyPeriod, models.CASCADE, related_name="follow_ups")
    element = models.CharField(_("unsur"), max_length=12, choices=ELEMENT_CHOICES)
    plan = models.TextField(_("rencana tindak lanjut"))
    responsible = models.CharField(_("penanggung jawab"), max_length=120)
    due_date = models.DateField(_("selesai paling lambat"))
    done_note = models.TextField(_("yang sudah dikerjakan"), blank=True)

    class Meta:
        verbose_name = _("rencana tindak lanjut")
        verbose_name_plural = _("rencana tindak lanjut")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["period", "element"], name="follow_up_once_per_element")]

    def __str__(self) -> str:
        return f"{self.get_element_display()}: {self.plan[:40]}"
