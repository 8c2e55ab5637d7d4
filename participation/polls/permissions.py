"""Who may see and do what with polls, and the doors through which a view gets one."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from participation.accounts.models import User
from participation.polls.lifecycle import Phase, Status
from participation.polls.models import Poll
from participation.units.models import Role
from participation.units.queries import roles_of


def is_committee(user: User | AnonymousUser) -> bool:
    return Role.POLL_COMMITTEE in roles_of(user)


def require_committee(user: User | AnonymousUser) -> None:
    if not is_committee(user):
        raise PermissionDenied("not of the poll committee")


def get_poll_for_committee(user: User | AnonymousUser, slug: str) -> Poll:
    require_committee(user)
    poll = Poll.objects.filter(slug=slug).first()
    if poll is None:
        raise Http404
    return poll


def get_public_poll(slug: str) -> Poll:
    """The one door to a poll for everybody: a draft does not exist yet."""
    poll = Poll.objects.exclude(status=Status.DRAFT.value).filter(slug=slug).first()
    if poll is None:
        raise Http404
    return poll


def may_see_results(poll: Poll, now: datetime) -> bool:
    """Nobody sees results before the count, whatever their role; only polls that say so show interim ones."""
    return poll.is_counted or (poll.shows_live_results and poll.phase(now) in (Phase.VOTING, Phase.COUNTING))
