from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import User
from participation.units.models import Role
from participation.units.queries import roles_of

_READERS = {Role.TRIAGE, Role.COMPLAINTS_MANAGER, Role.ADMIN}


def can_see_outbox(user: User | AnonymousUser) -> bool:
    """Addressees and words stay sealed; what is seen is that a message failed, and why."""
    return bool(_READERS & roles_of(user).keys())
