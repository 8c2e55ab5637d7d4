from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import User
from participation.units.models import Role
from participation.units.queries import roles_of

_READERS = {Role.TRIAGE, Role.COMPLAINTS_MANAGER, Role.LEADER, Role.ADMIN}
_WORD_KEEPERS = {Role.COMPLAINTS_MANAGER, Role.ADMIN}


def can_see_classification(user: User | AnonymousUser) -> bool:
    """The figures hold no words of any case."""
    return bool(_READERS & roles_of(user).keys())


def can_choose_version(user: User | AnonymousUser) -> bool:
    return Role.ADMIN in roles_of(user)


def can_change_words(user: User | AnonymousUser) -> bool:
    return bool(_WORD_KEEPERS & roles_of(user).keys())
