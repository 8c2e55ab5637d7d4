"""The messages that a poll sends: to those who asked to be told, and to nobody else."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from participation.notifications.actions import queue_message
from participation.polls.models import Follower, Poll


def tell_followers(poll: Poll, template: str, *, now: datetime, key: str = "") -> int:
    """Queue one message to everybody who asked; returns how many. ``key`` tells repeated occasions apart."""
    text = render_to_string(
        f"polls/messages/{template}.txt",
        {"poll": poll, "link": f"{settings.SITE_URL}/jajak/{poll.slug}/hasil/", "site_url": settings.SITE_URL},
    )
    subject, _, body = text.strip().partition("\n")
    followers = Follower.objects.filter(poll=poll)
    for follower in followers:
        queue_message(
            reference=poll.ledger_chain,
            key=f"poll:{poll.pk}:{template}:{key}:{follower.pk}",
            recipient=follower.email,
            subject=subject.strip(),
            body=body.strip(),
            now=now,
        )
    return len(followers)
