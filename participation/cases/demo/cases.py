# ruff: noqa: E501 -- one text a line
"""A few cases in every stage. Each is written once: its form token is derived from its place in the list."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from nlp.privacy import mask
from participation.accounts.models import User
from participation.cases.actions import publication, reporter, routing, work
from participation.cases.actions.classification import classify_case
from participation.cases.actions.submission import Report, submit_case
from participation.cases.lifecycle import Status
from participation.cases.models import Case
from participation.units.models import Area, Category, Unit

_NAMESPACE = uuid.UUID("7a1c6a52-6c1e-4a52-9b0e-5f4b1c9f6a10")


@dataclass(frozen=True)
class DemoCase:
    text: str
    area: str
    rw: int
    category: str
    hours_ago: int
    stage: str
    identity: str = Case.Identity.ANONYMOUS
    kind: str = Case.Kind.COMPLAINT
    address: str = ""
    display_name: str = ""
    unit: str = ""
    supports: int = 0
    answer: str = ""
    pin: tuple[str, str] | None = None


CASES = (
    DemoCase("Contoh: lampu jalan di gang dekat pos ronda mati sejak tiga malam. Anak-anak pulang mengaji lewat sini dan jalannya gelap sekali.",
             "pakemitan", 5, "penerangan-jalan", 70, "in_progress", address="Gang dekat pos ronda", supports=21, pin=("-6.9203", "107.6909")),
    DemoCase("Contoh: saluran di depan deretan warung mampet, tiap hujan airnya naik ke jalan sampai semata kaki.",
             "sukamulya", 2, "drainase-banjir", 120, "routed", address="Depan deretan warung", supports=12, pin=("-6.9157", "107.7015")),
    DemoCase("Contoh: jalan masuk permukiman berlubang besar, kemarin ada motor yang jatuh karena lubangnya tertutup air.",
             "cisaranten-wetan", 7, "jalan-jembatan", 210, "responded", address="Jalan masuk permukiman", supports=40,
             answer="Lubang sudah masuk jadwal perbaikan dinas. Sementara ini dipasang tanda peringatan di lokasi. (contoh)", pin=("-6.9257", "107.6863")),
    DemoCase("Contoh: tumpukan sampah di pinggir jalan tidak diangkut hampir seminggu, baunya sampai ke rumah warga.",
             "babakan-penghulu", 3, "sampah-kebersihan", 30, "submitted_published", address="Pinggir jalan dekat lapangan", supports=9, pin=("-6.9386", "107.6932")),
    DemoCase("Contoh: pedagang menaruh gerobak di trotoar depan sekolah, anak-anak terpaksa berjalan di badan jalan.",
             "cisaranten-wetan", 4, "ketertiban-umum", 400, "closed", unit="seksi-trantib", supports=6,
             answer="Petugas sudah menemui para pedagang. Gerobak dipindahkan dan trotoar bisa dipakai lagi. (contoh)"),
    DemoCase("Contoh: mohon penjelasan syarat mengurus surat keterangan tidak mampu untuk keringanan biaya sekolah.",
             "pakemitan", 1, "bantuan-sosial", 150, "responded", kind=Case.Kind.INFORMATION_REQUEST, unit="seksi-kesos",
             answer="Syarat dan alurnya ada di halaman layanan kami. Datang ke kelurahan pada jam kerja membawa KTP dan KK. (contoh)"),
    DemoCase("Contoh: usul agar lapangan RW dipasangi lampu dan bangku supaya bisa dipakai warga malam hari.",
             "sukamulya", 6, "fasilitas-umum", 90, "routed", kind=Case.Kind.SUGGESTION, identity=Case.Identity.OPEN,
             display_name="Warga RW 06 (contoh)", supports=17, pin=("-6.9274", "107.6958")),
    DemoCase("Contoh: petugas loket meminta uang tambahan saat saya mengurus surat. Saya tidak diberi tanda terima.",
             "babakan-penghulu", 2, "pelayanan-aparatur", 20, "submitted", identity=Case.Identity.CONFIDENTIAL),
    DemoCase("Contoh: parkir kendaraan di kedua sisi jalan membuat angkot dan mobil tidak bisa berpapasan tiap pagi.",
             "pakemitan", 8, "lalu-lintas-parkir", 5, "submitted", address="Jalan depan pasar"),
    DemoCase("Contoh: dahan pohon besar di tepi jalan sudah menyentuh kabel dan sering patah kalau angin kencang.",
             "cisaranten-wetan", 1, "pohon-taman", 260, "waiting_reporter", unit="seksi-ekbang", pin=("-6.9185", "107.6876")),
    DemoCase("Contoh: mohon dicek keadaan di belakang balai, sudah beberapa hari begini dan warga mulai resah.",
             "sukamulya", 4, "lainnya", 3, "submitted", address="Belakang balai"),
    DemoCase("Contoh: dua minggu lalu sudah saya sampaikan lewat telepon tetapi belum ada kabar sama sekali, bagaimana kelanjutannya?",
             "babakan-penghulu", 1, "lainnya", 8, "submitted"),
)  # fmt: skip


def load_cases(users: dict[str, User], *, now: datetime) -> int:
    """Returns how many cases were made; those of an earlier run stay as they are."""
    made = 0
    for number, demo in enumerate(CASES):
        token = uuid.uuid5(_NAMESPACE, str(number))
        if Case.objects.filter(form_token=token).exists():
            continue
        _make(demo, token, users, now)
        made += 1
    return made


def _make(demo: DemoCase, token: uuid.UUID, users: dict[str, User], now: datetime) -> None:
    at = now - timedelta(hours=demo.hours_ago)
    latitude, longitude = (Decimal(number) for number in demo.pin) if demo.pin else (None, None)
    case = submit_case(
        Report(
            form_token=token,
            text=demo.text,
            kind=demo.kind,
            identity=demo.identity,
            area=Area.objects.get(slug=demo.area),
            rw=demo.rw,
            address=demo.address,
            latitude=latitude,
            longitude=longitude,
            display_name=demo.display_name,
            is_sample=True,
        ),
        now=at,
    )
    classify_case(case_id=case.pk, now=at + timedelta(seconds=20))
    if demo.stage == "submitted":
        return
    _publish(case, users, at + timedelta(hours=1))
    for number in range(demo.supports):
        reporter.support_case(
            case_id=case.pk, visitor_key=f"contoh-{number}", now=at + timedelta(hours=2, minutes=number)
        )
    if demo.stage != "submitted_published":
        _work(demo, case, users, at)


def _publish(case: Case, users: dict[str, User], at: datetime) -> None:
    publication.publish_case(
        case_id=case.pk, actor=users["triase@contoh.id"], title=mask(case.title), text=mask(case.text), now=at
    )


def _work(demo: DemoCase, case: Case, users: dict[str, User], at: datetime) -> None:
    category = Category.objects.select_related("default_unit").get(slug=demo.category)
    unit = Unit.objects.get(slug=demo.unit) if demo.unit else _unit_of(category, demo)
    case.refresh_from_db()
    if case.unit != unit:
        routing.route_case(
            case_id=case.pk, actor=users["triase@contoh.id"], category=category, unit=unit, now=at + timedelta(hours=2)
        )
    officer = users["pengelola@contoh.id"]
    for step in _STEPS[demo.stage]:
        at += timedelta(hours=5)
        step(demo, case, officer, at)


def _unit_of(category: Category, demo: DemoCase) -> Unit:
    if category.goes_to_village:
        return Unit.objects.get(kind=Unit.Kind.VILLAGE, area__slug=demo.area)
    return category.default_unit or Unit.objects.get(slug="kecamatan")


Step = Callable[[DemoCase, Case, User, datetime], object]


def _accept(demo: DemoCase, case: Case, officer: User, at: datetime) -> object:
    return work.accept_case(case_id=case.pk, actor=officer, now=at)


def _respond(demo: DemoCase, case: Case, officer: User, at: datetime) -> object:
    answer = work.Answer(outcome=Case.Outcome.ANSWERED, text=demo.answer)
    return work.respond_to_case(case_id=case.pk, actor=officer, answer=answer, now=at)


def _confirm(demo: DemoCase, case: Case, officer: User, at: datetime) -> object:
    return reporter.confirm_case(case_id=case.pk, score=4, comment="", now=at)


def _ask(demo: DemoCase, case: Case, officer: User, at: datetime) -> object:
    question = "Pohonnya di sisi jalan yang mana, dan apakah ada papan nama jalan di dekatnya? (contoh)"
    return work.ask_reporter(case_id=case.pk, actor=officer, text=question, now=at)


_STEPS: dict[str, tuple[Step, ...]] = {
    Status.ROUTED.value: (),
    Status.IN_PROGRESS.value: (_accept,),
    Status.RESPONDED.value: (_accept, _respond),
    Status.CLOSED.value: (_accept, _respond, _confirm),
    Status.WAITING_REPORTER.value: (_accept, _ask),
}
