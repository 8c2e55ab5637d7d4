import pytest

from participation.satisfaction.models import SurveyPeriod
from tests.factories import Cast, make_cast
from tests.satisfaction.surveys import make_period, make_service


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def period(cast: Cast) -> SurveyPeriod:
    """Tuti's unit asks about KTP-el in the first half of 2026."""
    return make_period(make_service(cast.lighting), cast.tuti)
