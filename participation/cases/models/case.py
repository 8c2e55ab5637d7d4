import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.cases import tracking
from participation.cases.deadlines import Terms
from participation.cases.lifecycle import OPEN, PAUSED, Status
from participation.sealing.fields import EncryptedTextField

STATUS_CHOICES = [
    (Status.SUBMITTED.value, _("Diterima")),
    (Status.ROUTED.value, _("Diperiksa")),
    (Status.IN_PROGRESS.value, _("Dikerjakan")),
    (Status.WAITING_REPORTER.value, _("Menunggu jawaban Anda")),
    (Status.WAITING_EXTERNAL.value, _("Dikerjakan, menunggu pihak lain")),
    (Status.RESPONDED.value, _("Selesai, menunggu penilaian Anda")),
    (Status.CLOSED.value, _("Selesai")),
    (Status.REJECTED.value, _("Ditutup")),
    (Status.MERGED.value, _("Digabung dengan laporan serupa")),
]


def _days(label: str, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )


class DeadlineRuleSet(models.Model):
    """One version of the office's deadlines. A case keeps the version it was opened under."""

    version = models.PositiveIntegerField(_("versi"), unique=True)
    starts_at = models.DateTimeField(_("berlaku mulai"))
    verification_days = _days(_("verifikasi"), 3)
    followup_days = _days(_("tindak lanjut pertama oleh unit"), 5)
    information_days = _days(_("permintaan informasi dijawab"), 5)
    complaint_days = _days(_("pengaduan tanpa pemeriksaan lapangan"), 14)
    field_complaint_days = _days(_("pengaduan dengan pemeriksaan lapangan"), 60)
    suggestion_days = _days(_("aspirasi dijawab"), 14)
    reopened_days = _days(_("laporan yang dibuka kembali"), 3)
    reporter_wait_days = _days(_("menunggu jawaban pelapor"), 10)
    silence_days = _days(_("ditutup bila pelapor diam"), 10)
    reopen_window_days = _days(_("boleh dibuka kembali (hari kalender)"), 30)
    objection_window_days = _days(_("boleh keberatan (hari kalender)"), 30)

    class Meta:
        verbose_name = _("aturan batas waktu")
        verbose_name_plural = _("aturan batas waktu")
        ordering = ["-version"]

    def __str__(self) -> str:
        return _("Versi %(version)s") % {"version": self.version}

    @property
    def terms(self) -> Terms:
        return Terms(
            verification=self.verification_days,
            followup=self.followup_days,
            information=self.information_days,
            complaint=self.complaint_days,
            field_complaint=self.field_complaint_days,
            suggestion=self.suggestion_days,
            reopened=self.reopened_days,
            reporter_wait=self.reporter_wait_days,
            silence=self.silence_days,
        )


class Case(models.Model):
    """A resident's report. It holds nothing that says who the reporter is: see ReporterIdentity."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("Pengaduan")
        SUGGESTION = "suggestion", _("Aspirasi")
        INFORMATION_REQUEST = "information_request", _("Permintaan informasi")

    class Identity(models.TextChoices):
        OPEN = "open", _("Terbuka")
        ANONYMOUS = "anonymous", _("Anonim")
        CONFIDENTIAL = "confidential", _("Rahasia")

    class Channel(models.TextChoices):
        WEB = "web", _("Situs ini")
        COUNTER = "counter", _("Loket")
        PHONE = "phone", _("Telepon")
        LETTER = "letter", _("Surat")

    class Outcome(models.TextChoices):
        FIXED = "fixed", _("Sudah diperbaiki")
        ANSWERED = "answered", _("Sudah dijawab")
        NOT_OUR_AUTHORITY = "not_our_authority", _("Bukan wewenang kami")
        CANNOT_DO = "cannot_do", _("Belum bisa dikerjakan")

    class CloseReason(models.TextChoices):
        CONFIRMED = "confirmed", _("Dinyatakan beres oleh pelapor")
        SILENT = "silent", _("Ditutup karena tidak ada kabar dari pelapor")
        NO_REPLY = "no_reply", _("Pertanyaan petugas tidak dijawab")
        WITHDRAWN = "withdrawn", _("Ditarik oleh pelapor")

    class RejectReason(models.TextChoices):
        SPAM = "spam", _("Iklan atau pesan berantai")
        TEST = "test", _("Pesan percobaan")
        ABUSE = "abuse", _("Hanya berisi hinaan")
        UNINTELLIGIBLE = "unintelligible", _("Tidak bisa dipahami, juga setelah ditanyakan")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("kode pelacakan"), max_length=24, unique=True)
    pin_version = models.PositiveSmallIntegerField(default=1)
    form_token = models.UUIDField(unique=True)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel, default=Channel.WEB)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind, default=Kind.COMPLAINT)
    identity = models.CharField(_("nama pelapor"), max_length=12, choices=Identity, default=Identity.ANONYMOUS)
    text = models.TextField(_("isi laporan"))
    title = models.CharField(_("judul"), max_length=120)

    area = models.ForeignKey("units.Area", models.PROTECT, null=True, related_name="cases", verbose_name=_("kelurahan"))
    rw = models.PositiveSmallIntegerField("RW", null=True, blank=True)
    address = models.CharField(_("patokan"), max_length=200, blank=True)
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)

    status = models.CharField(_("status"), max_length=20, choices=STATUS_CHOICES, default=Status.SUBMITTED.value)
    resume_status = models.CharField(max_length=20, choices=STATUS_CHOICES, blank=True)
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, related_name="cases", verbose_name=_("topik")
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="cases", verbose_name=_("unit"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assigned_cases", verbose_name=_("petugas")
    )
    is_urgent = models.BooleanField(_("darurat"), default=False)
    waiting_for = models.CharField(_("menunggu pihak"), max_length=100, blank=True)
    outcome = models.CharField(_("hasil"), max_length=20, choices=Outcome, blank=True)
    close_reason = models.CharField(_("cara ditutup"), max_length=10, choices=CloseReason, blank=True)
    reject_reason = models.CharField(_("alasan"), max_length=16, choices=RejectReason, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_cases", verbose_name=_("laporan utama")
    )

    public_title = models.CharField(_("judul untuk umum"), max_length=120, blank=True)
    public_text = models.TextField(_("isi untuk umum"), blank=True)
    public_words = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(_("ditayangkan"), null=True, blank=True)

    rules = models.ForeignKey(DeadlineRuleSet, models.PROTECT, related_name="cases")
    submitted_at = models.DateTimeField(_("diterima"))
    classified_at = models.DateTimeField(null=True, blank=True)
    due_date = models.DateField(_("batas waktu"), null=True, blank=True)
    followup_due_date = models.DateField(_("batas tindak lanjut pertama"), null=True, blank=True)
    paused_date = models.DateField(_("jam berhenti sejak"), null=True, blank=True)
    auto_close_date = models.DateField(_("ditutup sendiri pada"), null=True, blank=True)
    responded_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    support_count = models.PositiveIntegerField(_("pendukung"), default=0)
    return_count = models.PositiveSmallIntegerField(_("dikembalikan"), default=0)
    reroute_count = models.PositiveSmallIntegerField(_("dipindah"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("dibuka kembali"), default=0)
    event_count = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(_("contoh"), default=False)

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["status", "due_date"], name="case_status_due"),
            models.Index(fields=["unit", "status", "due_date"], name="case_unit_queue"),
            models.Index(fields=["-submitted_at", "id"], name="case_newest", condition=~Q(identity="confidential")),
            models.Index(fields=["area", "-submitted_at"], name="case_area_newest"),
            models.Index(fields=["category", "-submitted_at"], name="case_category_newest"),
            models.Index(fields=["-support_count"], name="case_most_supported"),
            models.Index(fields=["submitted_at"], name="case_unclassified", condition=Q(classified_at__isnull=True)),
            models.Index(
                fields=["auto_close_date"], name="case_auto_close", condition=Q(auto_close_date__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_responded_has_outcome", condition=~Q(status="responded") | ~Q(outcome="")
            ),
            models.CheckConstraint(
                name="case_closed_has_reason",
                condition=~Q(status="closed") | (~Q(close_reason="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_rejected_has_reason", condition=~Q(status="rejected") | ~Q(reject_reason="")
            ),
            models.CheckConstraint(
                name="case_merged_has_main",
                condition=(Q(status="merged") & Q(merged_into__isnull=False) & ~Q(merged_into=F("id")))
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_waiting_knows_way_back",
                condition=~Q(status__in=["waiting_reporter", "merged"]) | ~Q(resume_status=""),
            ),
            models.CheckConstraint(
                name="case_confidential_never_public",
                condition=~Q(identity="confidential") | Q(published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="case_pin_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_code} · {self.title}"

    @property
    def display_code(self) -> str:
        return tracking.grouped(self.code, settings.CASE_CODE_PREFIX)

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_paused(self) -> bool:
        return self.state in PAUSED

    @property
    def ledger_chain(self) -> str:
        return f"case:{self.key}"


class ReporterIdentity(models.Model):
    """Who sent a case, sealed apart from it. Only the display name of an OPEN case is ever shown in public."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="reporter")
    display_name = models.CharField(_("nama yang ditampilkan"), max_length=80, blank=True)
    name = EncryptedTextField(_("nama"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    email_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone = EncryptedTextField(_("nomor HP"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reported_cases"
    )

    class Meta:
        verbose_name = _("identitas pelapor")
        verbose_name_plural = _("identitas pelapor")

    def __str__(self) -> str:
        return _("Identitas tersegel")
