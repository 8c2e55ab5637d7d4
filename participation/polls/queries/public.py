from dataclasses import dataclass
from datetime import datetime

from participation.polls.lifecycle import Phase, Status
from participation.polls.models import Elector, Participation, Poll, Receipt, VotingCode


@dataclass(frozen=True)
class Turnover:
    """How many were invited and how many have voted: the only figures of a sealed poll before its count."""

    invited: int
    voted: int

    @property
    def percent(self) -> float:
        return 100 * self.voted / self.invited if self.invited else 0.0


def voted_so_far(poll: Poll) -> Turnover:
    if poll.audience == Poll.Audience.CODES:
        invited = VotingCode.objects.filter(poll=poll, is_revoked=False).count()
    else:
        invited = Elector.objects.filter(poll=poll).count()
    return Turnover(invited, Participation.objects.filter(poll=poll).count())


def listed_polls(now: datetime) -> dict[str, list[Poll]]:
    """Polls by what can be done with them, drafts left out."""
    groups: dict[str, list[Poll]] = {"voting": [], "upcoming": [], "done": []}
    for poll in Poll.objects.exclude(status=Status.DRAFT.value).order_by("closes_at"):
        phase = poll.phase(now)
        key = {Phase.VOTING: "voting", Phase.UPCOMING: "upcoming"}.get(phase, "done")
        groups[key].append(poll)
    groups["done"].reverse()
    return groups


def is_receipt(poll: Poll, code: str) -> bool:
    return Receipt.objects.filter(poll=poll, code=code).exists()
