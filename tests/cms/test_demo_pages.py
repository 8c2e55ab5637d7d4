from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.demo_pages import load_demo_pages
from cms.models import AnnouncementPage, HomePage, OfficeSettings, StandardPage


@pytest.fixture
def _demo(db) -> None:
    load_demo_pages(timezone.now() - timedelta(hours=1))


@pytest.mark.usefixtures("_demo")
def test_loading_again_changes_nothing() -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id"))
    assert load_demo_pages(timezone.now()) == 0
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id")) == before


@pytest.mark.usefixtures("_demo")
def test_what_editors_wrote_stays() -> None:
    page = StandardPage.objects.get(slug="aksesibilitas")
    page.introduction = "Ditulis ulang oleh editor."
    page.save_revision().publish()
    OfficeSettings.objects.update(address="Jalan yang benar")
    load_demo_pages(timezone.now())
    page.refresh_from_db()
    assert page.introduction == "Ditulis ulang oleh editor."
    assert OfficeSettings.objects.get().address == "Jalan yang benar"


@pytest.mark.usefixtures("_demo")
def test_every_demo_page_is_shown(client: Client) -> None:
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert page.title in response.content.decode() or page.depth == 2


@pytest.mark.usefixtures("_demo")
def test_demo_announcements_say_that_they_are_examples() -> None:
    pages = AnnouncementPage.objects.all()
    assert pages
    assert all(page.title.startswith("Contoh") for page in pages)


@pytest.mark.usefixtures("_demo")
def test_the_home_page_takes_the_place_of_the_welcome_page() -> None:
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    plain = ContentType.objects.get_for_model(Page)
    assert not Page.objects.filter(content_type=plain, depth__gt=1).exists()
