"""Cases on the same matter: who may see them, nearness in place and time, and indexes that follow other processes."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.cases.actions.publication import unpublish_case
from participation.cases.actions.reporter import confirm_case
from participation.cases.models import Case
from participation.cases.nearness import Spot, likeness
from participation.cases.queries import similar
from participation.routing.similarity import FollowingIndex
from tests.factories import MONDAY, Cast, accept, make_area, make_case, publish, respond, route

DARK = "Lampu jalan di Gang Melati mati sejak tiga malam, gelap sekali"
HERE = Spot(at=MONDAY)


def published(cast: Cast, **fields: Any) -> Case:
    case = make_case(**fields)
    publish(case, cast.siti, title="Lampu jalan mati", text=case.text)
    return case


def seen_by_residents(text: str = DARK, here: Spot = HERE) -> list[Case]:
    return [item.case for item in similar.similar_published_cases(text, here=here)]


def seen_by(user: Any, case: Case) -> set[int]:
    return {item.case.pk for item in similar.similar_cases_for(user, case, limit=9)}


def test_residents_see_published_open_cases_only(cast: Cast) -> None:
    make_case(text=DARK)
    make_case(text=DARK, identity=Case.Identity.CONFIDENTIAL)
    assert seen_by_residents() == []
    case = published(cast, text=DARK)
    assert seen_by_residents() == [case]
    unpublish_case(case_id=case.pk, actor=cast.siti, now=MONDAY)
    assert seen_by_residents() == []


def test_words_that_were_not_published_find_nothing(cast: Cast) -> None:
    case = make_case(text="Tetangga saya di rumah kuning membakar ban bekas setiap malam")
    publish(case, cast.siti, title="Asap pembakaran", text="Ada pembakaran yang mengganggu.")
    assert seen_by_residents("Tetangga di rumah kuning membakar ban bekas") == []
    assert seen_by_residents("Ada pembakaran mengganggu, asap pembakaran") == [case]


def test_a_case_leaves_the_index_when_it_is_closed(cast: Cast) -> None:
    case = published(cast, text=DARK)
    assert seen_by_residents() == [case]
    route(case, cast)
    accept(case, cast.dewi)
    respond(case, cast.dewi)
    confirm_case(case_id=case.pk, now=MONDAY)
    assert seen_by_residents() == []


def test_staff_see_what_is_theirs_to_see(cast: Cast) -> None:
    first, second = make_case(text=DARK), make_case(text=DARK)
    secret = make_case(text=DARK, identity=Case.Identity.CONFIDENTIAL)
    assert seen_by(cast.siti, first) == {second.pk}
    assert seen_by(cast.ratna, first) == {second.pk, secret.pk}
    route(first, cast)
    assert seen_by(cast.dewi, first) == set()
    route(second, cast)
    assert seen_by(cast.dewi, first) == {second.pk}


def test_the_nearer_and_the_newer_case_comes_first(cast: Cast) -> None:
    near, far = make_area("Pakemitan"), make_area("Sukamulya")
    elsewhere = published(cast, text=DARK, area=far)
    old = published(cast, text=DARK, area=near, rw=3, now=MONDAY - timedelta(days=90))
    same = published(cast, text=DARK, area=near, rw=3)
    found = seen_by_residents(here=Spot(area_id=near.pk, rw=3, at=MONDAY))
    assert found == [same, old, elsewhere]


@pytest.mark.parametrize(
    ("here", "there", "low", "high"),
    [
        (Spot(), Spot(), 0.8, 0.9),
        (Spot(area_id=1, rw=2), Spot(area_id=1, rw=2), 1.0, 1.0),
        (Spot(area_id=1, rw=2), Spot(area_id=1, rw=3), 0.9, 0.95),
        (Spot(area_id=1), Spot(area_id=2), 0.6, 0.6),
        (Spot(latitude=-6.92, longitude=107.7), Spot(latitude=-6.92, longitude=107.7, area_id=2), 1.0, 1.0),
        (Spot(latitude=-6.92, longitude=107.7), Spot(latitude=-6.93, longitude=107.7), 0.6, 0.65),
        (Spot(area_id=1, rw=1, at=MONDAY), Spot(area_id=1, rw=1, at=MONDAY - timedelta(days=30)), 0.92, 0.93),
    ],
)
def test_likeness(here: Spot, there: Spot, low: float, high: float) -> None:
    assert low - 1e-9 <= likeness(1.0, here, there) <= high + 1e-9
    assert likeness(1.0, here, there) == pytest.approx(likeness(1.0, there, here))


class Log:
    """A log of changes in memory, with numbers that can appear late."""

    def __init__(self) -> None:
        self.marks: dict[int, str] = {}
        self.present: dict[str, str] = {}
        self.asked = 0

    def newest_marks(self, count: int) -> list[tuple[int, str]]:
        return sorted(self.marks.items(), reverse=True)[:count]

    def marks_since(self, number: int, missing: Any) -> list[tuple[int, str]]:
        return sorted(item for item in self.marks.items() if item[0] >= number or item[0] in missing)

    def texts(self, keys: Any = None) -> list[tuple[str, str]]:
        self.asked += 1
        return [(key, text) for key, text in self.present.items() if keys is None or key in keys]

    def write(self, number: int, key: str, text: str) -> None:
        self.marks[number], self.present[key] = key, text


def found(index: FollowingIndex, text: str) -> list[str]:
    return [key for key, _score in index.search(text, limit=5, minimum=0.3)]


def test_a_change_that_commits_late_under_an_earlier_number_is_not_missed() -> None:
    log = Log()
    index = FollowingIndex(log)
    log.write(1, "a", "lampu jalan mati")
    log.write(4, "d", "sampah menumpuk")
    assert found(index, "lampu mati") == ["a"]
    log.write(3, "c", "pohon tumbang menutup jalan")
    assert found(index, "pohon tumbang") == ["c"]
    log.write(9, "i", "air keruh dari keran")
    assert found(index, "air keruh") == ["i"]
    log.write(7, "g", "kabel putus menjuntai")
    assert found(index, "kabel menjuntai") == ["g"]


def test_nothing_new_reads_no_text_and_another_database_starts_anew() -> None:
    log = Log()
    index = FollowingIndex(log)
    log.write(5, "a", "lampu jalan mati")
    found(index, "lampu mati")
    found(index, "lampu mati")
    assert log.asked == 1
    log.marks, log.present = {}, {}
    log.write(5, "b", "sampah menumpuk")
    log.write(6, "c", "pohon tumbang")
    assert found(index, "lampu mati") == []
    assert found(index, "sampah menumpuk") == ["b"]


def test_the_number_of_queries_does_not_grow(cast: Cast, client: Client) -> None:
    client.force_login(cast.siti)
    case = make_case(text=DARK)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            similar.similar_cases_for(cast.siti, case)
        return len(queries)

    make_case(text=DARK)
    count()
    few = count()
    for _number in range(20):
        make_case(text=DARK)
    count()
    assert count() == few
    assert few <= 3


@pytest.mark.postgresql
def test_an_index_follows_cases_of_other_connections_even_when_they_commit_out_of_order(pg: str) -> None:
    from tests.factories import make_cast

    cast = make_cast()
    begun, may_commit = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            published(cast, text="Pohon beringin tumbang menutup jalan kampung")
            begun.set()
            may_commit.wait(30)
        connection.close()

    first = published(cast, text=DARK)
    assert seen_by_residents() == [first]
    writer = threading.Thread(target=slowly)
    writer.start()
    begun.wait(30)
    second = published(cast, text="Sampah menumpuk di depan pasar sudah seminggu")
    assert seen_by_residents("Sampah menumpuk di depan pasar") == [second]
    assert seen_by_residents("Pohon beringin tumbang menutup jalan") == []
    may_commit.set()
    writer.join()
    assert len(seen_by_residents("Pohon beringin tumbang menutup jalan")) == 1


def test_the_check_page_shows_the_similar_case_and_the_likely_kind(cast: Cast, client: Client) -> None:
    case = published(cast, text=DARK)
    form = {
        "text": "Mohon informasi, apa saja syarat mengurus perbaikan lampu jalan di Gang Melati?",
        "identity": "anonymous",
        "kind": "complaint",
        "form_token": "0c0f7bd2-6a1f-4a6e-8f5e-0123456789ab",
    }
    page = client.post("/lapor/", form).content.decode()
    assert "Sepertinya ini permintaan informasi" in page
    assert page.count('name="kind"') == 3
    page = client.post("/lapor/", {**form, "text": DARK}).content.decode()
    assert "Mungkin sudah dilaporkan" in page
    assert case.code in page
    assert page.count('name="kind"') == 1


@pytest.fixture
def make_urgent(cast: Cast) -> Callable[[], Case]:
    from participation.cases.actions.classification import classify_case

    def make() -> Case:
        case = make_case(text="Tolong cepat, kebakaran besar di Gang Melati, ada orang terjebak di dalam rumah!")
        classify_case(case_id=case.pk, now=MONDAY)
        case.refresh_from_db()
        return case

    return make


def test_danger_is_never_routed_without_telling_people_whatever_decides(
    cast: Cast, make_urgent: Callable[[], Case]
) -> None:
    from participation.notifications.models import Message
    from participation.routing.models import RoutingRule

    case = make_urgent()
    assert (case.is_urgent, case.status) == (True, "submitted")
    assert Message.objects.filter(reference=f"case:{case.key}").count() == 2
    RoutingRule.objects.create(name="Api", any_words="kebakaran", category=cast.street_light)
    ruled = make_urgent()
    assert (ruled.is_urgent, ruled.unit) == (True, cast.lighting)
    assert Message.objects.filter(reference=f"case:{ruled.key}").count() == 2
