"""The ballot box. What is kept apart here, and why, is told in docs/polls.md and docs/security.md.

No table here has a time. Participation says who has voted and knows no ballot; Ballot knows no voter.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.polls.models.poll import Option, Poll, Question
from participation.sealing.fields import EncryptedTextField
from participation.units.models import Area


class BallotBox(models.Model):
    """The poll's secret, out of reach of revisions and forms; its row is the lock of whoever mixes ballots."""

    poll = models.OneToOneField(Poll, models.CASCADE, related_name="box")
    secret = EncryptedTextField(editable=False)

    class Meta:
        verbose_name = _("kotak suara")
        verbose_name_plural = _("kotak suara")

    def __str__(self) -> str:
        return str(self.poll_id)


class VotingCode(models.Model):
    """A one-time code: for whoever holds it in some RW, or for one known resident (``holder``)."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="codes")
    batch = models.PositiveIntegerField()
    code_hash = models.CharField(max_length=64)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    rw = models.PositiveSmallIntegerField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    is_used = models.BooleanField(default=False)
    is_revoked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kode memilih")
        verbose_name_plural = _("kode memilih")
        constraints = [
            models.UniqueConstraint(fields=["poll", "code_hash"], name="voting_code_unique"),
            models.CheckConstraint(
                name="voting_code_used_or_revoked", condition=Q(is_used=False) | Q(is_revoked=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}/{self.batch}"

    @property
    def holder_id(self) -> str:
        return f"resident:{self.holder}" if self.holder else f"code:{self.pk}"


class Elector(models.Model):
    """A verified resident who may vote, as it stood when the poll was opened."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="electors")
    voter_key = models.CharField(max_length=64)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    rw = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("pemilih")
        verbose_name_plural = _("pemilih")
        constraints = [models.UniqueConstraint(fields=["poll", "voter_key"], name="elector_unique")]

    def __str__(self) -> str:
        return self.voter_key[:8]


class Participation(models.Model):
    """Somebody has voted: who (by keyed hash), from where, on paper or not. Never what, never when."""

    class Channel(models.TextChoices):
        WEB = "web", _("Situs ini")
        PAPER = "paper", _("Kertas")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="participations")
    voter_key = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64)
    channel = models.CharField(max_length=5, choices=Channel)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    rw = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("keikutsertaan")
        verbose_name_plural = _("keikutsertaan")
        constraints = [models.UniqueConstraint(fields=["poll", "voter_key"], name="vote_once")]

    def __str__(self) -> str:
        return self.voter_key[:8]


class Ballot(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="ballots")
    is_mixed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("surat suara")
        verbose_name_plural = _("surat suara")
        indexes = [models.Index(fields=["poll"], name="ballot_unmixed", condition=Q(is_mixed=False))]

    def __str__(self) -> str:
        return self.id.hex


class BallotChoice(models.Model):
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="choices", db_index=False)
    # That both exist and belong together is checked by a trigger, for all rows of a statement at once.
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    option = models.ForeignKey(Option, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    rank = models.PositiveSmallIntegerField(null=True)
    is_single = models.BooleanField()

    class Meta:
        verbose_name = _("pilihan di surat suara")
        verbose_name_plural = _("pilihan di surat suara")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "question", "option"], name="choice_option_once"),
            models.UniqueConstraint(fields=["ballot", "question", "rank"], name="choice_rank_once"),
            models.UniqueConstraint(
                fields=["ballot", "question"], condition=Q(is_single=True), name="choice_single_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.option_id)


class Receipt(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="receipts")
    code = models.CharField(max_length=12)
    is_mixed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kode bukti")
        verbose_name_plural = _("kode bukti")
        constraints = [models.UniqueConstraint(fields=["poll", "code"], name="receipt_unique")]

    def __str__(self) -> str:
        return self.code


class TextAnswer(models.Model):
    """Words to a free question. They hang on no ballot: whoever is known by them must not give away the rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="texts")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    is_mixed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("jawaban bebas")
        verbose_name_plural = _("jawaban bebas")

    def __str__(self) -> str:
        return self.text[:60]


class Signature(models.Model):
    """The name that stands on a ballot of an open poll."""

    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="signature")
    name = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("nama pada surat suara")
        verbose_name_plural = _("nama pada surat suara")

    def __str__(self) -> str:
        return self.name
