"""With the keyboard only: Tab, Enter, space and arrows; the focus can always be seen."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.people import read_receipt
from tests.journeys.test_trip import Visit

STORY = "Lampu jalan di ujung gang dekat masjid mati sejak dua malam, jalannya gelap."
MOST_STEPS = 80

# What has the focus, by the words of its label, and whether an outline shows it: on itself, on the card or
# the frame that stands for it.
FOCUS = """() => {
  const it = document.activeElement;
  const label = it.labels && it.labels[0];
  const words = it.getAttribute('aria-label') || (label && label.innerText) || it.innerText || '';
  const shown = [it, label, it.parentElement].filter(Boolean).some(e => {
    const style = getComputedStyle(e);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = (label && it.matches('[type=radio],[type=file]') ? label : it).getBoundingClientRect();
  return {words: words.replace(/\\s+/g, ' ').trim(), shown, tag: it.tagName,
          inside: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


@dataclass
class Keyboard:
    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.insert_text(words)

    def go_to(self, name: str) -> None:
        """Tab until the focus is on what is called ``name``; every stop on the way must be visible."""
        stops = []
        for _ in range(MOST_STEPS):
            self.press("Tab")
            focus = self.page.evaluate(FOCUS)
            stops.append(focus["words"][:40])
            assert focus["shown"], f"no visible focus on {focus}"
            self.page.wait_for_function(f"() => ({FOCUS})().inside")
            if focus["words"].startswith(name):
                return
        raise AssertionError(f"{name!r} not reached: {stops}")


def test_a_report_by_keyboard(visit: Visit) -> None:
    budi = visit()
    keys = Keyboard(budi.page)
    budi.open("/")
    keys.press("Tab")
    assert budi.page.evaluate(FOCUS)["words"] == "Langsung ke isi"
    assert budi.page.evaluate(FOCUS)["inside"]
    keys.press("Enter")
    keys.go_to("Sampaikan laporan")
    keys.press("Enter")
    budi.page.wait_for_url("**/lapor/")

    keys.go_to("Ceritakan apa yang terjadi")
    keys.type(STORY)
    expect(budi.page.get_by_text("Sepertinya tentang")).to_be_visible()
    expect(budi.page.get_by_label("Ceritakan apa yang terjadi")).to_be_focused()
    keys.go_to("Kelurahan")
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(budi.page.get_by_label("Kelurahan")).to_have_value("pakemitan")
    keys.go_to("RW")
    keys.type("7")
    keys.go_to("Tambah foto")
    keys.go_to("Pengaduan")
    keys.press("ArrowDown")
    expect(budi.page.get_by_role("radio", name="Aspirasi")).to_be_checked()
    keys.press("ArrowUp")
    keys.go_to("Anonim")
    keys.press("ArrowUp")
    expect(budi.page.get_by_role("radio", name="Terbuka")).to_be_checked()
    keys.go_to("Nama yang ditampilkan")
    keys.type("Budi")
    keys.go_to("Kirim laporan")
    keys.press("Enter")
    budi.reads("Laporan Anda sudah kami terima", "Terbuka", "RW 07")
    receipt = read_receipt(budi.page)

    keys.go_to("Buka laporan saya")
    keys.press("Enter")
    budi.page.wait_for_url("**/lacak/?kode=*")
    keys.go_to("PIN")
    keys.type(receipt.pin)
    keys.press("Enter")
    budi.reads("Yang Anda tulis")
    keys.go_to("Tambah keterangan")
    keys.press("Enter")
    keys.go_to("Keterangan tambahan")
    keys.type("Lampunya dua.")
    keys.go_to("Kirim keterangan")
    keys.press("Space")
    budi.reads("Keterangan Anda sudah kami terima.")
    budi.is_untroubled()


def test_the_skip_link_leads_past_the_header(visit: Visit) -> None:
    budi = visit()
    keys = Keyboard(budi.page)
    budi.open("/laporan/")
    keys.press("Tab", "Enter", "Tab")
    assert budi.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_of_a_phone_by_keyboard(visit: Visit) -> None:
    budi = visit(width=375)
    keys = Keyboard(budi.page)
    budi.open("/")
    keys.go_to("Menu")
    keys.press("Enter")
    keys.go_to("Lacak")
    keys.press("Enter")
    budi.page.wait_for_url("**/lacak/")


def test_the_desk_by_keyboard(visit: Visit) -> None:
    siti = visit()
    keys = Keyboard(siti.page)
    siti.sign_in("siti")
    siti.open("/petugas/?antrean=semua")
    rows = siti.page.get_by_label("Daftar laporan").locator(".q__t")
    rows.first.focus()
    keys.press("j")
    expect(rows.nth(1)).to_be_focused()
    keys.press("k")
    expect(rows.nth(0)).to_be_focused()
    keys.press("/")
    search = siti.page.get_by_role("searchbox", name="Cari")
    expect(search).to_be_focused()
    keys.type("jkt")
    expect(search).to_have_value("jkt")
    siti.open("/petugas/?antrean=triase")
    rows.first.focus()
    keys.press("u")
    expect(siti.page.get_by_label("Topik").last).to_be_focused()
    keys.go_to("Catatan untuk unit")
    siti.is_untroubled()
