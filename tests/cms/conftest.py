import pytest

from tests.cms.pages import Website, make_website


@pytest.fixture
def website(db) -> Website:
    return make_website()
