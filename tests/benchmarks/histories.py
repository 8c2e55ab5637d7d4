"""Made-up cases with whole histories, for a database of a busy office's size. The same seed makes the same cases.

Their texts are recombined from the classifier's corpus, their chains hold and every constraint is met.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.conf import settings

from nlp.privacy import mask
from participation.accounts.models import User
from participation.cases.lifecycle import OPEN, Status
from participation.cases.models import Case, CaseEvent, DeadlineRuleSet, EventPayload, ReporterIdentity, Support
from participation.cases.tracking import ALPHABET, CODE_LENGTH
from participation.cases.wording import search_words, title_from
from participation.ledger.chain import GENESIS, link_digest, salted_digest
from participation.ledger.models import Link
from participation.routing.models import Prediction
from participation.sealing.hashing import email_hash
from participation.units.models import Area, Category, Unit
from participation.units.queries import active_categories, active_units, unit_for, villages
from tests.databases import ROOT

Kind, Party, Visibility = CaseEvent.Kind, CaseEvent.Party, CaseEvent.Visibility
CORPUS = ROOT / "nlp" / "data" / "corpus"
YEARS = timedelta(days=730)
RECENT = timedelta(days=30)

STATUSES = {
    Status.SUBMITTED: 3,
    Status.ROUTED: 5,
    Status.IN_PROGRESS: 8,
    Status.WAITING_REPORTER: 2,
    Status.WAITING_EXTERNAL: 2,
    Status.RESPONDED: 5,
    Status.CLOSED: 72,
    Status.REJECTED: 3,
}
IDENTITIES = {Case.Identity.ANONYMOUS: 66, Case.Identity.OPEN: 27, Case.Identity.CONFIDENTIAL: 7}
KINDS = {Case.Kind.COMPLAINT: 80, Case.Kind.SUGGESTION: 10, Case.Kind.INFORMATION_REQUEST: 10}
ANSWER = "Petugas sudah datang ke lokasi dan pekerjaan sudah dijadwalkan bersama warga setempat. (contoh)"
QUESTION = "Di sebelah mana persisnya, dan sejak kapan? (contoh)"

# What happens on the way to a status: (event, party, visibility, status after, words, hours after the event before)
_ROUTE = (Kind.ROUTED, Party.SYSTEM, Visibility.PUBLIC, Status.ROUTED, "", 0.01)
_PUBLISH = (Kind.PUBLISHED, Party.STAFF, Visibility.STAFF, None, "", 4)
_ACCEPT = (Kind.ACCEPTED, Party.STAFF, Visibility.PUBLIC, Status.IN_PROGRESS, "", 20)
_NOTE = (Kind.NOTED, Party.STAFF, Visibility.STAFF, None, "Sudah dihubungi lewat ketua RT. (contoh)", 6)
_ASK = (Kind.ASKED, Party.STAFF, Visibility.REPORTER, Status.WAITING_REPORTER, QUESTION, 8)
_WAIT = (Kind.WAITING_EXTERNAL, Party.STAFF, Visibility.PUBLIC, Status.WAITING_EXTERNAL, "Menunggu tiang. (contoh)", 8)
_RESPOND = (Kind.RESPONDED, Party.STAFF, Visibility.PUBLIC, Status.RESPONDED, ANSWER, 60)
_CLOSE = (Kind.CLOSED, Party.SYSTEM, Visibility.PUBLIC, Status.CLOSED, "", 90)
_REJECT = (Kind.REJECTED, Party.STAFF, Visibility.PUBLIC, Status.REJECTED, "Pesan percobaan. (contoh)", 5)
WAYS = {
    Status.SUBMITTED: (),
    Status.ROUTED: (_ROUTE, _PUBLISH),
    Status.IN_PROGRESS: (_ROUTE, _PUBLISH, _ACCEPT, _NOTE),
    Status.WAITING_REPORTER: (_ROUTE, _PUBLISH, _ACCEPT, _ASK),
    Status.WAITING_EXTERNAL: (_ROUTE, _PUBLISH, _ACCEPT, _WAIT),
    Status.RESPONDED: (_ROUTE, _PUBLISH, _ACCEPT, _NOTE, _RESPOND),
    Status.CLOSED: (_ROUTE, _PUBLISH, _ACCEPT, _NOTE, _RESPOND, _CLOSE),
    Status.REJECTED: (_REJECT,),
}


@dataclass(frozen=True)
class History:
    case: Case
    reporter: ReporterIdentity
    prediction: Prediction
    supports: list[Support]
    events: list[CaseEvent] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    payloads: list[EventPayload] = field(default_factory=list)


class _Choice:
    """Draws from a table of weights; faster than summing the weights at every draw."""

    def __init__(self, weights: dict, chance: random.Random) -> None:
        self.values, self.bounds, self.chance = list(weights), list(accumulate(weights.values())), chance

    def __call__(self):
        return self.chance.choices(self.values, cum_weights=self.bounds)[0]


class Histories:
    """Whole histories in the order of their arrival. Ids begin after those that the database holds."""

    def __init__(self, number: int, *, now: datetime, first_ids: dict[type, int], seed: int = 7) -> None:
        self.number, self.now = number, now
        self.ids = dict(first_ids)
        self.chance = random.Random(seed)  # noqa: S311 -- repeatable, no secret
        self.rules = DeadlineRuleSet.objects.order_by("-version")[0]
        self.categories = [category for category in active_categories() if _texts(category.slug)]
        self.villages = list(villages())
        self.units = list(active_units())
        self.staff = User.objects.filter(memberships__isnull=False).order_by("id")[0]
        self.units_for: dict[tuple[int, int], Unit] = {}
        self.codes: set[str] = set()
        self.status, self.identity, self.kind = (
            _Choice(weights, self.chance) for weights in (STATUSES, IDENTITIES, KINDS)
        )

    def __iter__(self) -> Iterator[History]:
        for _ in range(self.number):
            yield self._history()

    def _history(self) -> History:
        case = self._case()
        history = History(case, self._reporter(case), self._prediction(case), self._supports(case))
        at = case.submitted_at
        self._add(history, Kind.SUBMITTED, Party.REPORTER, Visibility.PUBLIC, ("", ""), case.text, at)
        status = Status.SUBMITTED
        for kind, party, visibility, after, words, hours in WAYS[case.state]:
            if kind == Kind.PUBLISHED and not case.published_at:
                continue
            at += timedelta(hours=hours * self.chance.uniform(0.4, 1.6))
            moved = (status.value, after.value) if after else ("", "")
            self._add(history, kind, party, visibility, moved, words, at)
            status = after or status
        self._finish(case, history, at)
        return history

    def _case(self) -> Case:
        status, identity = self.status(), self.identity()
        category, area = self.chance.choice(self.categories), self.chance.choice(self.villages)
        text = " ".join(self.chance.sample(_texts(category.slug), 2))
        is_read = status not in (Status.SUBMITTED, Status.REJECTED)
        case = Case(
            id=self._next(Case),
            key=self._uuid(),
            code=self._code(),
            form_token=self._uuid(),
            kind=self.kind(),
            identity=identity,
            text=text,
            title=title_from(text),
            area=area,
            rw=self.chance.randint(1, 12),
            address="Gang dekat pos ronda (contoh)" if self.chance.random() < 0.7 else "",
            status=status.value,
            category=category if is_read else None,
            unit=self._unit(category, area) if is_read else None,
            is_urgent=self.chance.random() < 0.01,
            rules=self.rules,
            submitted_at=self._day(status),
            is_sample=True,
        )
        if is_read and identity != Case.Identity.CONFIDENTIAL and self.chance.random() < 0.85:
            self._publish(case)
        return case

    def _publish(self, case: Case) -> None:
        case.public_title, case.public_text = mask(case.title), mask(case.text)
        case.public_words = search_words(case.public_title, case.public_text, case.address)
        case.published_at = case.submitted_at + timedelta(hours=4)
        case.support_count = min(int(self.chance.paretovariate(1.1)) - 1, 60)

    def _finish(self, case: Case, history: History, at: datetime) -> None:
        """What the case itself keeps of its history."""
        status = case.state
        case.event_count = case.revision = len(history.events)
        case.classified_at = case.submitted_at + timedelta(seconds=20)
        case.due_date = (case.submitted_at + timedelta(days=20)).date()
        if status in (Status.WAITING_REPORTER, Status.WAITING_EXTERNAL):
            case.paused_date = at.date()
            case.resume_status = Status.IN_PROGRESS.value if status is Status.WAITING_REPORTER else ""
            case.waiting_for = "PLN" if status is Status.WAITING_EXTERNAL else ""
        if status in (Status.RESPONDED, Status.CLOSED):
            case.outcome = self.chance.choice([Case.Outcome.ANSWERED, Case.Outcome.FIXED])
            case.responded_at = next(event.at for event in history.events if event.kind == Kind.RESPONDED)
        if status in (Status.IN_PROGRESS, Status.RESPONDED, Status.CLOSED):
            case.assignee = self.staff
        if status is Status.CLOSED:
            case.closed_at, case.close_reason = at, Case.CloseReason.CONFIRMED
        if status is Status.REJECTED:
            case.closed_at, case.reject_reason = at, Case.RejectReason.TEST

    def _add(
        self, history: History, kind: Kind, party: Party, visibility: Visibility, moved: tuple, words: str, at: datetime
    ) -> None:
        case = history.case
        salt = f"{self.chance.getrandbits(128):032x}" if words else ""
        event = CaseEvent(
            id=self._next(CaseEvent),
            case=case,
            kind=kind,
            at=at,
            party=party,
            actor=self.staff if party == Party.STAFF else None,
            visibility=visibility,
            from_status=moved[0],
            to_status=moved[1],
            data=self._facts(case, kind),
            payload_digest=salted_digest(salt, words) if words else "",
        )
        event.link = self._link(history, event)
        history.events.append(event)
        if words:
            history.payloads.append(EventPayload(id=self._next(EventPayload), event=event, salt=salt, text=words))

    def _facts(self, case: Case, kind: Kind) -> dict:
        if kind == Kind.ROUTED:
            return {"category": case.category.slug, "unit": case.unit.slug, "unit_name": case.unit.name}
        facts = {Kind.RESPONDED: {"outcome": "answered"}, Kind.CLOSED: {"reason": "confirmed"}}
        return facts.get(kind, {"reason": "test"} if kind == Kind.REJECTED else {})

    def _link(self, history: History, event: CaseEvent) -> Link:
        position, content = len(history.links) + 1, event.computed_content_digest()
        values = {"chain": history.case.ledger_chain, "position": position}
        previous = history.links[-1].digest if history.links else GENESIS
        digest = link_digest(**values, previous=previous, content=content)
        link = Link(id=self._next(Link), **values, previous_digest=previous, content_digest=content, digest=digest)
        history.links.append(link)
        return link

    def _reporter(self, case: Case) -> ReporterIdentity:
        email = f"warga{case.pk}@contoh.id" if self.chance.random() < 0.4 else ""
        name = f"Warga RW {case.rw:02d} (contoh)" if case.identity == Case.Identity.OPEN else ""
        return ReporterIdentity(
            id=self._next(ReporterIdentity),
            case=case,
            display_name=name,
            email=email,
            email_hash=email_hash(email) if email else "",
        )

    def _prediction(self, case: Case) -> Prediction:
        is_sure = case.category is not None
        return Prediction(
            id=self._next(Prediction),
            subject=case.key,
            source=Prediction.Source.MODEL,
            outcome=Prediction.Outcome.SURE if is_sure else Prediction.Outcome.UNSURE,
            category=case.category,
            unit=case.unit,
            confidence=round(self.chance.uniform(0.4, 1), 4),
            suggestions=[[category.slug, 0.3] for category in self.chance.sample(self.categories, 3)],
            words=["contoh"],
            threshold=0.7,
            created_at=case.submitted_at,
        )

    def _supports(self, case: Case) -> list[Support]:
        return [
            Support(
                id=self._next(Support),
                case=case,
                visitor_key=f"contoh-{number}",
                supported_at=case.submitted_at + timedelta(hours=5 + number),
            )
            for number in range(case.support_count)
        ]

    def _day(self, status: Status) -> datetime:
        """Closed cases from two years, those still open from the last month."""
        span = RECENT if status in OPEN or status is Status.SUBMITTED else YEARS
        return self.now - timedelta(days=1) - span * self.chance.random()

    def _unit(self, category: Category, area: Area) -> Unit:
        key = (category.pk, area.pk)
        if key not in self.units_for:
            self.units_for[key] = unit_for(category, area) or self.units[0]
        return self.units_for[key]

    def _next(self, model: type) -> int:
        self.ids[model] = self.ids.get(model, 0) + 1
        return self.ids[model]

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _code(self) -> str:
        while True:
            code = settings.CASE_CODE_PREFIX + "".join(self.chance.choices(ALPHABET, k=CODE_LENGTH))
            if code not in self.codes:
                self.codes.add(code)
                return code


@cache
def _texts(slug: str) -> list[str]:
    path = Path(CORPUS, f"{slug}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    return [parts[2] for line in lines if len(parts := line.split("\t")) >= 3 and len(parts[2]) > 30]
