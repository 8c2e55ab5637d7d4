"""Every page type in every state worth looking at, as data: who opens which address, and what they do there first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from playwright.sync_api import expect

from cms.models import Alert, AnnouncementPage, ServiceIndexPage
from participation.cases.access import link_token
from participation.cases.actions import reporter, work
from participation.cases.actions.photos import keep_photo
from participation.cases.lifecycle import Status
from participation.cases.models import Case, Photo
from participation.notifications.models import Message
from participation.satisfaction.models import SurveyPeriod
from participation.units.models import Area, Category, Service, Unit
from tests.cms.pages import make_service_page, whole_standard
from tests.factories import bring_to, make_case, make_report, publish
from tests.journeys.office import WORKING_UNIT, Office
from tests.journeys.people import Person
from tests.pictures import as_upload, make_photo

STORY = "Lampu jalan di depan lapangan mati sejak kemarin malam, mohon dilihat."
UNCLEAR = "Mohon perhatian bapak ibu untuk keadaan kampung kami, hubungi 0812 3456 7890."


@dataclass(frozen=True)
class State:
    name: str
    address: str
    who: str = ""
    do: Callable[[Person], object] = lambda person: None
    status: int = 200


def _own(status: str) -> str:
    return f"/lacak/buka/{{link_{status}}}/"


def _send(*fields: tuple[str, str]) -> Callable[[Person], None]:
    def act(person: Person) -> None:
        for label, words in fields:
            person.write(label, words)
        person.press("Kirim laporan")

    return act


def _check_page(person: Person) -> None:
    """What stands between form and receipt without JavaScript."""
    person.write("Ceritakan apa yang terjadi", STORY)
    person.page.evaluate("document.querySelector('[name=step]').value = 'check'")
    person.page.get_by_role("button", name="Kirim laporan").evaluate("button => button.click()")
    person.reads("Periksa dulu, lalu kirim")


def _receipt(person: Person) -> None:
    person.write("Ceritakan apa yang terjadi", STORY)
    person.reads("Sepertinya tentang")
    person.press("Kirim laporan")
    person.reads("Laporan Anda sudah kami terima")


def _suggestion(person: Person) -> None:
    person.write("Ceritakan apa yang terjadi", "Kebakaran! Lampu jalan meledak dan apinya merambat ke warung.")
    person.reads("Sepertinya tentang")


def unfold_all(person: Person) -> None:
    person.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def _spoil(heading: str, button: str) -> Callable[[Person], None]:
    """Send the form of one act empty."""

    def act(person: Person) -> None:
        person.unfold(heading).get_by_role("button", name=button).click()
        person.page.wait_for_load_state()

    return act


def _from_template(person: Person) -> None:
    act = person.unfold("Jawab dan nyatakan selesai")
    act.get_by_label("Contoh balasan").select_option(label="Contoh: syarat dan alur")
    act.get_by_role("button", name="Pakai contoh").click()
    expect(person.page.locator("[name=respond-text]")).to_have_value(re.compile(r"\[\[daftar syarat\]\]"))


def _look_first(person: Person) -> None:
    _from_template(person)
    person.page.get_by_role("button", name="Lihat dulu").click()
    person.reads("Yang akan dibaca pelapor")


def _press(name: str, *fields: tuple[str, str]) -> Callable[[Person], None]:
    def act(person: Person) -> None:
        for label, words in fields:
            person.write(label, words)
        person.press(name, exact=True)

    return act


def _send_nothing(person: Person) -> None:
    person.page.locator("main form button").last.click()
    person.page.wait_for_load_state()


RESIDENT_STATES = [
    State("home", "/"),
    State("menu", "/", do=unfold_all),
    State("report form", "/lapor/"),
    State("report form with suggestion", "/lapor/", do=_suggestion),
    State("report form with errors", "/lapor/", do=_send(("RW", "123"), ("E-mail untuk dikabari", "budi"))),
    State("report form with identity open", "/lapor/", do=lambda person: person.choose("Terbuka")),
    State("check page", "/lapor/", do=_check_page),
    State("receipt", "/lapor/", do=_receipt),
    State("track", "/lacak/"),
    State("track with errors", "/lacak/", do=_press("Lacak", ("Kode pelacakan", "CNB-1"), ("PIN", "1"))),
    State("recover", "/lacak/lupa/"),
    State("recover sent", "/lacak/lupa/", do=_press("Kirim tautan", ("E-mail", "budi@contoh.id"))),
    State("case list", "/laporan/"),
    State("case list filtered", "/laporan/?cari=lampu&kelurahan=pakemitan&status=diperiksa", do=unfold_all),
    State("case list without results", "/laporan/?cari=gajah"),
    State("case list, second page", "/laporan/?page=2"),
    State("public case unread", "/laporan/{code_submitted}/"),
    State("public case published", "/laporan/{code_in_progress}/"),
    State("public case answered with evidence", "/laporan/{code_answered}/"),
    State("public case merged", "/laporan/{code_merged}/"),
    *[State(f"own case {status}", _own(status), do=unfold_all) for status in map(str, Status)],
    State("own case with an empty answer", _own("waiting_reporter"), do=_press("Kirim jawaban")),
    State("own case after reopening", _own("reopened"), do=unfold_all),
    State("search", "/cari/"),
    State("search with results", "/cari/?q=lampu"),
    State("search without results", "/cari/?q=gajah"),
    State("announcements", "/pengumuman/"),
    State("announcement", "{announcement}"),
    State("standard page", "/data-pribadi/"),
    State("services", "/layanan/"),
    State("service with gaps", "/layanan/ktp-el/"),
    State("service with its whole standard", "{service}"),
    State("seals", "/segel/"),
    State("style guide", "/gaya/"),
    State("missing page", "/tidak-ada/", status=404),
    State("unknown case", "/laporan/CNB22222222/", status=404),
    State("surveys", "/survei/"),
    State("survey form", "/survei/ktp-el/"),
    State("survey form with errors", "/survei/ktp-el/", do=_press("Kirim penilaian")),
    State("survey that is not open", "/survei/tidak-ada/", status=404),
    State("survey results", "/survei/hasil/"),
    State("survey result", "{survey_result}", do=unfold_all),
    State("way out of news", "/kabar/berhenti/x/", status=404),
    State("log-in", "/akun/masuk/"),
    State("log-in with errors", "/akun/masuk/", do=_press("Masuk", ("E-mail", "x@contoh.id"), ("Kata sandi", "salah"))),
    State("log-in by code", "/akun/masuk/kode/"),
    State("sign-up", "/akun/daftar/"),
    State("password forgotten", "/akun/sandi/lupa/"),
]
STAFF_STATES = [
    State("inbox", "/petugas/?antrean=semua", "ratna"),
    State("inbox of triage", "/petugas/", "siti"),
    State("inbox empty", "/petugas/?cari=gajah", "siti"),
    State("inbox with every act open", "/petugas/?antrean=semua&laporan={code_in_progress}", "ratna", unfold_all),
    *[State(f"staff case {status}", f"/petugas/laporan/{{code_{status}}}/", "ratna", unfold_all) for status in Status],
    State("staff case answered", "/petugas/laporan/{code_answered}/", "ratna", unfold_all),
    State(
        "staff case with errors", "/petugas/laporan/{code_in_progress}/", "ratna",
        _spoil("Jawab dan nyatakan selesai", "Kirim jawaban resmi"),
    ),
    State("answer from a template", "/petugas/laporan/{code_in_progress}/", "ratna", _from_template),
    State("answer looked at before it is sent", "/petugas/laporan/{code_in_progress}/", "ratna", _look_first),
    State("identity without a reason", "/petugas/laporan/{code_closed}/", "ratna", _spoil(*["Buka identitas"] * 2)),
    State("original words", "/petugas/laporan/{code_submitted}/", "ratna", _press("Lihat aslinya (dicatat)")),
    State("outbox", "/petugas/pesan/", "wati"),
    State("forbidden", "/petugas/", "warga", status=403),
    State("account security", "/akun/keamanan/", "siti"),
    State("second factor", "/akun/keamanan/aplikasi/", "siti"),
    State("second factor with errors", "/akun/keamanan/aplikasi/", "siti", _send_nothing),
    State("change password", "/akun/sandi/ganti/", "siti"),
    State("addresses", "/akun/email/", "siti"),
    State("own account", "/akun/saya/", "warga"),
    State("residence", "/akun/tempat-tinggal/", "warga"),
    State("residence with errors", "/akun/tempat-tinggal/", "warga", _press("Verifikasi")),
    State("own data", "/akun/data/", "warga"),
    State("choices of news", "/akun/kabar/", "warga"),
    State("counter", "/petugas/warga/", "siti"),
    State("counter with errors", "/petugas/warga/", "siti", _press("Verifikasi")),
    State("cards", "/petugas/warga/kartu/", "ratna"),
    State("data requests", "/petugas/data-pribadi/", "ratna"),
    State("survey desk", "/petugas/survei/", "camat"),
    State("survey on the desk", "{survey_desk}", "camat", unfold_all),
    State("survey poster", "{survey_desk}poster/", "camat"),
    State("log-out", "/akun/keluar/", "siti"),
]  # fmt: skip
STATES = RESIDENT_STATES + STAFF_STATES


def fill(office: Office) -> dict[str, str]:
    """Cases in every status, one with evidence, a failed message, an alert; the values of the addresses above."""
    now = timezone.now() - timedelta(days=2)
    with office.database():
        cases = {status.value: _make_case(office, status.value, now) for status in Status}
        cases["answered"] = _answer_with_evidence(_make_case(office, "in_progress", now), office, now)
        cases["reopened"] = _make_case(office, "responded", now)
        reporter.reopen_case(case_id=cases["reopened"].pk, text="Masih mati.", now=now)
        Message.objects.create(
            idempotency_key="gagal", reference="uji", recipient="budi@contoh.id", subject="Contoh", body="Contoh",
            status=Message.Status.FAILED, created_at=now, due_at=now,
        )  # fmt: skip
        Alert.objects.create(
            level=Alert.Level.AWAS, title="Contoh: air sungai meluap.", text="Menjauh dari bantaran sekarang.",
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        values = {f"code_{name}": case.code for name, case in cases.items()}
        values |= {f"link_{name}": link_token(case) for name, case in cases.items()}
        values["announcement"] = AnnouncementPage.objects.live().first().relative_url(None)
        service = Service.objects.get(slug="pengelolaan-laporan")
        catalogue = ServiceIndexPage.objects.get(slug="layanan")
        values["service"] = make_service_page(catalogue, service, **whole_standard()).relative_url(None)
        published = SurveyPeriod.objects.get(service__slug="ktp-el", published_at__isnull=False)
        running = SurveyPeriod.objects.get(service__slug="sktm")
        values["survey_result"] = f"/survei/hasil/{published.pk}/"
        values["survey_desk"] = f"/petugas/survei/{running.pk}/"
    return values


def _make_case(office: Office, status: str, now) -> Case:
    token = make_report().form_token
    photo = keep_photo(as_upload(make_photo()), form_token=token, now=now)
    words = UNCLEAR if status == "submitted" else STORY
    case = make_case(
        form_token=token, text=words, now=now, area=Area.objects.get(slug="pakemitan"), rw=5, identity="open",
        display_name="Budi", email="budi@contoh.id", address="Depan lapangan",
    )  # fmt: skip
    if status not in ("submitted", "rejected"):
        publish(case, office.people["ratna"], now=now, photo_alts={photo.pk: "Lampu yang mati"})
    cast = SimpleNamespace(
        ratna=office.people["ratna"],
        street_light=Category.objects.get(slug="penerangan-jalan"),
        lighting=Unit.objects.get(slug=WORKING_UNIT),
    )
    return bring_to(case, status, cast, now=now)


def _answer_with_evidence(case: Case, office: Office, now) -> Case:
    token = make_report().form_token
    keep_photo(as_upload(make_photo(colour="gold")), form_token=token, now=now, purpose=Photo.Purpose.EVIDENCE)
    answer = work.Answer(outcome="fixed", text="Sudah diganti.", evidence_token=token, evidence_alt="Lampu menyala")
    return work.respond_to_case(case_id=case.pk, actor=office.people["ratna"], answer=answer, now=now)
