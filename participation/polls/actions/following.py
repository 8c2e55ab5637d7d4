from participation.polls.models import Follower, Poll
from participation.sealing.hashing import email_hash


def follow_poll(*, poll: Poll, email: str) -> None:
    """Remember whom to tell the result; twice is once. Says nothing about whether this person has voted."""
    Follower.objects.get_or_create(poll=poll, email_hash=email_hash(email), defaults={"email": email})
