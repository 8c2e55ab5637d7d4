"""Alerts on the pages: on all of them, at their time, in every process, at no cost."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import requests
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Alert
from portal.settings import base
from tests.cms.pages import make_website
from tests.factories import make_cast
from tests.servers import wait_until

HOUR = timedelta(hours=1)
TITLE = "Hujan lebat sampai malam."


def _make_alert(**fields) -> Alert:
    """An alert that the process has had the time to notice."""
    values = {"title": TITLE, "text": "Jauhi bantaran sungai.", "expires_at": timezone.now() + HOUR}
    alert = Alert.objects.create(**values | fields)
    caches["memory"].clear()
    return alert


def _pass_time(monkeypatch: pytest.MonkeyPatch, duration: timedelta) -> None:
    later = timezone.now() + duration
    monkeypatch.setattr(timezone, "now", lambda: later)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("", "/"),
        ("", "/pengumuman/"),
        ("", "/lapor/"),
        ("", "/lacak/"),
        ("", "/laporan/"),
        ("", "/tidak-ada/"),
        ("", "/akun/masuk/"),
        ("siti", "/petugas/"),
        ("siti", "/akun/keamanan/"),
    ],
)
def test_it_stands_on_every_page_between_header_and_content(client: Client, person: str, address: str) -> None:
    make_website()
    cast = make_cast()
    if person:
        client.force_login(getattr(cast, person))
    assert TITLE not in client.get(address).content.decode()
    _make_alert()
    html = client.get(address).content.decode()
    assert html.count(TITLE) == 1
    assert html.index("</header>") < html.index(TITLE) < html.index("<main")
    assert '<section aria-label="Peringatan">' in html


@pytest.mark.django_db
def test_it_comes_and_goes_at_its_moment_without_anything_being_run(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make_alert(starts_at=timezone.now() + HOUR, expires_at=timezone.now() + 3 * HOUR)
    seen = [TITLE in client.get("/lacak/").content.decode()]
    for _hour in range(3):
        _pass_time(monkeypatch, HOUR)
        seen.append(TITLE in client.get("/lacak/").content.decode())
    assert seen == [False, True, True, False]


@pytest.mark.django_db
def test_what_is_withdrawn_is_not_shown(client: Client) -> None:
    _make_alert(is_shown=False)
    assert TITLE not in client.get("/lacak/").content.decode()


@pytest.mark.django_db
def test_the_gravest_stands_first_with_its_word_and_its_colour(client: Client) -> None:
    for level in ("info", "awas", "waspada", "siaga"):
        _make_alert(level=level, title=f"Tingkat {level}.")
    html = client.get("/lacak/").content.decode()
    places = [html.index(f"Tingkat {level}.") for level in ("awas", "siaga", "waspada", "info")]
    assert places == sorted(places)
    assert [html.count(f"alert--strip alert--{tone}") for tone in ("bad", "warn", "info")] == [1, 2, 1]
    for word in ("Awas", "Siaga", "Waspada", "Info penting"):
        assert f'<span class="level">{word}</span>' in html


@pytest.mark.django_db
def test_words_are_shown_as_words_and_the_end_is_told(client: Client) -> None:
    end = timezone.localtime() + timedelta(days=400)
    _make_alert(title="<b>Awas</b>", url="https://contoh.id/posko", link_text="Lihat posko", expires_at=end)
    html = client.get("/lacak/").content.decode()
    assert "&lt;b&gt;Awas&lt;/b&gt;" in html
    assert '<a href="https://contoh.id/posko">Lihat posko</a>' in html
    assert f"{end.year} pukul {end:%H.%M}." in html


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 30])
def test_it_costs_no_query(client: Client, count: int) -> None:
    for _number in range(count):
        _make_alert()
    client.get("/lacak/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/lacak/")
    assert [query["sql"] for query in captured if "cms_alert" in query["sql"]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/pengumuman/", "/laporan/"])
def test_no_page_may_be_kept_by_a_browser_or_a_proxy(client: Client, address: str) -> None:
    make_website()
    headers = client.get(address).headers
    assert {"Expires", "Last-Modified", "ETag"} & set(headers) == set()
    assert "max-age" not in headers.get("Cache-Control", "")


def test_a_process_asks_again_within_five_seconds() -> None:
    assert base.CACHES["memory"]["TIMEOUT"] <= 5
    assert base.CACHES["memory"]["BACKEND"].endswith("LocMemCache")
    assert settings.CACHES["memory"].keys() == base.CACHES["memory"].keys()


def test_two_processes_show_and_drop_it_while_they_run(pg: str, redis_url: str, server: Callable) -> None:
    shared = f"alerts-{uuid4().hex[:8]}-"
    sites = [server(database_url=pg, broker_url=redis_url, parts=("web",), BROKER_KEY_PREFIX=shared) for _ in range(2)]

    def seen() -> list[bool]:
        return [TITLE in requests.get(f"{site.url}/lacak/", timeout=20).text for site in sites]

    assert seen() == [False, False]
    alert = _make_alert()
    wait_until(lambda: seen() == [True, True], what="the alert in both processes")
    Alert.objects.filter(pk=alert.pk).update(text="Air sudah surut.", title="Lain.")
    wait_until(lambda: seen() == [False, False], what="the new words in both processes")
    Alert.objects.filter(pk=alert.pk).update(title=TITLE)
    wait_until(lambda: seen() == [True, True], what="the old title again")
    Alert.objects.filter(pk=alert.pk).update(expires_at=timezone.now() + timedelta(seconds=6))
    wait_until(lambda: seen() == [False, False], what="its end in both processes")
    assert all(site.processes["web"].poll() is None for site in sites)
