from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.ledger.chain import content_digest
from participation.ledger.models import AppendOnlyModel, Link
from participation.polls.models.poll import Poll
from participation.sealing.fields import EncryptedTextField


class PollEvent(AppendOnlyModel):
    """What the committee did with a poll. Written in the transaction of the change, chained by digest."""

    class Kind(models.TextChoices):
        CODES_ISSUED = "codes_issued", _("Kode dibuat")
        CODE_REPLACED = "code_replaced", _("Kode diganti")
        OPENED = "opened", _("Dibuka")
        PAPER_COUNTED = "paper_counted", _("Surat kertas dimasukkan")
        CLOSED = "closed", _("Ditutup dan dihitung")
        CERTIFIED = "certified", _("Disahkan")
        FOLLOWED_UP = "followed_up", _("Tindak lanjut ditulis")

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=15, choices=Kind)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    link = models.OneToOneField(Link, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("kejadian jajak pendapat")
        verbose_name_plural = _("kejadian jajak pendapat")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "kind"],
                condition=Q(kind__in=["opened", "closed", "certified"]),
                name="poll_step_taken_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def fields(self) -> dict:
        """What the ledger's link commits to; published with the result, so that others can recompute it."""
        return {
            "poll": str(self.poll.key),
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "data": self.data,
        }

    def computed_content_digest(self) -> str:
        return content_digest(self.fields())


class PaperBatch(models.Model):
    """Paper ballots keyed in twice by two people. It names no voter; the papers are forgotten once they are counted."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Menunggu orang kedua")
        COUNTED = "counted", _("Sudah masuk")
        DROPPED = "dropped", _("Dibatalkan")

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="paper_batches")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    paper_count = models.PositiveSmallIntegerField()
    papers = models.JSONField(default=list)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("berkas surat kertas")
        verbose_name_plural = _("berkas surat kertas")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="paper_batch_number"),
            models.CheckConstraint(
                name="paper_batch_by_two_people",
                condition=~Q(status="counted") | (Q(second_by__isnull=False) & ~Q(second_by=F("first_by"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Follower(models.Model):
    """Somebody who asked to be told the result and what the office makes of it. Knows no vote and no time."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="followers")
    email = EncryptedTextField()
    email_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("yang ingin diberi tahu")
        verbose_name_plural = _("yang ingin diberi tahu")
        constraints = [models.UniqueConstraint(fields=["poll", "email_hash"], name="follower_once")]

    def __str__(self) -> str:
        return self.email_hash[:8]
