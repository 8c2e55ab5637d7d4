"""An office with a channel for texts: Budi makes an account on his phone, without e-mail and without JavaScript."""

import re
from collections.abc import Callable


def test_budi_makes_an_account_with_his_number(server: Callable, open_page: Callable) -> None:
    site = server(SMS_BACKEND="portal.sms.write_to_log_and_file", parts=("web",))
    page = open_page(base_url=site.url, width=375, javascript=False)
    page.goto("/akun/daftar/")
    page.get_by_label("E-mail").fill("budi@contoh.id")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    page.get_by_label("Kata sandi").fill("kata-sandi-uji")
    page.get_by_role("button", name="Daftar").click()
    page.get_by_text("Isi salah satu saja.").first.wait_for()
    assert page.get_by_label("Nomor HP").input_value() == "0812 3456 7890"
    page.get_by_label("E-mail").fill("")
    page.get_by_label("Kata sandi").fill("kata-sandi-uji")
    page.get_by_role("button", name="Daftar").click()
    page.get_by_label("Kode").wait_for()
    [text] = (site.data_dir / "sms").glob("*.txt")
    code = re.search(r"Kode Anda: (\S+)\.", text.read_text())
    page.get_by_label("Kode").fill(code[1])
    page.get_by_role("button", name="Konfirmasi").click()
    page.get_by_role("heading", name="Akun saya").wait_for()
    assert page.get_by_text("+6281234567890", exact=True).is_visible()
    page.get_by_role("link", name="Ubah nomor HP").click()
    page.get_by_role("heading", name="Nomor HP").wait_for()
