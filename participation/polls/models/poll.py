import secrets
import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, PreviewableMixin, RevisionMixin

from participation.polls.counting import Kind
from participation.polls.lifecycle import COUNTED, Phase, Status, phase_of
from participation.units.models import Area

STATUS_CHOICES = [
    (Status.DRAFT.value, _("Rancangan")),
    (Status.OPEN.value, _("Dibuka")),
    (Status.CLOSED.value, _("Ditutup")),
    (Status.CERTIFIED.value, _("Disahkan")),
]
KIND_CHOICES = [
    (Kind.SINGLE.value, _("Pilih satu")),
    (Kind.SEVERAL.value, _("Pilih beberapa")),
    (Kind.RANKED.value, _("Urutkan pilihan")),
    (Kind.SCALE.value, _("Skala 1 sampai 5")),
    (Kind.TEXT.value, _("Jawaban bebas")),
]


class PollFrozen(ValidationError):
    """Something was to be changed that has stood still since the poll was opened. Triggers in the database agree."""

    def __init__(self) -> None:
        super().__init__(_("Jajak pendapat ini sudah dibuka, jadi tidak bisa diubah lagi."), code="frozen")


def refuse_when_open(poll_id: int | None) -> None:
    if poll_id and Poll.objects.filter(pk=poll_id).exclude(status=Status.DRAFT.value).exists():
        raise PollFrozen


class Poll(PreviewableMixin, RevisionMixin, ClusterableModel):
    class Audience(models.TextChoices):
        CODES = "codes", _("Pemegang kode undangan")
        RESIDENTS = "residents", _("Warga terverifikasi")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("nama di alamat"), max_length=60, unique=True)
    title = models.CharField(_("pertanyaan atau judul"), max_length=200)
    explanation = models.TextField(
        _("penjelasan"), max_length=1500, blank=True, help_text=_("Pendek dan netral: apa yang ditanyakan dan kenapa.")
    )
    purpose = models.TextField(
        _("dipakai untuk apa"), max_length=1000, blank=True, help_text=_("Siapa yang memutuskan, kapan, dan bagaimana.")
    )
    arguments_for = models.TextField(_("alasan mendukung"), max_length=1500, blank=True)
    arguments_against = models.TextField(_("alasan menolak"), max_length=1500, blank=True)
    audience = models.CharField(_("yang boleh memilih"), max_length=10, choices=Audience, default=Audience.CODES)
    opens_at = models.DateTimeField(_("mulai"))
    closes_at = models.DateTimeField(_("selesai"))
    is_secret = models.BooleanField(
        _("rahasia"), default=True, help_text=_("Kalau tidak, nama yang ditulis pemilih tayang bersama pilihannya.")
    )
    shows_live_results = models.BooleanField(
        _("hasil sementara ditayangkan"), default=False, help_text=_("Kalau tidak, hasil tersegel sampai ditutup.")
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("kuorum (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Bagian dari yang diundang yang harus ikut supaya hasilnya berlaku."),
    )
    meeting_date = models.DateField(_("rapat yang membahas hasil"), null=True, blank=True)
    answer_due_date = models.DateField(_("jawaban tertulis paling lambat"), null=True, blank=True)

    status = models.CharField(
        _("status"), max_length=10, choices=STATUS_CHOICES, default=Status.DRAFT.value, editable=False
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    certified_at = models.DateTimeField(null=True, editable=False)
    follow_up = models.TextField(_("tindak lanjut"), max_length=4000, blank=True, editable=False)
    followed_up_at = models.DateTimeField(null=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("jajak pendapat")
        verbose_name_plural = _("jajak pendapat")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(name="poll_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="poll_quorum_is_a_share",
                condition=Q(quorum_percent__isnull=True) | Q(quorum_percent__gte=1, quorum_percent__lte=100),
            ),
            models.CheckConstraint(
                name="poll_status_has_its_time",
                condition=Q(status="draft", opened_at__isnull=True, closed_at__isnull=True, certified_at__isnull=True)
                | Q(status="open", opened_at__isnull=False, closed_at__isnull=True, certified_at__isnull=True)
                | Q(status="closed", opened_at__isnull=False, closed_at__isnull=False, certified_at__isnull=True)
                | Q(status="certified", opened_at__isnull=False, closed_at__isnull=False, certified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def is_counted(self) -> bool:
        return self.state in COUNTED

    @property
    def ledger_chain(self) -> str:
        return f"poll:{self.key}"

    def phase(self, now: datetime) -> Phase:
        return phase_of(self.state, opens_at=self.opens_at, closes_at=self.closes_at, now=now)

    def clean(self) -> None:
        refuse_when_open(self.pk)
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Waktu selesai harus sesudah waktu mulai.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A draft only; the steps of its life are taken by the actions. The secret is made with the first row."""
        from participation.polls.models.box import BallotBox

        with transaction.atomic():
            refuse_when_open(self.pk)
            self.status = Status.DRAFT.value
            super().save(*args, **kwargs)
            BallotBox.objects.get_or_create(poll=self, defaults={"secret": secrets.token_urlsafe(48)})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_when_open(self.pk)
        return super().delete(*args, **kwargs)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "polls/public/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"poll": self, "questions": self.questions.all(), "now": timezone.now(), "request": request}


class FrozenWithPoll(models.Model):
    """A part of a poll that stands still with it."""

    class Meta:
        abstract = True

    def owner_id(self) -> int | None:
        return self.poll_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_when_open(self.owner_id())
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_when_open(self.owner_id())
        return super().delete(*args, **kwargs)


class Question(FrozenWithPoll, ClusterableModel, Orderable):
    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("jenis"), max_length=10, choices=KIND_CHOICES, default=Kind.SINGLE.value)
    text = models.CharField(_("pertanyaan"), max_length=300)
    hint = models.CharField(_("keterangan"), max_length=300, blank=True)
    minimum = models.PositiveSmallIntegerField(_("paling sedikit"), default=1)
    maximum = models.PositiveSmallIntegerField(
        _("paling banyak"), null=True, blank=True, help_text=_("Kosong: sebanyak pilihan yang ada.")
    )
    is_required = models.BooleanField(_("harus dijawab"), default=True)

    class Meta(Orderable.Meta):
        verbose_name = _("pertanyaan")
        verbose_name_plural = _("pertanyaan")
        constraints = [
            models.CheckConstraint(
                name="question_limits_in_order",
                condition=Q(minimum__gte=1) & (Q(maximum__isnull=True) | Q(maximum__gte=F("minimum"))),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Option(FrozenWithPoll, Orderable):
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    label = models.CharField(_("pilihan"), max_length=120)
    description = models.CharField(_("keterangan"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("pilihan")
        verbose_name_plural = _("pilihan")

    def __str__(self) -> str:
        return self.label

    def owner_id(self) -> int | None:
        return self.question.poll_id


class PollArea(FrozenWithPoll):
    """A kelurahan, or one RW of it, whose people may vote. A poll without any is for everybody."""

    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("kelurahan"))
    rw = models.PositiveSmallIntegerField(_("RW"), null=True, blank=True, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("wilayah pemilih")
        verbose_name_plural = _("wilayah pemilih")

    def __str__(self) -> str:
        return f"{self.area} RW {self.rw:02d}" if self.rw else str(self.area)


class PollLink(FrozenWithPoll):
    """A document that helps to judge: an address within or outside the site."""

    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("judul"), max_length=150)
    address = models.URLField(_("alamat dokumen"), max_length=300)

    class Meta:
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")

    def __str__(self) -> str:
        return self.title
