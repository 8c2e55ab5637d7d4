"""Plain factories. Everything a test needs goes through the same actions as in the product."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from participation.accounts.models import User
from participation.cases.actions import publication, routing, work
from participation.cases.actions.submission import Report, submit_case
from participation.cases.models import Case
from participation.units.models import Area, Category, Membership, Role, Service, Unit

JAKARTA = ZoneInfo("Asia/Jakarta")
TEXT = "Lampu jalan di Gang Melati mati sejak tiga malam, gelap sekali kalau pulang malam."


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


MONDAY = at(2026, 3, 2)


def make_area(name: str = "Pakemitan", kind: str = Area.Kind.VILLAGE) -> Area:
    return Area.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name, "kind": kind})[0]


def make_unit(name: str, kind: str = Unit.Kind.SECTION, area: Area | None = None) -> Unit:
    slug = name.lower().replace(" ", "-")
    return Unit.objects.get_or_create(
        slug=slug, defaults={"name": name, "short_name": name[:40], "kind": kind, "area": area}
    )[0]


def make_category(slug: str, unit: Unit | None = None, **fields) -> Category:
    name = slug.replace("-", " ").capitalize()
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, "default_unit": unit, **fields})[0]


def make_service(name: str, unit: Unit | None = None) -> Service:
    unit = unit or make_unit("Seksi Pemerintahan")
    return Service.objects.get_or_create(slug=slugify(name), defaults={"name": name, "unit": unit})[0]


def make_user(name: str, role: Role | None = None, unit: Unit | None = None) -> User:
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@contoh.id", "kata-sandi-uji", first_name=name)
    if role:
        Membership.objects.create(user=user, role=role, unit=unit or make_unit("Kecamatan"))
    return user


def make_report(**fields) -> Report:
    return Report(**{"form_token": uuid.uuid4(), "text": TEXT, **fields})


def make_case(*, now: datetime = MONDAY, **fields) -> Case:
    """A case as it stands right after Budi has sent it."""
    return submit_case(make_report(**fields), now=now)


@dataclass(frozen=True)
class Cast:
    """Budi reports without an account; these are the people on the other side."""

    siti: User  # triage
    rahmat: User  # officer of another unit
    dewi: User  # officer of the unit that gets the case
    joko: User  # her colleague
    tuti: User  # head of that unit
    agus: User  # liaison officer
    ratna: User  # complaints manager
    ibu_camat: User
    eko: User  # editor
    wati: User  # admin
    panitia: User  # poll committee
    warga: User  # a resident with an account and no role
    lighting: Unit  # the unit of Dewi, Joko and Tuti
    roads: Unit  # the unit of Rahmat
    power: Unit  # an outside body in which nobody can sign in
    street_light: Category
    road: Category
    electricity: Category


def make_cast() -> Cast:
    office, lighting, roads = make_unit("Kecamatan"), make_unit("Dinas Penerangan"), make_unit("Dinas Jalan")
    power = make_unit("PLN", Unit.Kind.EXTERNAL)
    return Cast(
        siti=make_user("Siti", Role.TRIAGE, office),
        rahmat=make_user("Rahmat", Role.OFFICER, roads),
        dewi=make_user("Dewi", Role.OFFICER, lighting),
        joko=make_user("Joko", Role.OFFICER, lighting),
        tuti=make_user("Tuti", Role.HEAD, lighting),
        agus=make_user("Agus", Role.LIAISON, office),
        ratna=make_user("Ratna", Role.COMPLAINTS_MANAGER, office),
        ibu_camat=make_user("Ibu Camat", Role.LEADER, office),
        eko=make_user("Eko", Role.EDITOR, office),
        wati=make_user("Wati", Role.ADMIN, office),
        panitia=make_user("Panitia", Role.POLL_COMMITTEE, office),
        warga=make_user("Warga"),
        lighting=lighting,
        roads=roads,
        power=power,
        street_light=make_category("penerangan-jalan", lighting),
        road=make_category("jalan-jembatan", roads, needs_field_examination=True),
        electricity=make_category("listrik-telekomunikasi", power),
    )


def route(case: Case, cast: Cast, *, now: datetime = MONDAY, unit: Unit | None = None) -> Case:
    return routing.route_case(
        case_id=case.pk, actor=cast.ratna, category=cast.street_light, unit=unit or cast.lighting, now=now
    )


def accept(case: Case, actor: User, *, now: datetime = MONDAY) -> Case:
    return work.accept_case(case_id=case.pk, actor=actor, now=now)


def respond(case: Case, actor: User, *, now: datetime = MONDAY, outcome: str = Case.Outcome.ANSWERED) -> Case:
    answer = work.Answer(outcome=outcome, text="Lampu dijadwalkan diganti besok pagi.")
    return work.respond_to_case(case_id=case.pk, actor=actor, answer=answer, now=now)


def publish(case: Case, actor: User, *, now: datetime = MONDAY, **fields) -> Case:
    values = {"title": "Lampu jalan mati di Gang Melati", "text": "Lampu jalan mati sejak tiga malam.", **fields}
    return publication.publish_case(case_id=case.pk, actor=actor, now=now, **values)


def bring_to(case: Case, status: str, cast: Cast, *, now: datetime = MONDAY) -> Case:
    """Take a fresh case to ``status`` by the steps that people would take."""
    from participation.cases.actions import reporter

    path = {
        "submitted": [],
        "routed": ["route"],
        "in_progress": ["route", "accept"],
        "waiting_reporter": ["route", "accept", "ask"],
        "waiting_external": ["route", "accept", "wait"],
        "responded": ["route", "accept", "respond"],
        "closed": ["route", "accept", "respond", "confirm"],
        "rejected": ["reject"],
        "merged": ["merge"],
    }[status]
    steps = {
        "route": lambda: route(case, cast, now=now),
        "accept": lambda: accept(case, cast.ratna, now=now),
        "ask": lambda: work.ask_reporter(case_id=case.pk, actor=cast.ratna, text="Di sebelah mana?", now=now),
        "wait": lambda: work.wait_for_external(
            case_id=case.pk, actor=cast.ratna, body="PLN", text="Menunggu tiang baru.", now=now
        ),
        "respond": lambda: respond(case, cast.ratna, now=now),
        "confirm": lambda: reporter.confirm_case(case_id=case.pk, now=now),
        "reject": lambda: work.reject_case(
            case_id=case.pk, actor=cast.ratna, reason=Case.RejectReason.TEST, text="Pesan percobaan.", now=now
        ),
        "merge": lambda: work.merge_case(
            case_id=case.pk,
            actor=cast.ratna,
            main_code=make_case(now=now, identity=case.identity).code,
            now=now,
        ),
    }
    for step in path:
        steps[step]()
    case.refresh_from_db()
    return case
