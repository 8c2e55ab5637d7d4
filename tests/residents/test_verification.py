"""Budi proves where he lives: at the counter, with a card, with a document. One person, one verified account."""

import uuid
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.accounts.models import User
from participation.residents import queries
from participation.residents.actions.verification import (
    AlreadyVerified,
    Place,
    accept_document,
    make_cards,
    redeem_card,
    refuse_document,
    revoke_cards,
    revoke_verification,
    send_document,
    verify_at_counter,
    withdraw_document,
)
from participation.residents.documents import opened_document
from participation.residents.models import CardBatch, DocumentCheck, ResidentProfile, VerificationCode
from participation.residents.nik import normalise_nik
from participation.units.models import Area, Role
from tests.factories import MONDAY, Cast, make_user
from tests.residents.people import ANI_NIK, BUDI_NIK, make_clerk, make_codes, make_verified, picture, profile

pytestmark = pytest.mark.django_db
Level = ResidentProfile.Level


@pytest.mark.parametrize(
    ("typed", "nik"),
    [
        ("9901010203900001", "9901010203900001"),
        ("9901 0102 0390 0001", "9901010203900001"),
        ("99.0101.420390.0002", "9901014203900002"),
        ("990101020390000", ""),
        ("99010102039000011", ""),
        ("9901013213900001", ""),
        ("9901010013900001", ""),
        ("9901010203900000", ""),
        ("0001010203900001", ""),
        ("sembilan", ""),
        ("٩٩٠١٠١٠٢٠٣٩٠٠٠٠١", ""),
        ("", ""),
    ],
)
def test_what_can_be_a_nik(typed: str, nik: str) -> None:
    assert normalise_nik(typed) == nik


def test_the_nik_is_nowhere_in_the_database(budi: User, lilis: User, village: Area) -> None:
    verify_at_counter(budi, nik=BUDI_NIK, place=Place(village, 5, 2), actor=lilis, now=MONDAY)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert BUDI_NIK not in repr(cursor.fetchall()), table
    kept = profile(budi)
    assert (kept.nik_last_four, kept.level, kept.rw, kept.rt) == ("0001", Level.COUNTER, 5, 2)


def test_one_person_has_one_verified_account(budi: User, ani: User, lilis: User, village: Area) -> None:
    place = Place(village, 5)
    verify_at_counter(budi, nik=BUDI_NIK, place=place, actor=lilis, now=MONDAY)
    with pytest.raises(AlreadyVerified):
        verify_at_counter(ani, nik=BUDI_NIK, place=place, actor=lilis, now=MONDAY)
    [code] = make_codes(make_user("Ketua", Role.HEAD, lilis.memberships.get().unit), village, 1)
    with pytest.raises(AlreadyVerified):
        redeem_card(ani, code=code, nik=BUDI_NIK, now=MONDAY)
    assert VerificationCode.objects.get().used_at is None, "a refused card is not used up"
    assert queries.resident_for(ani) is None


def test_the_database_refuses_a_second_verified_account_by_itself(budi: User, ani: User, village: Area) -> None:
    values = {"nik_hash": "a" * 64, "level": 3, "area": village, "rw": 1, "verified_at": MONDAY}
    ResidentProfile.objects.create(user=budi, **values)
    for broken in ({}, {"nik_hash": ""}, {"nik_hash": "b", "rw": None}, {"level": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResidentProfile.objects.create(user=ani, **{**values, **broken})


def test_the_counter_moves_a_person_to_another_account(budi: User, ani: User, lilis: User, village: Area) -> None:
    place = Place(village, 5)
    verify_at_counter(ani, nik=BUDI_NIK, place=place, actor=lilis, now=MONDAY)
    before = queries.resident_for(ani)
    verify_at_counter(budi, nik=BUDI_NIK, place=place, actor=lilis, now=MONDAY, replaces=True)
    assert queries.resident_for(ani) is None
    assert queries.resident_for(budi) == before, "the same person for polls, whichever account"


def test_nobody_verifies_themselves_or_elsewhere(lilis: User, budi: User, village: Area) -> None:
    other = make_clerk("Dadan", "Sukamulya")
    with pytest.raises(PermissionDenied):
        verify_at_counter(budi, nik=BUDI_NIK, place=Place(village, 5), actor=other, now=MONDAY)
    with pytest.raises(ValidationError, match="rekan"):
        verify_at_counter(lilis, nik=BUDI_NIK, place=Place(village, 5), actor=lilis, now=MONDAY)


@pytest.fixture
def tuti(lilis: User) -> User:
    """Head of Kelurahan Pakemitan."""
    return make_user("Tuti", Role.HEAD, lilis.memberships.get().unit)


def test_a_card_verifies_where_it_was_printed_for(budi: User, ani: User, tuti: User, village: Area) -> None:
    code, other = make_codes(tuti, village, 2, rw=7)
    assert redeem_card(budi, code=code, nik=BUDI_NIK, now=MONDAY).level == Level.CARD
    assert queries.resident_for(budi).rw == 7
    with pytest.raises(ValidationError, match="sudah dipakai"):
        redeem_card(ani, code=code, nik=ANI_NIK, now=MONDAY)
    with pytest.raises(ValidationError, match="sudah terverifikasi"):
        redeem_card(budi, code=other, nik=ANI_NIK, now=MONDAY)
    assert VerificationCode.objects.filter(used_at=None).count() == 1


def test_cards_are_hashes_and_can_be_revoked(budi: User, ani: User, tuti: User, village: Area) -> None:
    used, unused = make_codes(tuti, village, 2)
    assert not {used, unused} & set(VerificationCode.objects.values_list("code_hash", flat=True))
    redeem_card(budi, code=used, nik=BUDI_NIK, now=MONDAY)
    assert revoke_cards(CardBatch.objects.get(), actor=tuti, now=MONDAY) == 1
    with pytest.raises(ValidationError, match="dicabut"):
        redeem_card(ani, code=unused, nik=ANI_NIK, now=MONDAY)
    assert queries.resident_for(budi) is not None


def test_the_same_form_prints_no_second_batch(tuti: User, village: Area) -> None:
    token = uuid.uuid4()
    make_cards(Place(village, 5), 2, form_token=token, actor=tuti, now=MONDAY)
    with pytest.raises(ValidationError, match="sudah dibuat"):
        make_cards(Place(village, 5), 2, form_token=token, actor=tuti, now=MONDAY)
    assert VerificationCode.objects.count() == 2


def test_a_document_is_encrypted_without_metadata_and_gone_after_the_decision(
    budi: User, lilis: User, village: Area, sealed_files: Path, django_capture_on_commit_callbacks
) -> None:
    check = send_document(budi, upload=picture(), place=Place(village, 5), now=MONDAY)
    [kept] = [path for path in sealed_files.rglob("*") if path.is_file()]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not kept.read_bytes().startswith(b"\xff\xd8")
    shown = opened_document(kept.read_bytes())
    assert shown.startswith(b"\xff\xd8")
    assert b"Rumah Budi" not in shown
    with django_capture_on_commit_callbacks(execute=True):
        accept_document(check, nik=BUDI_NIK, actor=lilis, now=MONDAY)
    assert not kept.exists()
    assert (profile(budi).level, DocumentCheck.objects.get().file.name) == (Level.DOCUMENT, "")


def test_a_refused_or_withdrawn_document_is_gone_too(
    budi: User, lilis: User, village: Area, sealed_files: Path, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        check = send_document(budi, upload=picture(), place=Place(village, 5), now=MONDAY)
        refuse_document(check, reason="Tidak terbaca", actor=lilis, now=MONDAY)
        send_document(budi, upload=picture("red"), place=Place(village, 5), now=MONDAY)
        withdraw_document(budi, now=MONDAY)
    assert not [path for path in sealed_files.rglob("*") if path.is_file()]
    assert queries.resident_for(budi) is None
    with pytest.raises(ValidationError, match="sudah diputuskan"):
        accept_document(check, nik=BUDI_NIK, actor=lilis, now=MONDAY)


def test_a_document_whose_nik_is_taken_stays_undecided(
    budi: User, lilis: User, village: Area, sealed_files: Path
) -> None:
    make_verified("Ani", nik=BUDI_NIK)
    check = send_document(budi, upload=picture(), place=Place(village, 5), now=MONDAY)
    with pytest.raises(AlreadyVerified):
        accept_document(check, nik=BUDI_NIK, actor=lilis, now=MONDAY)
    check.refresh_from_db()
    assert check.decided_at is None
    assert check.file.storage.exists(check.file.name)


def test_one_document_at_a_time_and_only_pictures(budi: User, village: Area, sealed_files: Path) -> None:
    send_document(budi, upload=picture(), place=Place(village, 5), now=MONDAY)
    with pytest.raises(ValidationError, match="masih diperiksa"):
        send_document(budi, upload=picture("red"), place=Place(village, 5), now=MONDAY)
    assert len([path for path in sealed_files.rglob("*") if path.is_file()]) == 1
    text = picture()
    text.file.seek(0)
    text.file.write(b"%PDF-1.7 bukan foto")
    text.file.seek(0)
    with pytest.raises(ValidationError, match="bukan foto"):
        send_document(make_user("Cecep"), upload=text, place=Place(village, 5), now=MONDAY)


def test_staff_take_a_verification_back(lilis: User, village: Area) -> None:
    budi = make_verified()
    revoke_verification(profile(budi), actor=lilis)
    assert queries.resident_for(budi) is None
    assert profile(budi).nik_hash == ""


def test_who_may_vote_where(village: Area) -> None:
    budi, ani = make_verified(), make_verified("Ani", nik=ANI_NIK, rw=6, village="Sukamulya")
    make_user("Cecep")
    sukamulya = Area.objects.get(slug="sukamulya")
    everybody = list(queries.eligible_residents())
    assert {one.id for one in everybody} == {queries.resident_for(budi).id, queries.resident_for(ani).id}
    assert queries.count_eligible(areas=[village]) == 1
    assert [one.rw for one in queries.eligible_residents(rws=[(sukamulya.pk, 6)])] == [6]
    assert queries.count_eligible(areas=[village], rws=[(sukamulya.pk, 6)]) == 2
    assert queries.count_eligible(rws=[(sukamulya.pk, 5)]) == 0
    assert queries.find_resident("9901 0102 0390 0001") == queries.resident_for(budi)
    assert queries.find_resident(BUDI_NIK[:-1] + "9") is None
    assert list(queries.accounts_of([queries.resident_for(ani).id])) == [ani]
    User.objects.filter(pk=ani.pk).update(is_active=False)
    assert queries.count_eligible() == 1


def test_polls_ask_for_these_residents(village: Area) -> None:
    from participation.polls.voter_roll import current_roll

    budi = make_verified()
    assert current_roll().resident_of(budi).id == queries.resident_for(budi).id
    assert [one.id for one in current_roll().residents()] == [queries.resident_for(budi).id]
    assert current_roll().find(BUDI_NIK).area_id == village.pk


def test_budi_uses_his_card_on_the_page(client: Client, budi: User, tuti: User, village: Area) -> None:
    [code] = make_codes(tuti, village, 1)
    client.force_login(budi)
    page = client.get(f"/akun/tempat-tinggal/?kode={code}").content.decode()
    assert f'value="{code}"' in page
    bad = client.post("/akun/tempat-tinggal/", {"code": code, "nik": "123"})
    assert bad.status_code == 422
    assert "NIK tidak cocok" in bad.content.decode()
    assert client.post("/akun/tempat-tinggal/", {"code": code.lower(), "nik": BUDI_NIK}).status_code == 302
    page = client.get("/akun/tempat-tinggal/").content.decode()
    assert "Terverifikasi" in page
    assert BUDI_NIK not in page


def test_lilis_verifies_on_the_page(client: Client, budi: User, lilis: User, village: Area) -> None:
    client.force_login(lilis)
    form = {"contact": budi.email, "nik": BUDI_NIK, "area": "pakemitan", "rw": "5", "rt": ""}
    assert client.post("/petugas/warga/", form).status_code == 422, "the box has to be ticked"
    unknown = client.post("/petugas/warga/", {**form, "contact": "tidak@contoh.id", "is_seen": "on"})
    assert "Belum ada akun" in unknown.content.decode()
    assert client.post("/petugas/warga/", {**form, "is_seen": "on"}).status_code == 302
    assert queries.resident_for(budi).area_id == village.pk
    elsewhere = client.post("/petugas/warga/", {**form, "is_seen": "on", "area": "sukamulya"})
    assert elsewhere.status_code == 422


def test_documents_travel_over_the_pages(
    client: Client, budi: User, lilis: User, village: Area, sealed_files: Path
) -> None:
    client.force_login(budi)
    form = {"area": "pakemitan", "rw": "5", "document": picture()}
    assert client.post("/akun/tempat-tinggal/dokumen/", form).status_code == 302
    assert client.post("/akun/tempat-tinggal/dokumen/", {"area": "pakemitan"}).status_code == 422
    key = DocumentCheck.objects.get().key
    assert client.get(f"/petugas/warga/dokumen/{key}/foto/").status_code == 403
    client.force_login(lilis)
    photo = client.get(f"/petugas/warga/dokumen/{key}/foto/")
    assert photo.content.startswith(b"\xff\xd8")
    assert "no-store" in photo.headers["Cache-Control"]
    assert client.get(f"/petugas/warga/dokumen/{key}/").status_code == 200
    assert client.post(f"/petugas/warga/dokumen/{key}/tolak/", {"reason": ""}).status_code == 422
    assert client.post(f"/petugas/warga/dokumen/{key}/terima/", {"nik": BUDI_NIK}).status_code == 302
    assert client.get(f"/petugas/warga/dokumen/{key}/").status_code == 404
    assert queries.resident_for(budi) is not None


def test_cards_are_printed_once(client: Client, tuti: User, village: Area) -> None:
    client.force_login(tuti)
    form = {"area": "pakemitan", "rw": "5", "number": "4", "handed_to": "Ketua RW 05", "form_token": uuid.uuid4()}
    page = client.post("/petugas/warga/kartu/", form).content.decode()
    assert page.count('class="pass"') == 4
    assert client.post("/petugas/warga/kartu/", form).status_code == 422
    listed = client.get("/petugas/warga/kartu/").content.decode()
    assert "Ketua RW 05" in listed
    assert "0 / 4" in listed
    assert client.post(f"/petugas/warga/kartu/{CardBatch.objects.get().pk}/cabut/").status_code == 302
    assert VerificationCode.objects.filter(revoked_at=None).count() == 0


def test_lists_cost_the_same_for_one_and_for_many(
    client: Client, cast: Cast, village: Area, sealed_files: Path
) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    def add(number: int) -> None:
        person = make_user(f"Warga {number}")
        send_document(person, upload=picture(), place=Place(village, 5), now=MONDAY)
        make_codes(cast.tuti, village, 2)

    client.force_login(cast.ratna)
    add(0)
    addresses = ("/petugas/warga/", "/petugas/warga/kartu/")
    for address in addresses:
        client.get(address)
    before = [cost(address) for address in addresses]
    for number in range(1, 12):
        add(number)
    assert [cost(address) for address in addresses] == before
