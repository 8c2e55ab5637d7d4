from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nlp.lexicon import term_tokens


class RoutingRule(models.Model):
    """An office's own rule: words that decide where a text goes before the classifier is asked."""

    name = models.CharField(_("nama"), max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)
    any_words = models.TextField(
        _("salah satu kata"), blank=True, help_text=_("Satu kata atau frasa per baris. Cukup satu yang ada di laporan.")
    )
    all_words = models.TextField(
        _("semua kata"), blank=True, help_text=_("Satu kata atau frasa per baris. Semuanya harus ada di laporan.")
    )
    area = models.ForeignKey(
        "units.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya di wilayah")
    )
    category = models.ForeignKey("units.Category", models.PROTECT, related_name="+", verbose_name=_("topik"))
    unit = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Kosongkan untuk memakai unit yang menangani topik."),
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("aturan penerusan")
        verbose_name_plural = _("aturan penerusan")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="rule_has_condition", condition=~Q(any_words="") | ~Q(all_words="") | Q(area__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name


class LexiconEntry(models.Model):
    """What the office changes in the shipped word list: a phrase of its own, or a shipped one taken out."""

    category = models.ForeignKey("units.Category", models.PROTECT, related_name="+", verbose_name=_("topik"))
    phrase = models.CharField(_("kata atau frasa"), max_length=80)
    weight = models.FloatField(
        _("bobot"),
        default=3.0,
        validators=[MinValueValidator(0.5), MaxValueValidator(10)],
        help_text=_("5 untuk kata yang hampir pasti menunjuk topik ini, 1 untuk petunjuk lemah."),
    )
    is_removed = models.BooleanField(
        _("cabut dari daftar bawaan"),
        default=False,
        help_text=_("Frasa bawaan ini tidak lagi dihitung untuk topik ini."),
    )
    changed_at = models.DateTimeField(_("diubah"), auto_now=True)

    class Meta:
        verbose_name = _("kata petunjuk")
        verbose_name_plural = _("kata petunjuk")
        ordering = ["category__order", "phrase"]
        constraints = [models.UniqueConstraint(fields=["category", "phrase"], name="lexicon_phrase_once_per_category")]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        self.phrase = " ".join(self.phrase.split()).lower()
        if not term_tokens(self.phrase):
            raise ValidationError({"phrase": _("Kata ini terlalu umum untuk menunjuk sebuah topik.")})


class Prediction(models.Model):
    """What was predicted for a text, whatever came of it. ``subject`` is opaque: routing knows no cases."""

    class Outcome(models.TextChoices):
        SURE = "sure", _("Yakin")
        UNSURE = "unsure", _("Ragu")
        OUT_OF_SCOPE = "out_of_scope", _("Di luar urusan")

    class Source(models.TextChoices):
        RULE = "rule", _("Aturan")
        MODEL = "model", _("Pengelompok")
        LEXICON = "lexicon", _("Kata petunjuk")
        NONE = "none", _("Tanpa pengelompok")

    subject = models.UUIDField(db_index=True)
    source = models.CharField(max_length=10, choices=Source)
    outcome = models.CharField(max_length=12, choices=Outcome)
    category = models.ForeignKey("units.Category", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    confidence = models.FloatField(null=True)
    suggestions = models.JSONField(default=list, help_text="Best three, [[slug, probability], …]")
    words = models.JSONField(default=list)
    kind = models.CharField(max_length=20, blank=True)
    is_urgent = models.BooleanField(default=False)
    rule = models.ForeignKey(RoutingRule, models.SET_NULL, null=True, related_name="+")
    model_version = models.CharField(max_length=60, blank=True)
    threshold = models.FloatField(null=True)
    is_blind = models.BooleanField(
        default=False, help_text="Sure, but sent to people without showing it, to measure the true accuracy."
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("perkiraan")
        verbose_name_plural = _("perkiraan")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], name="prediction_created")]

    def __str__(self) -> str:
        return f"{self.get_source_display()} · {self.get_outcome_display()}"


class LabelledText(models.Model):
    """A person's decision about a text, kept for training: the masked text and what it turned out to be."""

    class Decision(models.TextChoices):
        KEPT = "kept", _("Usulan diterima")
        CORRECTED = "corrected", _("Usulan diubah")
        DECIDED = "decided", _("Diputuskan tanpa usulan")
        IMPORTED = "imported", _("Dari arsip kantor")

    subject = models.UUIDField(unique=True)
    text = models.TextField()
    category = models.ForeignKey("units.Category", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=10, choices=Decision)
    labelled_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("teks berlabel")
        verbose_name_plural = _("teks berlabel")
        ordering = ["-labelled_at"]

    def __str__(self) -> str:
        return f"{self.category_id} · {self.text[:40]}"


class ModelVersion(models.Model):
    """A model trained here, as a file with a row that says what it learnt from. Without an active one the shipped
    model is in use."""

    class State(models.TextChoices):
        CANDIDATE = "candidate", _("Tidak dipakai")
        ACTIVE = "active", _("Dipakai")
        RETIRED = "retired", _("Pernah dipakai")

    version = models.CharField(_("versi"), max_length=60, unique=True)
    file_name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    data_hash = models.CharField(max_length=64)
    base_version = models.CharField(max_length=60, help_text="The shipped model whose corpus it was trained on too.")
    label_counts = models.JSONField(default=dict, help_text="Local labels by category.")
    learnt_until_at = models.DateTimeField(help_text="Labels kept or changed later are unknown to this model.")
    metrics = models.JSONField(default=dict)
    threshold = models.FloatField()
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.CANDIDATE)
    reason = models.TextField(_("alasan"), blank=True)
    created_at = models.DateTimeField(_("dilatih"))
    activated_at = models.DateTimeField(_("mulai dipakai"), null=True)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("versi model")
        verbose_name_plural = _("versi model")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="model_one_active"),
            models.CheckConstraint(
                name="model_active_since", condition=~Q(state="active") | Q(activated_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def label_total(self) -> int:
        return sum(self.label_counts.values())


class RetrainRun(models.Model):
    """One training on the office's decisions. The row is the claim: only one may run, under a lease that is renewed."""

    class State(models.TextChoices):
        RUNNING = "running", _("Sedang berjalan")
        ACTIVATED = "activated", _("Versi baru dipakai")
        KEPT = "kept", _("Versi lama dipertahankan")
        FAILED = "failed", _("Gagal")
        ABANDONED = "abandoned", _("Terhenti")

    state = models.CharField(_("hasil"), max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(_("mulai"))
    lease_until = models.DateTimeField()
    finished_at = models.DateTimeField(_("selesai"), null=True)
    step = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("alasan"), blank=True)
    report = models.JSONField(default=dict)
    version = models.ForeignKey(ModelVersion, models.SET_NULL, null=True, related_name="runs")

    class Meta:
        verbose_name = _("pelatihan ulang")
        verbose_name_plural = _("pelatihan ulang")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="retrain_one_running")
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_state_display()}"
