"""The whole way of one report, as each person sees it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import pictures
from tests.journeys.office import Office
from tests.journeys.people import Person, Receipt, choose, read_receipt
from tests.servers import wait_until

STORY = (
    "Lampu jalan di Gang Anggrek dekat pos ronda mati sejak tiga malam, jalannya gelap sekali. "
    "Telepon saya 0812 3456 7890."
)
TITLE = "Lampu mati di gang"
LANDMARK = "seberang warung kopi"
NAME = "Budi dari RW 05"
EMAIL = "budi@rumah.contoh.id"
Visit = Callable[..., Person]


@dataclass
class Trip:
    """One report on its way; every step is what one person does and reads."""

    visit: Visit
    width: int
    folder: Path
    receipt: Receipt = field(init=False)

    @property
    def public_address(self) -> str:
        return f"/laporan/{self.receipt.stored_code}/"

    @property
    def staff_address(self) -> str:
        return f"/petugas/laporan/{self.receipt.stored_code}/"

    def photo(self, name: str, colour: str) -> Path:
        return pictures.write(self.folder, name, pictures.make_photo(colour=colour))

    def somebody(self) -> Person:
        return self.visit(width=self.width)

    def officer(self, name: str) -> Person:
        person = self.somebody()
        person.sign_in(name)
        return person

    def budi_reports(self) -> None:
        budi = self.somebody()
        budi.open("/")
        budi.follow("Sampaikan laporan")
        budi.write("Ceritakan apa yang terjadi", STORY)
        budi.reads("Sepertinya tentang penerangan jalan, untuk Dinas Perhubungan", "Mungkin sudah dilaporkan")
        budi.page.get_by_label("Kelurahan").select_option(label="Pakemitan")
        budi.write("RW", "5")
        budi.write("Patokan", LANDMARK)
        budi.choose_photos("Tambah foto", self.photo("lampu.jpg", "navy"))
        budi.reads("1 foto dipilih: lampu.jpg")
        budi.choose("Terbuka")
        budi.write("Nama yang ditampilkan", NAME)
        budi.write("E-mail untuk dikabari", EMAIL)
        budi.press("Kirim laporan")
        budi.reads("Laporan Anda sudah kami terima", "Pakemitan, RW 05", "Terbuka", "paling lambat")
        self.receipt = read_receipt(budi.page)
        expect(budi.page.get_by_role("img", name=f"halaman laporan {self.receipt.code}")).to_be_visible()
        expect(budi.page.get_by_role("button", name="Cetak")).to_be_visible()
        share = budi.page.get_by_role("link", name="Kirim ke WhatsApp saya").get_attribute("href")
        assert self.receipt.code in share
        budi.is_untroubled()

    def the_worker_routes(self) -> None:
        anybody = self.somebody()
        anybody.open(self.public_address)
        wait_until(lambda: "tentang penerangan jalan" in anybody.again(), what="the worker to route the report")
        anybody.reads("Diteruskan ke Dinas Perhubungan", "Diperiksa", "Isi laporan ini belum ditayangkan")
        anybody.does_not_read("Anggrek", "warung kopi", NAME)
        expect(anybody.page.get_by_role("button", name="Saya juga mengalami")).to_have_count(0)

    def siti_publishes_and_corrects_the_route(self) -> None:
        siti = self.officer("siti")
        siti.follow("Belum ditayangkan")
        siti.write("Cari", self.receipt.code)
        siti.press("Cari", exact=True)
        siti.page.goto(siti.page.get_by_label("Daftar laporan").get_by_role("link").first.get_attribute("href"))
        siti.reads("Gang Anggrek", "Karena aturan “Lampu jalan”", LANDMARK)
        siti.does_not_read("3456", NAME, EMAIL)
        fold = siti.unfold("Tayangkan")
        fold.get_by_label("Judul untuk umum").fill(TITLE)
        fold.get_by_label("Keterangan foto").fill("Tiang lampu yang mati")
        fold.get_by_role("button", name="Tayangkan").click()
        siti.reads("Laporan ditayangkan.")
        fold = siti.unfold("Ubah unit")
        fold.get_by_label(re.compile("^Unit")).select_option(label="Seksi Ketenteraman dan Ketertiban")
        fold.get_by_label("Catatan untuk unit").fill("Mohon dilihat malam hari")
        fold.get_by_role("button", name="Teruskan").click()
        siti.reads("Laporan diteruskan.", "Diteruskan ke Seksi Ketenteraman dan Ketertiban", "Mohon dilihat malam hari")
        siti.is_untroubled()

    def a_neighbour_joins_once(self) -> None:
        neighbour = self.somebody()
        neighbour.open("/laporan/")
        neighbour.write("Cari laporan", "lampu gang")
        neighbour.press("Cari")
        neighbour.follow(TITLE)
        neighbour.reads(NAME, "Gang Anggrek", "Seksi Ketenteraman dan Ketertiban")
        neighbour.does_not_read("3456", "warung kopi", EMAIL, "Mohon dilihat malam hari")
        expect(neighbour.page.get_by_role("img", name="Tiang lampu yang mati")).to_be_visible()
        neighbour.press("Saya juga mengalami")
        neighbour.reads("Anda ikut laporan ini.", "1 warga juga mengalami")
        expect(neighbour.page.get_by_role("button", name="Saya juga mengalami")).to_have_count(0)
        neighbour.is_untroubled()

    def dewi_takes_it_and_asks(self) -> Person:
        dewi = self.officer("dewi")
        dewi.page.get_by_label("Daftar laporan").get_by_role("link", name="Lampu jalan di Gang Anggrek").first.click()
        dewi.open(self.staff_address)
        dewi.press("Kerjakan")
        dewi.reads("Laporan Anda kerjakan.", "Dikerjakan")
        fold = dewi.unfold("Tanya pelapor")
        fold.get_by_label("Pertanyaan untuk pelapor").fill("Tiang nomor berapa yang mati?")
        fold.get_by_role("button", name="Kirim pertanyaan").click()
        dewi.reads("Pertanyaan dikirim.", "Waktu berhenti")
        return dewi

    def budi_answers(self) -> Person:
        budi = self.somebody()
        budi.open("/lacak/")
        budi.write("Kode pelacakan", self.receipt.code.lower())
        budi.write("PIN", self.receipt.pin)
        budi.press("Lacak", exact=True)
        budi.reads("Petugas bertanya", "Tiang nomor berapa yang mati?", "Selama menunggu, batas waktu berhenti")
        budi.does_not_read("Mohon dilihat malam hari")
        budi.write("Jawaban Anda", "Tiang nomor 12, di tikungan.")
        budi.press("Kirim jawaban")
        budi.reads("Jawaban Anda sudah kami terima.", "Dikerjakan", "Tiang nomor 12")
        budi.is_untroubled()
        return budi

    def dewi_responds_with_evidence(self, dewi: Person) -> None:
        dewi.open(self.staff_address)
        dewi.reads("Tiang nomor 12, di tikungan.")
        fold = dewi.unfold("Jawab dan nyatakan selesai")
        choose(fold, "Sudah diperbaiki")
        fold.get_by_label("Jawaban untuk pelapor").fill("Bola lampu tiang 12 sudah diganti.")
        fold.get_by_role("button", name="Kirim jawaban resmi").click()
        dewi.reads("Sertakan foto bukti bahwa sudah diperbaiki.")
        expect(fold.get_by_label("Jawaban untuk pelapor")).to_have_value("Bola lampu tiang 12 sudah diganti.")
        fold.get_by_label("Tambah foto bukti").set_input_files(self.photo("bukti.jpg", "gold"))
        fold.get_by_label("Keterangan foto bukti").fill("Lampu tiang 12 menyala")
        fold.get_by_role("button", name="Kirim jawaban resmi").click()
        dewi.reads("Jawaban dikirim.", "Selesai")
        dewi.is_untroubled()

    def budi_reopens(self, budi: Person) -> None:
        budi.again()
        budi.reads("Sudah beres menurut Anda?", "Bola lampu tiang 12 sudah diganti.")
        expect(budi.page.get_by_role("img", name="Lampu tiang 12 menyala")).to_be_visible()
        fold = budi.unfold("Belum, buka kembali")
        fold.get_by_label("Apa yang belum beres?").fill("Semalam mati lagi.")
        fold.get_by_role("button", name="Buka kembali").click()
        budi.reads("Laporan dibuka kembali.", "Semalam mati lagi.", "Jawaban paling lambat")

    def joko_answers(self) -> None:
        joko = self.officer("joko")
        joko.follow("Tugas saya")
        expect(joko.page.get_by_label("Daftar laporan")).to_contain_text("Gang Anggrek")
        joko.open(self.staff_address)
        joko.reads("Semalam mati lagi.", "Joko")
        fold = joko.unfold("Jawab dan nyatakan selesai")
        choose(fold, "Sudah dijawab")
        fold.get_by_label("Jawaban untuk pelapor").fill("Kabel tiang 12 ikut diganti malam ini.")
        fold.get_by_role("button", name="Kirim jawaban resmi").click()
        joko.reads("Jawaban dikirim.")
        joko.is_untroubled()

    def budi_confirms(self, budi: Person) -> None:
        budi.again()
        fold = budi.unfold("Sudah, beri penilaian")
        choose(fold, "Puas")
        fold.get_by_label("Ada yang ingin ditambahkan?").fill("Terima kasih.")
        fold.get_by_role("button", name="Kirim penilaian").click()
        budi.reads("Terima kasih atas penilaian Anda.", "Dinyatakan beres")
        budi.is_untroubled()

    def everybody_reads_the_answer(self) -> None:
        reader = self.somebody()
        reader.open(self.public_address)
        reader.reads(TITLE, "Selesai", "Bola lampu tiang 12 sudah diganti.", "Kabel tiang 12 ikut diganti malam ini.")
        reader.does_not_read("3456", "Semalam mati lagi", "di tikungan", "Terima kasih.")
        expect(reader.page.get_by_role("img", name="Lampu tiang 12 menyala")).to_be_visible()
        reader.is_untroubled()


def travel(trip: Trip, office: Office) -> None:
    trip.budi_reports()
    trip.the_worker_routes()
    trip.siti_publishes_and_corrects_the_route()
    trip.a_neighbour_joins_once()
    dewi = trip.dewi_takes_it_and_asks()
    budi = trip.budi_answers()
    trip.dewi_responds_with_evidence(dewi)
    trip.budi_reopens(budi)
    trip.joko_answers()
    trip.budi_confirms(budi)
    trip.everybody_reads_the_answer()
    wait_until(lambda: office.mail().count(trip.receipt.code) >= 5, what="the messages to Budi")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_report_goes_all_the_way(visit: Visit, office: Office, tmp_path: Path, width: int) -> None:
    travel(Trip(visit, width, tmp_path), office)
