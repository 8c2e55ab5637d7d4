"""Budi sees, takes along and erases his data; what was counted stays counted, and every chain still holds."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from participation.accounts.models import User
from participation.cases.actions import reporter
from participation.cases.models import Case, CaseEvent, Photo
from participation.cases.queries.figures import month_figures
from participation.cases.queries.public import PublicFilters, list_public_cases
from participation.ledger.queries import find_breaks
from participation.notifications.actions import deliver_message
from participation.notifications.kinds import Kind
from participation.notifications.models import Message, Preference
from participation.residents import queries
from participation.residents.actions.rights import (
    ANSWER_WITHIN,
    carry_out_erasure,
    erase_account,
    export_account,
    refuse_request,
    request_erasure,
    withdraw_erasure,
)
from participation.residents.models import DataRequest, ResidentProfile
from participation.routing.models import LabelledText
from tests.factories import MONDAY, Cast, accept, at, make_case, make_user, publish, respond, route
from tests.residents.people import BUDI_NIK, make_verified, nth_nik

pytestmark = pytest.mark.django_db
SECRET = "Rumah saya di Gang Kenari, hubungi budi di 0812 3456 7890"
LATER = at(2026, 3, 9)


@pytest.fixture
def worked(cast: Cast, budi: User) -> Case:
    """A case of Budi's that went all the way: published, asked about, answered, confirmed, rated."""
    text = f"Lampu jalan mati sejak tiga malam. {SECRET}"
    case = make_case(text=text, email="budi@contoh.id", user=budi, identity="open", display_name="Pak Budi", rw=5)
    publish(case, cast.siti, text=f"Lampu mati. {SECRET}")
    route(case, cast)
    accept(case, cast.dewi)
    reporter.add_information(case_id=case.pk, text=f"Tambahan: {SECRET}", now=MONDAY)
    respond(case, cast.dewi)
    reporter.confirm_case(case_id=case.pk, score=4, comment=SECRET, now=MONDAY)
    case.refresh_from_db()
    return case


def everything_stored() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def test_the_export_has_what_budi_wrote(worked: Case, budi: User) -> None:
    exported = json.loads(json.dumps(export_account(budi)))
    assert exported["akun"]["e-mail"] == "budi@contoh.id"
    [case] = exported["laporan"]
    assert SECRET in case["isi"]
    assert any(SECRET in words for words in case["keterangan"])
    assert case["nama yang ditampilkan"] == "Pak Budi"


def test_erasing_leaves_no_word_of_budi(worked: Case, budi: User, cast: Cast) -> None:
    EmailAddress.objects.create(user=budi, email=budi.email, verified=True, primary=True)
    erase_account(budi, now=LATER)
    stored = everything_stored()
    for trace in ("Kenari", "0812", "Pak Budi", "budi@contoh.id", "'Budi'"):
        assert trace not in stored, trace
    account = User.objects.get(pk=budi.pk)
    assert not account.is_active
    assert not account.has_usable_password()
    assert not LabelledText.objects.filter(subject=worked.key).exists()


def test_erasing_breaks_no_chain_and_changes_no_figure(worked: Case, budi: User, cast: Cast) -> None:
    other = make_case()
    before = (month_figures(MONDAY.date()), CaseEvent.objects.count(), Case.objects.count())
    shown = [case.pk for case in list_public_cases(PublicFilters())]
    erase_account(budi, now=LATER)
    assert list(find_breaks()) == []
    assert (month_figures(MONDAY.date()), CaseEvent.objects.count(), Case.objects.count()) == before
    assert [case.pk for case in list_public_cases(PublicFilters())] == shown
    worked.refresh_from_db()
    assert (worked.status, worked.category, worked.rw) == ("closed", cast.street_light, 5)
    assert worked.ratings.get().score == 4
    other.refresh_from_db()
    assert "Lampu" in other.text, "other people's words stay"


def test_the_public_page_of_an_erased_case_says_so(worked: Case, budi: User, client: Client) -> None:
    assert "Kenari" in client.get(f"/laporan/{worked.code}/").content.decode()
    erase_account(budi, now=LATER)
    page = client.get(f"/laporan/{worked.code}/").content.decode()
    assert "dihapus atas permintaan pelapor" in page
    assert "Kenari" not in page
    assert list(list_public_cases(PublicFilters(words="Kenari"))) == []


def test_photos_go_with_the_words(budi: User, django_capture_on_commit_callbacks, settings) -> None:
    import uuid

    from participation.cases.actions.photos import keep_photo
    from tests.residents.people import picture

    token = uuid.uuid4()
    photo = keep_photo(picture(size=(800, 600)), form_token=token, now=MONDAY)
    make_case(form_token=token, user=budi)
    path = Path(photo.image.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(budi, now=LATER)
    assert not Photo.objects.exists()
    assert not path.exists()


def test_old_links_and_pins_open_nothing_after_erasure(worked: Case, budi: User, client: Client) -> None:
    from participation.cases.access import link_token, pin_of

    pin, token = pin_of(worked), link_token(worked)
    erase_account(budi, now=LATER)
    assert client.post("/lacak/", {"code": worked.code, "pin": pin}).status_code == 422
    assert client.get(f"/lacak/buka/{token}/").headers["Location"] == "/lacak/"


def test_the_same_person_is_the_same_voter_after_erasing_and_coming_back(village) -> None:
    budi = make_verified()
    before = queries.resident_for(budi)
    erase_account(budi, now=LATER)
    assert queries.count_eligible() == 0
    assert not ResidentProfile.objects.filter(user=budi).exists()
    again = make_verified("Budi Lagi", nik=BUDI_NIK)
    assert queries.resident_for(again).id == before.id
    assert queries.resident_for(make_verified("Ani", nik=nth_nik(7))).id != before.id


def test_staff_accounts_are_not_erased_while_they_work_here(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="peran"):
        request_erasure(cast.dewi, now=MONDAY)
    with pytest.raises(ValidationError, match="peran"):
        erase_account(cast.dewi, now=MONDAY)


def test_choices_and_waiting_messages_go(budi: User) -> None:
    from participation.notifications.actions import choose, queue_for_account

    choose(budi, kind=Kind.ANNOUNCEMENTS, is_on=True, now=MONDAY)
    queue_for_account(
        budi, kind=Kind.OWN_CASES, reference="digest", key="d1", subject="Budi", body="Isi", now=MONDAY,
        due_at=LATER,
    )  # fmt: skip
    erase_account(budi, now=LATER)
    message = Message.objects.get(idempotency_key="d1")
    assert (message.status, message.recipient, message.body, message.account) == ("cancelled", "", "", None)
    assert not Preference.objects.exists()


def test_the_timer_is_the_same_for_both_sides(client: Client, cast: Cast, budi: User) -> None:
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(budi)
        assert client.post("/akun/data/hapus/", {}).status_code == 422, "the box has to be ticked"
        assert client.post("/akun/data/hapus/", {"is_sure": "on"}).status_code == 302
        assert client.post("/akun/data/hapus/", {"is_sure": "on"}).status_code == 302, "asked twice is asked once"
    assert DataRequest.objects.get().due_at == MONDAY + timedelta(hours=72) == MONDAY + ANSWER_WITHIN
    for hours, words in ((10, "62"), (100, "28")):
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            client.force_login(budi)
            own = client.get("/akun/data/").content.decode()
            client.force_login(cast.ratna)
            office = client.get("/petugas/data-pribadi/").content.decode()
            assert f"{words} jam" in own
            assert f"{words} jam" in office
            assert ("lewat" in own) == (hours > 72)


def test_ratna_is_told_and_carries_it_out(client: Client, cast: Cast, budi: User, mailoutbox: list) -> None:
    request = request_erasure(budi, now=MONDAY)
    assert Message.objects.filter(reference=f"data:{request.pk}").get().recipient == cast.ratna.email
    client.force_login(cast.ratna)
    assert client.post(f"/petugas/data-pribadi/{request.pk}/hapus/").status_code == 302
    request.refresh_from_db()
    assert (request.outcome, request.user, request.account_number) == ("done", None, budi.pk)
    last = Message.objects.get(idempotency_key=f"data:{request.pk}:done")
    deliver_message(message_id=last.pk, now=last.due_at)
    last.refresh_from_db()
    assert mailoutbox[-1].to == ["budi@contoh.id"]
    assert (last.recipient, last.body) == ("", ""), "the address of the last message is forgotten once it is sent"
    assert client.post(f"/petugas/data-pribadi/{request.pk}/hapus/").status_code == 404


def test_a_request_can_be_refused_with_a_reason_or_withdrawn(cast: Cast, budi: User, ani: User) -> None:
    refused, withdrawn = request_erasure(budi, now=MONDAY), request_erasure(ani, now=MONDAY)
    refuse_request(refused, reason="Masih diperiksa", actor=cast.ratna, now=LATER)
    withdraw_erasure(ani, now=LATER)
    carry_out_erasure(withdrawn, actor=cast.ratna, now=LATER)
    assert User.objects.filter(pk__in=[budi.pk, ani.pk], is_active=True).count() == 2
    with pytest.raises(PermissionDenied):
        carry_out_erasure(refused, actor=cast.ibu_camat, now=LATER)
    assert {row.outcome for row in DataRequest.objects.all()} == {"refused", "withdrawn"}


def test_downloading_is_answered_on_the_spot_and_registered(client: Client, worked: Case, budi: User) -> None:
    client.force_login(budi)
    response = client.post("/akun/data/unduh/")
    assert json.loads(response.content)["laporan"][0]["kode"] == worked.display_code
    assert "no-store" in response.headers["Cache-Control"]
    assert DataRequest.objects.get().outcome == "done"
    assert client.get("/akun/data/unduh/").status_code == 405


def test_laporan_saya_shows_own_cases_only(client: Client, worked: Case, budi: User, ani: User) -> None:
    client.force_login(ani)
    assert worked.display_code not in client.get("/akun/saya/").content.decode()
    assert client.get(f"/lacak/{worked.code}/akun/").status_code == 404
    client.force_login(budi)
    assert worked.display_code in client.get("/akun/saya/").content.decode()
    opened = client.get(f"/lacak/{worked.code}/akun/", follow=True)
    assert SECRET in opened.content.decode()


def test_a_report_sent_while_logged_in_is_kept_only_when_wanted(client: Client, budi: User, village) -> None:
    import uuid

    client.force_login(budi)
    form = {"text": "Lampu jalan mati sejak tiga malam.", "identity": "anonymous", "step": "send"}
    client.post("/lapor/", {**form, "form_token": uuid.uuid4(), "keep_in_account": "on"})
    client.post("/lapor/", {**form, "form_token": uuid.uuid4()})
    assert sorted(Case.objects.values_list("reporter__user", flat=True), key=str) == [budi.pk, None]
    page = client.get("/lapor/").content.decode()
    assert "keep_in_account" in page
    assert 'value="budi@contoh.id"' in page
    client.logout()
    assert "keep_in_account" not in client.get("/lapor/").content.decode()


def test_an_older_case_can_be_put_into_the_account_by_its_reporter(client: Client, budi: User, ani: User) -> None:
    from participation.cases.access import pin_of

    case = make_case()
    client.force_login(budi)
    assert client.post(f"/lacak/{case.code}/simpan/").headers["Location"] == "/lacak/"
    client.post("/lacak/", {"code": case.code, "pin": pin_of(case)})
    assert "Simpan di akun saya" in client.get(f"/lacak/{case.code}/").content.decode()
    client.post(f"/lacak/{case.code}/simpan/")
    assert case.reporter.__class__.objects.get(case=case).user == budi
    client.force_login(ani)
    client.post("/lacak/", {"code": case.code, "pin": pin_of(case)})
    client.post(f"/lacak/{case.code}/simpan/")
    assert case.reporter.__class__.objects.get(case=case).user == budi, "who has it keeps it"


def test_an_account_lands_where_it_belongs(client: Client, cast: Cast, budi: User) -> None:
    for person, place in ((budi, "/akun/saya/"), (cast.dewi, "/petugas/")):
        client.force_login(person)
        assert client.get("/akun/").headers["Location"] == place
    assert make_user("Baru").email == "baru@contoh.id"
