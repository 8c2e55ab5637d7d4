"""What holds on every page: nothing comes from elsewhere, nothing stands inline, nothing is wider than a phone."""

from collections.abc import Callable

import pytest

from tests.journeys.gallery import STATES, State
from tests.journeys.people import Person

# JSON-LD is data for search engines: no browser runs it, and the content policy does not concern it.
INLINE = """() => [...document.querySelectorAll('style,[style],script:not([src],[type="application/ld+json"])')]
  .map(it => it.outerHTML)
  .concat([...document.querySelectorAll('*')].flatMap(it => [...it.attributes].filter(a => a.name.startsWith('on'))
  .map(a => it.tagName + ' ' + a.name)))"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > innerWidth + 1)
  .map(it => it.outerHTML.slice(0, 100)).slice(0, 4)"""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_keeps_to_itself_and_to_the_screen(enter: Callable[[State], Person], state: State) -> None:
    person = enter(state, width=320)
    page = person.page
    assert [url for url in page.requested if not url.startswith((person.office.url, "data:", "blob:"))] == []
    assert page.evaluate(INLINE) == []
    assert person.problems() == []
    assert page.evaluate(TOO_WIDE) == []
