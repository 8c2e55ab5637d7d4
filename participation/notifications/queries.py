from datetime import datetime

from django.db.models import Q, QuerySet

from participation.accounts.models import User
from participation.notifications.kinds import ON_UNTIL_CHOSEN, Kind
from participation.notifications.models import Message, Preference


def due_messages(now: datetime) -> QuerySet[Message]:
    """Messages that nobody is sending: due ones, and those whose sender died with them."""
    return Message.objects.filter(
        Q(status=Message.Status.QUEUED, due_at__lte=now) | Q(status=Message.Status.SENDING, lease_expires_at__lte=now)
    ).order_by("due_at")


def failed_messages(reference: str | None = None) -> QuerySet[Message]:
    failed = Message.objects.filter(
        Q(status=Message.Status.FAILED) | Q(status=Message.Status.QUEUED, attempt_count__gt=0)
    )
    return failed.filter(reference=reference) if reference else failed


def messages_about(reference: str) -> QuerySet[Message]:
    return Message.objects.filter(reference=reference)


def wants(account: User, kind: Kind) -> bool:
    """What the account holder chose, else what holds for this kind until somebody chooses."""
    chosen = Preference.objects.filter(account=account, kind=kind).values_list("is_on", flat=True).first()
    return kind in ON_UNTIL_CHOSEN if chosen is None else chosen


def choices_of(account: User) -> dict[Kind, bool]:
    chosen = dict(Preference.objects.filter(account=account).values_list("kind", "is_on"))
    return {kind: chosen.get(kind.value, kind in ON_UNTIL_CHOSEN) for kind in Kind}


def accounts_wanting(kind: Kind) -> QuerySet[User]:
    """Active accounts with an e-mail that want this kind."""
    accounts = User.objects.filter(is_active=True, email__isnull=False)
    refused = Preference.objects.filter(kind=kind, is_on=False).values("account")
    asked = Preference.objects.filter(kind=kind, is_on=True).values("account")
    return accounts.exclude(pk__in=refused) if kind in ON_UNTIL_CHOSEN else accounts.filter(pk__in=asked)


def account_by_id(account_id: int) -> User | None:
    return User.objects.filter(pk=account_id, is_active=True).first()
