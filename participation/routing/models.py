from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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


class Prediction(models.Model):
    """What was predicted for a text, whatever came of it. ``subject`` is opaque: routing knows no cases."""

    class Outcome(models.TextChoices):
        SURE = "sure", _("Yakin")
        UNSURE = "unsure", _("Ragu")
        OUT_OF_SCOPE = "out_of_scope", _("Di luar urusan")

    class Source(models.TextChoices):
        RULE = "rule", _("Aturan")
        MODEL = "model", _("Pengelompok")
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
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("perkiraan")
        verbose_name_plural = _("perkiraan")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_source_display()} · {self.get_outcome_display()}"


class LabelledText(models.Model):
    """A person's decision about a text, kept for training: the masked text and what it turned out to be."""

    class Decision(models.TextChoices):
        KEPT = "kept", _("Usulan diterima")
        CORRECTED = "corrected", _("Usulan diubah")
        DECIDED = "decided", _("Diputuskan tanpa usulan")

    subject = models.UUIDField(unique=True)
    text = models.TextField()
    category = models.ForeignKey("units.Category", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=10, choices=Decision)
    labelled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("teks berlabel")
        verbose_name_plural = _("teks berlabel")
        ordering = ["-labelled_at"]

    def __str__(self) -> str:
        return f"{self.category_id} · {self.text[:40]}"
