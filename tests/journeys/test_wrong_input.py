"""Everything that can be typed or chosen wrongly: each answer says how to put it right, and nothing typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from participation.cases.tracking import new_code
from tests import pictures
from tests.journeys.office import PASSWORD
from tests.journeys.people import Person, read_receipt
from tests.journeys.test_trip import Visit
from tests.servers import wait_until

STORY = "Saluran air di depan sekolah mampet dan airnya naik ke jalan setiap hujan."
BIG = b"\xff\xd8\xff\xe0" + bytes(30 * 1024 * 1024)


def error_of(page: Page, label: str) -> str:
    """The error that a screen reader says with the field."""
    field = page.get_by_label(label).first
    expect(field).to_have_attribute("aria-invalid", "true")
    said = (field.get_attribute("aria-describedby") or "").split()
    return " ".join(page.locator(f"#{name}").inner_text() for name in said if name.endswith("_error"))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def budi(request: pytest.FixtureRequest, visit: Visit) -> Person:
    return visit(width=375, javascript=request.param)


def test_every_field_of_the_report_says_what_to_do(budi: Person) -> None:
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", "Lampu")
    budi.write("RW", "123")
    budi.write("Patokan", "Dekat pos")
    budi.write("E-mail untuk dikabari", "budi@")
    budi.choose("Terbuka")
    budi.press("Kirim laporan")
    summary = budi.page.locator(".errsum")
    expect(summary).to_contain_text("Ada 4 hal yang perlu diperbaiki")
    expect(summary).to_contain_text("Anda tidak perlu mengulang")
    assert budi.page.title().startswith("Galat: ")
    assert "paling tidak satu kalimat" in error_of(budi.page, "Ceritakan apa yang terjadi")
    assert "nama@contoh.id" in error_of(budi.page, "E-mail untuk dikabari")
    assert "atau pilih Anonim" in error_of(budi.page, "Nama yang ditampilkan")
    assert "RW" in error_of(budi.page, "RW")
    for label, typed in [("Ceritakan apa yang terjadi", "Lampu"), ("RW", "123"), ("Patokan", "Dekat pos")]:
        expect(budi.page.get_by_label(label).first).to_have_value(typed)
    expect(budi.page.get_by_label("E-mail untuk dikabari")).to_have_value("budi@")
    expect(budi.page.get_by_role("radio", name="Terbuka")).to_be_checked()
    summary.get_by_role("link", name="Tulis alamat e-mail").click()
    expect(budi.page.get_by_label("E-mail untuk dikabari")).to_be_focused()


def test_the_error_summary_takes_the_focus(visit: Visit) -> None:
    budi = visit(width=375)
    budi.open("/lapor/")
    budi.press("Kirim laporan")
    expect(budi.page.locator(".errsum")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("program.jpg", pictures.EXECUTABLE, "Berkas ini bukan foto atau rusak. Pilih foto lain"),
        ("besar.jpg", BIG, "Foto terlalu besar. Pilih foto di bawah 10 MB, atau kirim tanpa foto"),
        ("peta.png", pictures.make_bomb(), "Foto terlalu rinci untuk diproses. Kirim dengan ukuran lebih kecil"),
    ],
)
def test_a_file_that_is_no_good_photo(budi: Person, tmp_path: Path, name: str, content: bytes, answer: str) -> None:
    good = pictures.write(tmp_path, "baik.jpg", pictures.make_photo())
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", STORY)
    budi.choose_photos("Tambah foto", good, pictures.write(tmp_path, name, content))
    budi.press("Kirim laporan")
    budi.reads(f"{name}: {answer}", "Foto Anda sudah tersimpan")
    expect(budi.page.get_by_label("Ceritakan apa yang terjadi")).to_have_value(STORY)
    kept = budi.page.get_by_role("img", name="Foto 1: baik.jpg")
    expect(kept).to_be_visible()
    kept.scroll_into_view_if_needed()
    wait_until(lambda: kept.evaluate("image => image.complete && image.naturalWidth > 0"), what="the kept photo")
    budi.press("Kirim laporan")
    if budi.page.get_by_text("Periksa dulu, lalu kirim").count():
        budi.press("Kirim laporan")
    budi.reads("Laporan Anda sudah kami terima")


def test_five_photos_are_one_too_many(budi: Person, tmp_path: Path) -> None:
    photos = [pictures.write(tmp_path, f"{number}.jpg", pictures.make_photo(width=100 + number)) for number in range(5)]
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", STORY)
    budi.choose_photos("Tambah foto", *photos)
    budi.press("Kirim laporan")
    budi.reads("4.jpg: Paling banyak 4 foto")
    expect(budi.page.get_by_role("button", name="Hapus foto")).to_have_count(4)
    budi.page.get_by_role("button", name="Hapus foto 2").click()
    expect(budi.page.get_by_role("button", name="Hapus foto")).to_have_count(3)
    expect(budi.page.get_by_label("Ceritakan apa yang terjadi")).to_have_value(STORY)


def test_codes_and_pins_that_do_not_fit(budi: Person) -> None:
    budi.open("/lacak/")
    budi.press("Lacak", exact=True)
    assert "Tulis kode laporan" in error_of(budi.page, "Kode pelacakan")
    assert "Tulis PIN enam angka" in error_of(budi.page, "PIN")
    budi.write("Kode pelacakan", "BDG-1234")
    budi.write("PIN", "12")
    budi.press("Lacak", exact=True)
    assert "kode dimulai dengan CNB" in error_of(budi.page, "Kode pelacakan")
    expect(budi.page.get_by_label("Kode pelacakan")).to_have_value("BDG-1234")
    unknown = new_code("CNB")
    for _ in range(8):
        _try(budi, unknown)
        budi.reads("Kode dan PIN ini tidak cocok")
    _try(budi, unknown)
    budi.reads("Terlalu banyak percobaan. Coba lagi satu jam lagi")
    expect(budi.page.get_by_label("Kode pelacakan")).to_have_value(unknown)


def _try(person: Person, code: str) -> None:
    person.write("Kode pelacakan", code)
    person.write("PIN", "123456")
    person.press("Lacak", exact=True)


def test_guessing_at_one_report_does_not_shut_its_neighbours_out(visit: Visit) -> None:
    budi, guesser = visit(width=375, javascript=False), visit(width=375, javascript=False)
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", STORY)
    budi.press("Kirim laporan")
    budi.press("Kirim laporan")
    receipt = read_receipt(budi.page)
    guesser.open("/lacak/")
    for _ in range(9):
        _try(guesser, "CNB-3333-3333")
    guesser.reads("Terlalu banyak percobaan")
    budi.open("/lacak/")
    budi.write("Kode pelacakan", receipt.code)
    budi.write("PIN", receipt.pin)
    budi.press("Lacak", exact=True)
    budi.reads("Ini laporan Anda")


def test_a_lost_code_is_never_confirmed(budi: Person) -> None:
    budi.open("/lacak/")
    budi.follow("Minta tautan lewat e-mail")
    budi.write("E-mail yang Anda tulis di laporan", "bukan-alamat")
    budi.press("Kirim tautan")
    assert "nama@contoh.id" in error_of(budi.page, "E-mail yang Anda tulis di laporan")
    budi.write("E-mail yang Anda tulis di laporan", "tidak.ada@contoh.id")
    budi.press("Kirim tautan")
    budi.reads("Kalau ada laporan dengan alamat itu")


def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(budi: Person) -> None:
    answers = []
    for address, password in [("siti@kantor.contoh.id", "salah-sekali"), ("tidak.ada@contoh.id", PASSWORD)]:
        budi.open("/akun/masuk/")
        budi.write("E-mail", address)
        budi.write("Kata sandi", password)
        budi.press("Masuk", exact=True)
        expect(budi.page.get_by_label("E-mail")).to_have_value(address)
        answers.append(budi.page.locator(".errsum").inner_text())
    assert answers[0] == answers[1]
    assert "tidak benar" in answers[0]


def test_staff_forms_keep_what_was_typed(visit: Visit) -> None:
    budi = visit(width=375, javascript=False)
    budi.open("/lapor/")
    budi.write("Ceritakan apa yang terjadi", STORY)
    budi.press("Kirim laporan")
    budi.press("Kirim laporan")
    code = read_receipt(budi.page).stored_code
    siti = visit()
    siti.sign_in("siti")
    siti.open(f"/petugas/laporan/{code}/")
    fold = siti.unfold("Bukan laporan")
    fold.get_by_label("Penjelasan untuk pelapor").fill("Ini percobaan.")
    fold.get_by_role("button", name="Tutup laporan").click()
    siti.reads("Pilih alasannya")
    assert siti.page.title().startswith("Galat: ")
    expect(siti.page.get_by_label("Penjelasan untuk pelapor").last).to_have_value("Ini percobaan.")
