"""The same way on a phone without JavaScript: the help that appears while typing stands on a second page instead."""

from pathlib import Path

from playwright.sync_api import expect

from tests import pictures
from tests.journeys.people import read_receipt
from tests.journeys.test_trip import Visit

STORY = "Lampu jalan di tikungan dekat pos ronda mati, semalam hampir ada yang jatuh karena gelap."


def test_reporting_working_and_tracking_without_javascript(visit: Visit, tmp_path: Path) -> None:
    travel_without_javascript(visit, tmp_path)


def travel_without_javascript(visit: Visit, tmp_path: Path) -> None:
    budi = visit(width=375, javascript=False)
    budi.open("/")
    budi.follow("Sampaikan laporan")
    budi.write("Ceritakan apa yang terjadi", STORY)
    budi.page.get_by_label("Kelurahan").select_option(label="Pakemitan")
    budi.choose_photos("Tambah foto", pictures.write(tmp_path, "lampu.heic", pictures.make_photo("HEIF")))
    expect(budi.page.get_by_role("button", name="Tambahkan titik lokasi saya")).to_be_hidden()
    budi.press("Kirim laporan")

    budi.reads("Periksa dulu, lalu kirim", "Sepertinya tentang penerangan jalan", "Mungkin sudah dilaporkan", STORY)
    expect(budi.page.get_by_role("img", name="Foto 1")).to_be_visible()
    budi.press("Ubah")
    expect(budi.page.get_by_label("Ceritakan apa yang terjadi")).to_have_value(STORY)
    expect(budi.page.get_by_role("img", name="Foto 1: lampu.heic")).to_be_visible()
    budi.choose("Rahasia")
    budi.press("Kirim laporan")
    budi.reads("Rahasia")
    budi.press("Ubah")
    budi.choose("Anonim")
    budi.press("Kirim laporan")
    budi.press("Kirim laporan")
    budi.reads("Laporan Anda sudah kami terima")
    receipt = read_receipt(budi.page)
    expect(budi.page.get_by_role("button", name="Salin kode")).to_be_hidden()

    siti = visit(width=375, javascript=False)
    siti.sign_in("siti")
    siti.open(f"/petugas/?antrean=semua&cari={receipt.code}")
    siti.follow("Lampu jalan di tikungan")
    fold = siti.unfold("Tayangkan")
    fold.get_by_label("Judul untuk umum").fill("Lampu tikungan mati")
    fold.get_by_label("Keterangan foto").fill("Tikungan yang gelap")
    fold.get_by_role("button", name="Tayangkan").click()
    siti.reads("Laporan ditayangkan.")

    neighbour = visit(width=375, javascript=False)
    neighbour.open(f"/laporan/{receipt.stored_code}/")
    neighbour.reads("Lampu tikungan mati", "Pelapor anonim")
    neighbour.press("Saya juga mengalami")
    neighbour.reads("Anda ikut laporan ini.")

    budi.open("/")
    budi.write("Sudah melapor? Lacak dengan kode", receipt.code)
    budi.press("Lacak", exact=True)
    expect(budi.page.get_by_label("Kode pelacakan")).to_have_value(receipt.code)
    budi.write("PIN", receipt.pin)
    budi.press("Lacak", exact=True)
    budi.reads("1 warga juga mengalami", "Ya, data pribadi disamarkan")
    fold = budi.unfold("Tambah keterangan")
    fold.get_by_label("Keterangan tambahan").fill("Semalam ada yang terpeleset.")
    fold.get_by_label("Tambah foto").set_input_files(pictures.write(tmp_path, "b.jpg", pictures.make_photo()))
    fold.get_by_role("button", name="Kirim keterangan").click()
    budi.reads("Keterangan Anda sudah kami terima.", "Semalam ada yang terpeleset.")
    neighbour.again()
    neighbour.does_not_read("terpeleset")
    for person in (budi, siti, neighbour):
        person.is_untroubled()
