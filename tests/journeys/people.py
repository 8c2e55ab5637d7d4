"""People before their browsers. They find everything by the words they read."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.office import PASSWORD, Office

REFUSED = re.compile(r"status of (403|404|409|422|429)")
CODE = re.compile(r"CNB-[2-9A-Z]{4}-[2-9A-Z]{4}")


@dataclass
class Person:
    page: Page
    office: Office

    def open(self, address: str) -> None:
        self.page.goto(address)

    def press(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("button", name=name, exact=exact).click()

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)

    def choose(self, name: str) -> None:
        choose(self.page.locator("main"), name)

    def unfold(self, name: str) -> Locator:
        """Open a fold by its heading; what stands in it."""
        heading = self.page.locator("summary").filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        heading.click()
        return heading.locator("xpath=..")

    def again(self) -> str:
        """Load the same page once more; its words."""
        self.page.reload()
        return self.page.locator("main").inner_text()

    def reads(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)

    def does_not_read(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def sign_in(self, name: str) -> None:
        self.open("/akun/masuk/")
        self.write("E-mail", self.office.people[name].email)
        self.write("Kata sandi", PASSWORD)
        self.press("Masuk", exact=True)
        self.page.wait_for_url("**/petugas/**")

    def is_signed_in(self, name: str) -> None:
        """As after the log-in page, without going through it."""
        self.page.context.add_cookies([{"name": "sesi", "value": self.office.session_of(name), "url": self.office.url}])

    def choose_photos(self, label: str, *paths: Path) -> None:
        self.page.get_by_label(label).set_input_files(list(paths))

    def problems(self) -> list[str]:
        """Script errors and refusals by the content policy. A form sent back with errors is none."""
        return [problem for problem in self.page.problems if not REFUSED.search(problem)]

    def is_untroubled(self) -> None:
        """No problems, and nothing wider than the screen."""
        assert self.problems() == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def choose(place: Locator, name: str) -> None:
    """Check the radio button whose words begin with ``name``."""
    place.get_by_role("radio", name=re.compile(rf"^{re.escape(name)}\b")).check()


@dataclass(frozen=True)
class Receipt:
    code: str
    pin: str

    @property
    def stored_code(self) -> str:
        return self.code.replace("-", "")


def read_receipt(page: Page) -> Receipt:
    ticket = page.get_by_role("article", name="Tanda terima")
    words = ticket.inner_text()
    pin = re.search(r"PIN\s+(\d{3} \d{3})", words)
    assert pin, words
    return Receipt(CODE.search(words)[0], pin[1])
