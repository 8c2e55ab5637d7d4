from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.notifications.kinds import Kind
from participation.sealing.fields import EncryptedTextField


class Message(models.Model):
    """The outbox: written in the transaction that causes the message, sent afterwards by a task."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")

    class Status(models.TextChoices):
        QUEUED = "queued", _("Menunggu dikirim")
        SENDING = "sending", _("Sedang dikirim")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Gagal")
        CANCELLED = "cancelled", _("Dibatalkan")

    idempotency_key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(_("tentang"), max_length=60, db_index=True, help_text="case:<id>, opaque to this app")
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel, default=Channel.EMAIL)
    kind = models.CharField(
        _("jenis"), max_length=16, choices=Kind, blank=True, help_text="Empty: part of a case, not to be switched off."
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_forgotten_when_sent = models.BooleanField(default=False)
    recipient = EncryptedTextField(_("penerima"))
    subject = models.CharField(_("perihal"), max_length=200)
    body = EncryptedTextField(_("isi"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempt_count = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    due_at = models.DateTimeField(_("dikirim mulai"))
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("galat terakhir"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(status__in=["queued", "sending"])),
            models.Index(fields=["status", "created_at"], name="message_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_time", condition=~Q(status="sent") | Q(sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.subject}"


class Preference(models.Model):
    """What an account holder chose for one kind of message; without a row the kind's own default holds."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_preferences", verbose_name=_("akun")
    )
    kind = models.CharField(_("jenis"), max_length=16, choices=Kind)
    is_on = models.BooleanField(_("dikirim"))
    chosen_at = models.DateTimeField(_("dipilih"))

    class Meta:
        verbose_name = _("pilihan kabar")
        verbose_name_plural = _("pilihan kabar")
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="preference_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind}"
