"""axe-core finds nothing on any page in any state, light and dark, on a phone and on a desk; every field has a name."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.gallery import STATES, State
from tests.journeys.people import Person

CONTRAST = {"runOnly": ["color-contrast"]}
NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]),select,textarea')]
  .filter(field => !field.labels.length && !field.ariaLabel && !field.getAttribute('aria-labelledby'))
  .map(field => field.outerHTML)"""


def violations(page: Page, *, dark: bool, width: int, options: dict | None = None) -> str:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    found = Axe().run(page, options=options)
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_everybody_can_use_it(enter: Callable[[State], Person], state: State) -> None:
    page = enter(state).page
    assert violations(page, dark=False, width=375) == ""
    assert violations(page, dark=True, width=375, options=CONTRAST) == ""
    assert violations(page, dark=True, width=1280) == ""
    assert violations(page, dark=False, width=1280, options=CONTRAST) == ""
    assert page.evaluate(NAMELESS) == []
