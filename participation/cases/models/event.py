from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.cases.models.case import STATUS_CHOICES, Case
from participation.ledger.chain import content_digest
from participation.ledger.models import AppendOnlyModel, Link


class CaseEvent(AppendOnlyModel):
    """What happened to a case. Written once, in the transaction of the change, chained by digest."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Laporan diterima")
        CLASSIFIED = "classified", _("Topik diusulkan")
        ROUTED = "routed", _("Diteruskan")
        RETURNED = "returned", _("Dikembalikan")
        ACCEPTED = "accepted", _("Diterima unit")
        ASSIGNED = "assigned", _("Petugas ditunjuk")
        PUBLISHED = "published", _("Ditayangkan")
        UNPUBLISHED = "unpublished", _("Ditarik dari tayangan")
        ASKED = "asked", _("Petugas bertanya")
        REPLIED = "replied", _("Pelapor menjawab")
        INFORMATION_ADDED = "information_added", _("Keterangan tambahan")
        NOTED = "noted", _("Catatan internal")
        WAITING_EXTERNAL = "waiting_external", _("Menunggu pihak lain")
        RESUMED = "resumed", _("Dilanjutkan")
        RESPONDED = "responded", _("Tanggapan resmi")
        CONFIRMED = "confirmed", _("Dinyatakan beres")
        CLOSED = "closed", _("Ditutup")
        RATED = "rated", _("Dinilai")
        REOPENED = "reopened", _("Dibuka kembali")
        REJECTED = "rejected", _("Ditutup: bukan laporan")
        OBJECTED = "objected", _("Keberatan diajukan")
        RESTORED = "restored", _("Dibuka lagi oleh petugas")
        MERGED = "merged", _("Digabung")
        UNMERGED = "unmerged", _("Dipisah lagi")
        WITHDRAWN = "withdrawn", _("Ditarik pelapor")
        ORIGINAL_VIEWED = "original_viewed", _("Isi asli dibuka")
        IDENTITY_OPENED = "identity_opened", _("Identitas dibuka")
        PIN_RENEWED = "pin_renewed", _("PIN diganti")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Umum")
        REPORTER = "reporter", _("Pelapor dan petugas")
        STAFF = "staff", _("Petugas")

    class Party(models.TextChoices):
        REPORTER = "reporter", _("Pelapor")
        STAFF = "staff", _("Petugas")
        SYSTEM = "system", _("Sistem")

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    party = models.CharField(max_length=10, choices=Party)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility)
    from_status = models.CharField(max_length=20, choices=STATUS_CHOICES, blank=True)
    to_status = models.CharField(max_length=20, choices=STATUS_CHOICES, blank=True)
    data = models.JSONField(default=dict, help_text="Facts without personal data: units, categories, dates, reasons.")
    payload_digest = models.CharField(max_length=64, blank=True)
    link = models.OneToOneField(Link, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("kejadian")
        verbose_name_plural = _("kejadian")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def computed_content_digest(self) -> str:
        """What the ledger's link must commit to. The payload enters as a digest only, so its text can be erased."""
        return content_digest(
            {
                "case": str(self.case.key),
                "kind": self.kind,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "party": self.party,
                "actor": self.actor_id,
                "visibility": self.visibility,
                "from": self.from_status,
                "to": self.to_status,
                "data": self.data,
                "payload": self.payload_digest,
            }
        )


class EventPayload(models.Model):
    """The words of an event and the salt of their digest. Both can be erased; the chain stays verifiable."""

    event = models.OneToOneField(CaseEvent, models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True, help_text="Masked words, once a person has let them be shown.")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("isi kejadian")
        verbose_name_plural = _("isi kejadian")

    def __str__(self) -> str:
        return self.text[:60]
