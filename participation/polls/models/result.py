"""What a count froze. Written once at closing; the results page reads nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.ledger.models import AppendOnlyModel
from participation.polls.counting import Outcome
from participation.polls.models.poll import Option, Poll, Question
from participation.polls.turnout import SMALLEST
from participation.units.models import Area


class Result(AppendOnlyModel):
    poll = models.OneToOneField(Poll, models.PROTECT, related_name="result")
    invited_count = models.PositiveIntegerField()
    voter_count = models.PositiveIntegerField()
    paper_voter_count = models.PositiveIntegerField()
    ballot_count = models.PositiveIntegerField()
    receipt_count = models.PositiveIntegerField()
    text_count = models.PositiveIntegerField()
    ballots_head = models.CharField(max_length=64)
    receipts_head = models.CharField(max_length=64)
    texts_digest = models.CharField(max_length=64)
    tally_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("hasil")
        verbose_name_plural = _("hasil")

    def __str__(self) -> str:
        return str(self.poll_id)

    @property
    def missing_paper_count(self) -> int:
        """Paper ballots that were handed out and never came back into the box."""
        return self.voter_count - self.ballot_count

    @property
    def is_too_small(self) -> bool:
        return self.ballot_count < SMALLEST


class Tally(AppendOnlyModel):
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="tally")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+", help_text="None: blank, exhausted.")
    votes = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, blank=True, choices=[(item.value, item.name) for item in Outcome])

    class Meta:
        verbose_name = _("hitungan")
        verbose_name_plural = _("hitungan")
        ordering = ["question", "round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "round", "option"], name="tally_row_once"),
            models.UniqueConstraint(
                fields=["question", "round"], condition=models.Q(option__isnull=True), name="tally_blank_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.round}/{self.option_id}: {self.votes}"


class Turnout(AppendOnlyModel):
    """Who was invited and who voted in one RW, as numbers; shown only through turnout.hide_small."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="turnout")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    rw = models.PositiveSmallIntegerField(null=True)
    invited_count = models.PositiveIntegerField()
    voter_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("tingkat partisipasi")
        verbose_name_plural = _("tingkat partisipasi")

    def __str__(self) -> str:
        return f"{self.area_id}/{self.rw}: {self.voter_count}"
