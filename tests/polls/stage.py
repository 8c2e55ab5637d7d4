"""A poll and its people for tests. Everything is done by the product's own actions."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from participation.accounts.models import User
from participation.polls.actions.issuing import issue_codes
from participation.polls.actions.states import close_poll, open_poll
from participation.polls.actions.voting import Filled, cast_vote
from participation.polls.counting import Kind
from participation.polls.models import Option, Poll, Question
from participation.polls.queries.entitlement import by_code
from participation.polls.triggers import all_names
from participation.units.models import Area, Role
from tests.factories import MONDAY, make_area, make_user

OPENING, CLOSING = MONDAY, MONDAY + timedelta(days=7)
NOON = MONDAY + timedelta(hours=3)
AFTER = CLOSING + timedelta(minutes=5)
USES = ("Taman bermain", "Kebun warga", "Lapangan olahraga")

SINGLE = (Kind.SINGLE, USES, {})
RANKED = (Kind.RANKED, USES, {})
EVERY_KIND = (
    SINGLE,
    (Kind.SEVERAL, ("Senin", "Rabu", "Jumat"), {"minimum": 1, "maximum": 2}),
    RANKED,
    (Kind.SCALE, (), {}),
    (Kind.TEXT, (), {"is_required": False}),
)


def make_draft(*questions: tuple, slug: str = "lahan", **fields) -> Poll:
    values = {"title": "Lahan bekas gudang jadi apa?", "opens_at": OPENING, "closes_at": CLOSING, **fields}
    poll = Poll(slug=slug, **values)
    poll.save()
    for order, (kind, labels, more) in enumerate(questions or (SINGLE,)):
        question = Question(poll=poll, kind=kind.value, text=f"Pertanyaan {order + 1}", sort_order=order, **more)
        question.save()
        for place, label in enumerate(labels):
            Option(question=question, label=label, sort_order=place).save()
    return poll


@dataclass
class Stage:
    poll: Poll
    chair: User
    codes: list[str]
    used: int = 0
    receipts: list[str] = field(default_factory=list)

    def next_code(self) -> str:
        self.used += 1
        return self.codes[self.used - 1]

    def vote(self, answers: dict, *, code: str = "", token: str = "", now: datetime = NOON, **filled) -> str:
        """One web vote; a fresh code and token unless given."""
        right = by_code(self.poll, code or self.next_code())
        receipt = cast_vote(
            poll_id=self.poll.pk,
            right=right,
            filled=Filled(answers, **filled),
            token=token or uuid.uuid4().hex,
            now=now,
        )
        self.receipts.append(receipt)
        return receipt

    def close(self, now: datetime = AFTER) -> Poll:
        self.poll = close_poll(poll_id=self.poll.pk, now=now)
        return self.poll


def committee(name: str = "Panitia") -> User:
    return User.objects.filter(first_name=name).first() or make_user(name, Role.POLL_COMMITTEE)


def open_stage(
    *questions: tuple, codes: int = 30, places: tuple[tuple[Area | None, int | None, int], ...] = (), **fields
) -> Stage:
    """An open poll with one-time codes; ``places`` are (area, RW, number of codes)."""
    poll, chair = make_draft(*questions, **fields), committee()
    made: list[str] = []
    for area, rw, count in places or ((make_area(), 5, codes),):
        made += issue_codes(poll_id=poll.pk, actor=chair, count=count, area=area, rw=rw, now=OPENING).codes
    return Stage(open_poll(poll_id=poll.pk, actor=chair, now=OPENING), chair, made)


@contextmanager
def without_triggers() -> Iterator[None]:
    """As somebody with full rights on the database can do it."""
    tables = [*all_names(), "polls_pollevent"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        kept = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        for name, _sql in kept:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in kept:
            cursor.execute(sql)
