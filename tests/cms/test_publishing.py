from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.models import AnnouncementPage
from portal.tasks import publish_scheduled_pages
from tests.cms.pages import Website, make_announcement, make_website

SOON = timedelta(hours=1)


def _draft_for(website: Website, **moments) -> AnnouncementPage:
    page = make_announcement(website.index, "Loket tutup", live=False, **moments)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _pass_time(page: AnnouncementPage, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + 2 * SOON
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_a_scheduled_page_goes_live_when_its_time_has_come(
    client: Client, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _draft_for(website, go_live_at=timezone.now() + SOON)
    publish_scheduled_pages()
    assert client.get("/pengumuman/loket-tutup/").status_code == 404
    _pass_time(page, monkeypatch)
    publish_scheduled_pages()
    assert client.get("/pengumuman/loket-tutup/").status_code == 200


def test_a_page_is_taken_down_when_it_expires(
    client: Client, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _draft_for(website, expire_at=timezone.now() + SOON)
    assert client.get("/pengumuman/loket-tutup/").status_code == 200
    _pass_time(page, monkeypatch)
    publish_scheduled_pages()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert client.get("/pengumuman/loket-tutup/").status_code == 404


def test_an_expired_page_leaves_the_lists_before_the_timetable_runs(
    client: Client, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _draft_for(website, expire_at=timezone.now() + SOON)
    assert "Loket tutup" in client.get("/pengumuman/").content.decode()
    _pass_time(page, monkeypatch)
    assert "Loket tutup" not in client.get("/pengumuman/").content.decode()
    assert "Loket tutup" not in client.get("/").content.decode()


def test_running_twice_publishes_once(website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _draft_for(website, go_live_at=timezone.now() + SOON)
    _pass_time(page, monkeypatch)
    publish_scheduled_pages()
    page.refresh_from_db()
    first = page.last_published_at
    publish_scheduled_pages()
    page.refresh_from_db()
    assert page.live
    assert page.last_published_at == first


def test_two_timetables_at_once_publish_once(pg: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _draft_for(make_website(), go_live_at=timezone.now() + SOON)
    _pass_time(page, monkeypatch)
    with ThreadPoolExecutor(max_workers=4) as pool:
        for done in [pool.submit(_publish_and_hang_up) for _ in range(8)]:
            done.result()
    page.refresh_from_db()
    assert page.live
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def _publish_and_hang_up() -> None:
    publish_scheduled_pages()
    connection.close()
