"""The running site of a journey with its people: residents in browsers of their own, staff who sign in."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import storages

from participation.accounts.models import User
from participation.routing.models import RoutingRule
from participation.units.models import Category, Membership, Role, Unit
from tests.servers import Site

PASSWORD = "melati-tumbuh-lagi"
WORKING_UNIT = "seksi-trantib"


@dataclass
class Office:
    """``database()`` opens the site's own data to this process; ``people`` are the accounts that can sign in."""

    site: Site
    open_database: Callable[[], Any]
    people: dict[str, User] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.site.url

    @contextmanager
    def database(self) -> Iterator[None]:
        sealed = storages["sealed"]
        before = sealed.location
        sealed.location = str(self.site.data_dir / "sealed")
        try:
            with self.open_database():
                yield
        finally:
            sealed.location = before

    def session_of(self, name: str) -> str:
        """The key of a session in which this person has just signed in with the password."""
        with self.database():
            user = User.objects.get(pk=self.people[name].pk)
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
            session.create()
            return session.session_key

    def mail(self) -> str:
        """Everything that has been sent so far."""
        folder = Path(self.site.data_dir / "mail")
        return "\n".join(path.read_text() for path in sorted(folder.glob("*"))) if folder.exists() else ""


def furnish(office: Office) -> Office:
    """Units, topics, pages and sample cases of the demo office, the people of the journeys, and one routing rule."""
    office.site.manage("load_demo")
    with office.database():
        office.people = _hire()
        lamps = Category.objects.get(slug="penerangan-jalan")
        RoutingRule.objects.create(name="Lampu jalan", any_words="lampu jalan", category=lamps, unit=lamps.default_unit)
    return office


def _hire() -> dict[str, User]:
    unit = Unit.objects.get(slug=WORKING_UNIT)
    Membership.objects.filter(unit=unit).delete()
    office = Unit.objects.get(slug="kecamatan")
    return {
        "siti": _make_person("Siti", Role.TRIAGE, office),
        "dewi": _make_person("Dewi", Role.OFFICER, unit),
        "joko": _make_person("Joko", Role.OFFICER, unit),
        "tuti": _make_person("Tuti", Role.HEAD, unit),
        "ratna": _make_person("Ratna", Role.COMPLAINTS_MANAGER, office),
        "camat": _make_person("Camat", Role.LEADER, office),
        "wati": _make_person("Wati", Role.ADMIN, office),
        "warga": _make_person("Warga", None, office),
    }


def _make_person(name: str, role: Role | None, unit: Unit) -> User:
    user = User(email=f"{name.lower()}@kantor.contoh.id", first_name=name)
    # Few rounds: the site itself writes a stronger one at the first log-in.
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "garam-untuk-uji-saja", iterations=1000)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        Membership.objects.create(user=user, role=role, unit=unit)
    return user
