"""A vote in Chromium: on a phone, with the keyboard only, without JavaScript, after a broken connection; axe."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from participation.polls.models import Ballot, Participation
from tests.databases import default_connection
from tests.journeys.test_keyboard import Keyboard
from tests.polls.stage import EVERY_KIND, SINGLE, Stage, open_stage
from tests.servers import Site

Open = Callable[..., Page]


class Booth:
    def __init__(self, site: Site, blocker: DjangoDbBlocker) -> None:
        self.site, self.blocker = site, blocker
        now = timezone.now()
        times = {"opens_at": now - timedelta(days=2), "closes_at": now + timedelta(days=1)}
        self.stage: Stage = self.within(lambda: open_stage(*EVERY_KIND, **times))
        self.counted: Stage = self.within(lambda: _counted(times))

    def within(self, act: Callable):
        with self.blocker.unblock(), default_connection(f"sqlite:///{self.site.data_dir}/suara-warga.sqlite3"):
            return act()

    def address(self, path: str = "/jajak/lahan/") -> str:
        return f"{self.site.url}{path}"

    def stored(self) -> tuple[int, int]:
        poll = self.stage.poll
        return self.within(
            lambda: (Ballot.objects.filter(poll=poll).count(), Participation.objects.filter(poll=poll).count())
        )


def _counted(times: dict) -> Stage:
    opens_at = times["opens_at"]
    stage = open_stage(SINGLE, EVERY_KIND[2], slug="jadi", opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    for number in range(12):
        stage.vote({1: (1 + number % 3,), 2: (1 + number % 3,)}, now=opens_at)
    stage.close(now=timezone.now())
    return stage


@pytest.fixture
def booth(server: Callable[..., Site], django_db_blocker: DjangoDbBlocker, settings) -> Booth:
    site = server(parts=("web",))
    settings.POLL_FILES = Path(site.data_dir) / "polls"
    return Booth(site, django_db_blocker)


def is_sound(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fill(page: Page, code: str) -> None:
    page.get_by_label("Kode undangan").fill(code)
    page.locator("#id_q1_1").check()
    page.locator("#id_q2_0").check()
    page.get_by_label("Urutan untuk Taman bermain").select_option("1")
    page.locator("#id_q4_3").check()


@pytest.mark.parametrize(("width", "javascript"), [(375, False), (375, True), (1280, True)])
def test_a_vote(booth: Booth, open_page: Open, width: int, javascript: bool) -> None:
    page = open_page(width=width, javascript=javascript)
    page.goto(booth.address())
    fill(page, booth.stage.next_code())
    if javascript:
        is_sound(page)
    page.get_by_role("button", name="Lanjut").click()
    assert "Belum terkirim" in page.content()
    assert booth.stored() == (0, 0)
    page.get_by_role("button", name="Kirim suara saya").click()
    page.wait_for_url("**/jajak/lahan/bukti/")
    assert len(page.locator("#bukti").inner_text()) == 14
    assert booth.stored() == (1, 1)
    assert page.problems == []
    if javascript:
        is_sound(page)
        assert page.evaluate("localStorage.length") == 0


def test_a_code_from_the_card_s_qr_and_a_draft_that_stays_on_the_phone(booth: Booth, open_page: Open) -> None:
    page, code = open_page(width=375), booth.stage.codes[0]
    page.goto(booth.address(f"/jajak/lahan/#{code}"))
    assert page.get_by_label("Kode undangan").input_value().replace("-", "") == code
    assert code not in page.url
    page.locator("#id_q1_1").check()
    page.reload()
    assert page.locator("#id_q1_1").is_checked()
    assert page.get_by_label("Kode undangan").input_value() == ""
    page.get_by_role("button", name="Hapus isian").click()
    assert not page.locator("#id_q1_1").is_checked()
    assert page.evaluate("localStorage.length") == 0


def test_after_a_broken_connection_the_same_vote_is_sent_again(booth: Booth, open_page: Open) -> None:
    page = open_page(width=375)
    page.goto(booth.address())
    fill(page, booth.stage.next_code())
    page.get_by_role("button", name="Lanjut").click()
    form = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    # The answer to the first sending never arrives.
    sent = page.request.post(booth.address("/jajak/lahan/kirim/"), form=form, max_redirects=0)
    assert sent.status == 302
    page.get_by_role("button", name="Kirim suara saya").click()
    page.wait_for_url("**/jajak/lahan/bukti/")
    assert booth.stored() == (1, 1)


def test_a_vote_with_the_keyboard_only(booth: Booth, open_page: Open) -> None:
    page = open_page(width=375)
    keys = Keyboard(page)
    page.goto(booth.address())
    keys.go_to("Kode undangan")
    keys.type(booth.stage.next_code())
    keys.go_to("Taman bermain")
    keys.press("Space")
    keys.go_to("Senin")
    keys.press("Space")
    keys.go_to("Urutan untuk Taman bermain")
    keys.press("1")
    keys.go_to("1")
    keys.press("Space")
    keys.go_to("Lanjut")
    keys.press("Enter")
    page.wait_for_url("**/periksa/")
    keys.go_to("Kirim suara saya")
    keys.press("Enter")
    page.wait_for_url("**/bukti/")
    assert booth.stored() == (1, 1)


@pytest.mark.parametrize(("width", "colours"), [(375, "light"), (1280, "dark")])
def test_the_count_can_be_read_and_repeated_in_the_browser(
    booth: Booth, open_page: Open, width: int, colours: str
) -> None:
    page = open_page(width=width, colours=colours)
    page.goto(booth.address("/jajak/jadi/hasil/"))
    for summary in page.locator("main summary").all():
        summary.click()
    is_sound(page)
    page.goto(booth.address("/jajak/jadi/hitung-ulang/"))
    page.get_by_role("button", name="Hitung sekarang").click()
    page.get_by_text("12 surat suara dihitung ulang: semuanya cocok.").wait_for()
    is_sound(page)
    assert page.problems == []


def test_the_browser_names_a_ballot_that_was_changed(booth: Booth, open_page: Open) -> None:
    page = open_page()

    def forge(route) -> None:
        answer = route.fetch()
        lines = answer.text().splitlines()
        lines[4] = lines[4].replace('"1":[1]', '"1":[2]').replace('"1":[3]', '"1":[1]')
        if '"1":[2]' in answer.text().splitlines()[4]:
            lines[4] = answer.text().splitlines()[4].replace('"1":[2]', '"1":[3]')
        route.fulfill(response=answer, body="\n".join(lines) + "\n")

    page.route("**/suara.jsonl", forge)
    page.goto(booth.address("/jajak/jadi/hitung-ulang/"))
    page.get_by_role("button", name="Hitung sekarang").click()
    page.get_by_text("suara.jsonl, entri 4").wait_for()
    assert "tidak cocok" in page.locator("[data-news]").inner_text()


def test_the_desk_is_sound(booth: Booth, open_page: Open) -> None:
    page = open_page(width=375)
    session = booth.within(lambda: _session_of(booth.stage.chair))
    page.context.add_cookies([{"name": "sesi", "value": session, "url": booth.site.url}])
    for path in (
        "/petugas/jajak/",
        "/petugas/jajak/lahan/",
        "/petugas/jajak/lahan/kertas/baru/",
        "/petugas/jajak/jadi/",
    ):
        page.goto(booth.address(path))
        assert page.url.endswith(path)
        is_sound(page)


def _session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sesi"].value
