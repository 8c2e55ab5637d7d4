"""Reply templates: their arithmetic as tables, what they may say of a reporter, and the form that they fill."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.cases.actions.work import Answer, respond_to_case
from participation.cases.demo.replies import REPLIES, load_replies
from participation.cases.models import Case, Photo, ReplyTemplate, ReporterIdentity
from participation.cases.queries.replies import offered_replies, values_for
from participation.cases.replies import (
    PLACEHOLDERS,
    fill,
    has_stray_brackets,
    put_in,
    unfilled,
    unknown_placeholders,
)
from tests.factories import MONDAY, Cast, bring_to, make_area, make_case, publish
from tests.pictures import as_upload, make_photo

TODAY = date(2026, 3, 4)
LAMP = "Yth. {nama_pelapor}, laporan {kode}: lampu diganti pada [[isi tanggal]]."


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("", []),
        ("Laporan {kode} di {kelurahan}.", []),
        ("{nama} dan {nama} dan {NIK}", ["{nama}", "{NIK}"]),
        ("{ kode }", ["{ kode }"]),
        ("{}", ["{}"]),
        ("{kode", []),
    ],
)
def test_unknown_placeholders(text: str, unknown: list[str]) -> None:
    assert unknown_placeholders(text) == unknown


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("Pada [[isi tanggal]], {kode}.", False),
        ("Pasal 5 [a] tetap boleh.", False),
        ("[[isi tanggal", True),
        ("isi tanggal]]", True),
        ("[[ ]]", True),
        ("[[isi\ntanggal]]", True),
        ("[[satu [[dua]]]]", True),
        ("{kode", True),
        ("kode}", True),
        ("{{kode}}", True),
    ],
)
def test_stray_brackets(text: str, stray: bool) -> None:
    assert has_stray_brackets(text) is stray


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Lampu diganti pada 4 Maret.", []),
        ("Pasal 5 [a] dan {ini}.", []),
        ("Pada [[isi tanggal]] dan [[isi tanggal]].", ["[[isi tanggal]]"]),
        ("Pada [[isi tanggal.", ["[["]),
        ("Pada 4 Maret]].", ["]]"]),
        ("Laporan {kode}.", ["{kode}"]),
        ("[[]]", ["[[]]"]),
    ],
)
def test_what_must_not_reach_a_resident(text: str, rest: list[str]) -> None:
    assert unfilled(text) == rest


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{kode} dan {kode}", "CNB dan CNB"),
        ("{unit}", "{kode} Seksi"),
        ("{topik} {asing}", "{topik} {asing}"),
        ("[[isi tanggal]]", "[[isi tanggal]]"),
    ],
)
def test_placeholders_are_filled_once(text: str, filled: str) -> None:
    assert fill(text, {"kode": "CNB", "unit": "{kode}\n Seksi"}) == filled


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("", "Baru."),
        (" \r\n", "Baru."),
        ("Lama.\r\n\r\nBaris dua.", "Baru."),
        ("Ketikan saya.", "Ketikan saya.\n\nBaru."),
        ("Lama.\n\nBaris dua. Ditambah.", "Lama.\n\nBaris dua. Ditambah.\n\nBaru."),
    ],
)
def test_what_was_typed_stays_above_a_template(typed: str, result: str) -> None:
    assert put_in(typed, "Baru.", ["Lama.\n\nBaris dua.", "Baru."]) == result


def make_reply(text: str = LAMP, **fields) -> ReplyTemplate:
    return ReplyTemplate.objects.create(**{"title": "Lampu diganti", "text": text, **fields})


@pytest.mark.parametrize(
    ("identity", "name", "place"),
    [("open", "Budi", "Pakemitan"), ("anonymous", "Bapak/Ibu", "Pakemitan"), ("confidential", "Bapak/Ibu", "tempat")],
)
def test_a_protected_reporter_is_in_no_placeholder(cast: Cast, identity: str, name: str, place: str) -> None:
    secrets = {"name": "Budi Santoso", "email": "budi@contoh.id", "phone": "081234567890"}
    case = make_case(identity=identity, area=make_area(), rw=5, address="Gang Melati 3", now=MONDAY)
    # As if a name had been left there before the identity was chosen.
    ReporterIdentity.objects.update_or_create(case=case, defaults={"display_name": "Budi", **secrets})
    said = values_for(case, today=TODAY)
    assert tuple(said) == PLACEHOLDERS
    assert said["nama_pelapor"] == name
    assert said["kelurahan"].startswith(place)
    assert said["hari_ini"] == "4 Maret 2026"
    everything = " ".join(said.values())
    hidden = [*secrets.values(), "Melati", *(["Budi"] if identity != "open" else [])]
    assert [word for word in hidden if word in everything] == []


def test_templates_are_offered_by_topic_and_outcome(cast: Cast) -> None:
    make_reply(title="Umum")
    make_reply(title="Lampu", category=cast.street_light, outcome="fixed")
    make_reply(title="Jalan", category=cast.road)
    make_reply(title="Belum bisa", outcome="cannot_do")
    make_reply(title="Tidak dipakai", is_active=False)
    case = bring_to(make_case(), "in_progress", cast)
    assert {reply.title for reply in offered_replies(case)} == {"Umum", "Lampu", "Belum bisa"}
    assert {reply.title for reply in offered_replies(case, "fixed")} == {"Umum", "Lampu"}
    assert {reply.title for reply in offered_replies(make_case())} == {"Umum", "Belum bisa"}


def test_the_set_up_names_every_placeholder() -> None:
    help_text = str(ReplyTemplate._meta.get_field("text").help_text)
    assert [name for name in PLACEHOLDERS if f"{{{name}}}" not in help_text] == []


def test_the_samples_are_valid_marked_and_made_once(cast: Cast) -> None:
    load_replies()
    load_replies()
    assert ReplyTemplate.objects.count() == len(REPLIES)
    for reply in ReplyTemplate.objects.all():
        reply.full_clean()
        assert reply.title.startswith("Contoh")


def test_no_door_sends_an_answer_with_a_blank(cast: Cast) -> None:
    case = bring_to(make_case(), "in_progress", cast)
    with pytest.raises(ValidationError, match="isi tanggal"):
        respond_to_case(
            case_id=case.pk, actor=cast.dewi, answer=Answer(outcome="answered", text="[[isi tanggal]]"), now=MONDAY
        )
    case.refresh_from_db()
    assert case.status == "in_progress"


class Desk:
    """Dewi at the form of the answer, as a browser without scripts sends it."""

    def __init__(self, case: Case, client: Client, person: str = "dewi") -> None:
        self.case, self.client = case, client
        self.address = f"/petugas/laporan/{case.code}/"

    def send(self, where: str, **fields) -> tuple[int, str]:
        typed = {
            "revision": self.case.revision, "form_token": str(self.case.key), "text": "", "evidence_alt": "", **fields
        }  # fmt: skip
        data = {name if name in ("isi", "pratinjau") else f"respond-{name}": value for name, value in typed.items()}
        response = self.client.post(f"{self.address}{where}/", data)
        return response.status_code, response.content.decode()


@pytest.fixture
def desk(cast: Cast, client: Client) -> Desk:
    client.force_login(cast.dewi, "allauth.account.auth_backends.AuthenticationBackend")
    return Desk(bring_to(make_case(identity="open", display_name="Budi"), "in_progress", cast), client)


def _evidence() -> SimpleUploadedFile:
    return as_upload(make_photo())


def test_a_template_goes_below_what_was_typed(desk: Desk) -> None:
    reply = make_reply(outcome="answered")
    status, html = desk.send("balasan", isi="1", reply=reply.pk, text="Kami sudah ke lokasi.", evidence_alt="Lampu")
    assert status == 200
    assert f"Kami sudah ke lokasi.\n\nYth. Budi, laporan {desk.case.display_code}: lampu" in html
    assert re.findall(r'name="respond-outcome" value="(\w+)"[^>]* checked', html) == ["answered"]
    assert 'value="Lampu"' in html
    assert "[[isi tanggal]]" in html
    assert "Galat:" not in html


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reply": ""}, "Pilih contoh balasan"),
        ({"reply": "999999"}, "Pilih contoh balasan"),
        ({"reply": "x"}, "Pilih contoh balasan"),
        ({"outcome": "cannot_do"}, "untuk hasil “Sudah diperbaiki”"),
    ],
)
def test_a_template_that_does_not_fit_changes_nothing(desk: Desk, fields: dict, message: str) -> None:
    reply = make_reply(outcome="fixed")
    status, html = desk.send("balasan", **{"isi": "1", "reply": reply.pk, "text": "Ketikan saya.", **fields})
    assert status == 422
    assert message in html
    assert ">\nKetikan saya.</textarea>" in html


def test_a_blank_is_refused_and_everything_typed_stays(desk: Desk) -> None:
    text = "Lampu diganti pada [[isi tanggal]]."
    status, html = desk.send("respond", outcome="fixed", text=text, evidence_alt="Lampu menyala", photos=_evidence())
    assert status == 422
    assert "Bagian ini belum diisi: [[isi tanggal]]" in html
    assert f">\n{text}</textarea>" in html
    assert 'value="Lampu menyala"' in html
    assert "1 foto bukti tersimpan" in html
    status, _html = desk.send("respond", outcome="fixed", text="Lampu diganti 4 Maret.", evidence_alt="Lampu menyala")
    assert status == 302
    desk.case.refresh_from_db()
    assert desk.case.status == "responded"
    assert Photo.objects.get(case=desk.case).alt_text == "Lampu menyala"


def test_the_preview_shows_the_answer_and_sends_nothing(desk: Desk, cast: Cast) -> None:
    publish(desk.case, cast.siti)
    text = "Hubungi 0812 3456 7890 bila mati lagi."
    desk.case.refresh_from_db()
    status, html = desk.send("balasan", pratinjau="1", outcome="answered", text=text, photos=_evidence())
    assert status == 200
    preview = html.split('id="pratinjau"')[1]
    assert "Sudah dijawab" in preview.split("Yang dibaca umum")[0]
    assert f"<p>{text}</p>" in preview
    assert "0812" not in preview.split("Yang dibaca umum")[1].split("</section>")[0]
    assert Photo.objects.filter(case=None).count() == 1
    desk.case.refresh_from_db()
    assert desk.case.status == "in_progress"


def test_the_preview_names_an_open_blank(desk: Desk) -> None:
    status, html = desk.send("balasan", pratinjau="1", outcome="answered", text="Pada [[isi tanggal]].")
    assert status == 422
    assert "Bagian ini belum diisi" in html
    assert 'id="pratinjau"' in html


def test_the_revision_that_was_read_stays_in_the_form(desk: Desk) -> None:
    old = desk.case.revision
    Case.objects.filter(pk=desk.case.pk).update(revision=old + 3)
    _status, html = desk.send("balasan", isi="1", reply=make_reply().pk)
    assert f'name="respond-revision" value="{old}"' in html


def test_an_answer_that_came_too_late_keeps_its_words(desk: Desk, cast: Cast) -> None:
    respond_to_case(case_id=desk.case.pk, actor=cast.joko, answer=Answer(outcome="answered", text="Ya."), now=MONDAY)
    status, html = desk.send("balasan", isi="1", reply=make_reply().pk, text="Ketikan saya.")
    assert status == 422
    assert "sudah berubah" in html
    assert "Ketikan saya.</textarea>" in html


@pytest.mark.parametrize(
    ("person", "status"),
    [("dewi", 200), ("tuti", 200), ("ratna", 200), ("siti", 403), ("ibu_camat", 403), ("rahmat", 404),
     ("eko", 403), ("wati", 403), ("warga", 403)],
)  # fmt: skip
def test_who_may_draft_an_answer(cast: Cast, client: Client, person: str, status: int) -> None:
    case = bring_to(make_case(), "in_progress", cast)
    client.force_login(getattr(cast, person), "allauth.account.auth_backends.AuthenticationBackend")
    assert Desk(case, client).send("balasan", isi="1", reply=make_reply().pk)[0] == status


def test_thirty_templates_cost_no_more_than_one(
    desk: Desk, django_assert_num_queries: Callable, django_assert_max_num_queries: Callable
) -> None:
    make_reply()
    desk.client.get(desk.address)
    with django_assert_max_num_queries(21) as first:
        desk.client.get(desk.address)
    assert sum("cases_replytemplate" in query["sql"] for query in first) == 1
    for number in range(29):
        make_reply(title=f"Balasan {number}")
    with django_assert_num_queries(len(first)):
        desk.client.get(desk.address)
