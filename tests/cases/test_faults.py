"""Killed workers, a broker that is down, tasks that come twice: on PostgreSQL and Redis, with the real processes."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
import requests
from celery import Celery

from participation.cases.models import Case
from participation.ledger.queries import find_breaks
from participation.notifications.models import Message
from participation.routing.models import Prediction, RoutingRule
from tests.factories import TEXT, Cast, make_cast
from tests.servers import Site, wait_until

pytestmark = pytest.mark.postgresql
NO_BROKER = "redis://127.0.0.1:1/0"

StartSite = Callable[..., Site]


@pytest.fixture
def cast(pg: str) -> Cast:
    """The office has a rule, so that every lamp goes to the lighting unit whatever the classifier thinks."""
    cast = make_cast()
    RoutingRule.objects.create(name="PJU", any_words="lampu jalan", category=cast.street_light)
    return cast


class Budi:
    """A resident with a browser: opens the form, keeps its cookies, sends it as often as he likes."""

    def __init__(self, site: Site) -> None:
        self.site, self.session = site, requests.Session()
        page = self.session.get(f"{site.url}/lapor/", timeout=30).text
        self.form = dict(re.findall(r'name="(csrfmiddlewaretoken|form_token)" value="([^"]+)"', page))
        self.form |= {"text": TEXT, "identity": "anonymous", "email": "budi@contoh.id", "step": "send"}

    def send(self) -> requests.Response:
        return self.session.post(
            f"{self.site.url}/lapor/",
            data=self.form,
            headers={"Referer": f"{self.site.url}/lapor/"},
            allow_redirects=False,
            timeout=60,
        )


def assert_routed_once(case: Case) -> None:
    case.refresh_from_db()
    assert case.status == "routed"
    assert Prediction.objects.filter(subject=case.key).count() == 1
    assert case.events.filter(kind="routed").count() == 1
    assert Message.objects.filter(reference=f"case:{case.key}", subject__contains="diteruskan").count() == 1
    assert list(find_breaks()) == []


def is_routed(case: Case) -> bool:
    return Case.objects.filter(pk=case.pk, status="routed").exists()


def test_fifty_simultaneous_submissions_of_one_form_are_one_case(
    cast: Cast, pg: str, redis_url: str, server: StartSite
) -> None:
    site = server(database_url=pg, broker_url=redis_url)
    budi = Budi(site)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _n: budi.send().status_code, range(50)))
    assert set(answers) == {302}
    case = Case.objects.get()
    wait_until(lambda: is_routed(case), what="the worker to route the case")
    assert_routed_once(case)
    receipt = budi.session.get(f"{site.url}/lapor/tanda-terima/", timeout=30).text
    assert case.display_code in receipt


def test_a_broker_that_is_down_loses_nothing(cast: Cast, pg: str, redis_url: str, server: StartSite) -> None:
    deaf = server(database_url=pg, broker_url=NO_BROKER, parts=("web",))
    assert Budi(deaf).send().status_code == 302
    case = Case.objects.get()
    assert case.status == "submitted"
    site = server(database_url=pg, broker_url=redis_url, parts=("worker",))
    ring(site, "participation.cases.tasks.sweep_cases")
    wait_until(lambda: is_routed(case), what="the sweep to find the case")
    ring(site, "participation.notifications.tasks.send_due_messages")
    wait_until(lambda: not Message.objects.exclude(status="sent").exists(), what="the messages to be sent")
    assert_routed_once(case)


def test_a_worker_killed_between_claim_and_commit_leaves_the_case_to_the_next(
    cast: Cast, pg: str, redis_url: str, server: StartSite
) -> None:
    site = server(database_url=pg, broker_url=redis_url)
    with psycopg.connect(pg) as blocker:
        blocker.execute("LOCK TABLE routing_prediction IN ACCESS EXCLUSIVE MODE")
        assert Budi(site).send().status_code == 302
        case = Case.objects.get()
        wait_until(lambda: _waits_for_lock(pg), what="the worker to stand between claim and commit")
        site.signal("worker")
    wait_until(lambda: not _waits_for_lock(pg), what="the killed worker's transaction to be rolled back")
    case.refresh_from_db()
    assert (case.classified_at, case.status) == (None, "submitted")
    site.start("worker")
    ring(site, "participation.cases.tasks.sweep_cases")
    wait_until(lambda: is_routed(case), what="the next worker to route the case")
    assert_routed_once(case)


def _waits_for_lock(pg: str) -> bool:
    with psycopg.connect(pg) as connection:
        return bool(
            connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND wait_event_type = 'Lock' AND query ILIKE '%routing_prediction%'"
            ).fetchone()[0]
        )


def test_a_task_that_is_delivered_again_changes_nothing(cast: Cast, pg: str, redis_url: str, server: StartSite) -> None:
    site = server(database_url=pg, broker_url=redis_url)
    Budi(site).send()
    case = Case.objects.get()
    for _ in range(5):
        ring(site, "participation.cases.tasks.classify_case", case_id=case.pk)
        ring(site, "participation.cases.tasks.sweep_cases")
    for message in Message.objects.all():
        ring(site, "participation.notifications.tasks.send_message", message_id=message.pk)
    wait_until(lambda: is_routed(case) and not Message.objects.exclude(status="sent").exists(), what="all work done")
    assert_routed_once(case)
    assert len(list((site.data_dir / "mail").glob("*"))) == Message.objects.count()


def test_the_embedded_default_does_the_same_without_any_server(server: StartSite) -> None:
    site = server(parts=())
    site.manage("load_units")
    for part in ("web", "worker"):
        site.start(part)
    assert Budi(site).send().status_code == 302
    database = site.data_dir / "suara-warga.sqlite3"

    def answer(statement: str) -> int:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            return connection.execute(statement).fetchone()[0]

    wait_until(
        lambda: answer("SELECT count(*) FROM cases_case WHERE classified_at IS NOT NULL"), what="the embedded worker"
    )
    assert answer("SELECT count(*) FROM routing_prediction") == 1
    wait_until(lambda: not answer("SELECT count(*) FROM notifications_message WHERE status <> 'sent'"), what="mail")


def ring(site: Site, task: str, **ids: int) -> None:
    """Publish a task to the site's broker, as its timetable does."""
    options = {"global_keyprefix": site.environment["BROKER_KEY_PREFIX"]}
    with Celery(broker=site.environment["CELERY_BROKER_URL"], broker_transport_options=options) as app:
        app.send_task(task, kwargs=ids)
