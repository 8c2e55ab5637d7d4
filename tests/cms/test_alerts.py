"""Alerts as editors meet them: who may, what is refused, what is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.models import Alert
from portal.roles import load_roles
from tests.cms.pages import Website
from tests.factories import Cast, make_cast

ALERTS = "/kelola/snippets/cms/alert/"


@pytest.fixture
def cast(website: Website) -> Cast:
    cast = make_cast()
    load_roles()
    return cast


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.eko)
    return client


def _alert(**fields) -> Alert:
    values = {"title": "Hujan lebat.", "text": "Jauhi sungai.", "expires_at": timezone.now() + timedelta(hours=1)}
    return Alert(**values | fields)


def _form(**changes: object) -> dict[str, object]:
    now = timezone.localtime()
    fields = {
        "level": "awas",
        "title": "Air sungai meluap.",
        "text": "Menjauh dari bantaran.",
        "page": "",
        "url": "",
        "link_text": "",
        "starts_at": f"{now:%Y-%m-%d %H:%M}",
        "expires_at": f"{now + timedelta(days=1):%Y-%m-%d %H:%M}",
        "is_shown": "on",
    }
    return fields | changes


NOT_TWO = "Pilih halaman atau tulis alamat, tidak keduanya."
AFTER_START = "Waktu berakhir harus sesudah mulai tayang."
IN_FUTURE = "Waktu berakhir sudah lewat. Tulis waktu yang akan datang."


@pytest.mark.parametrize(
    ("starts", "expires", "others", "message"),
    [
        (0, 1, {}, ""),
        (5, 6, {}, ""),
        (2, 1, {}, AFTER_START),
        (2, 2, {}, AFTER_START),
        (-3, -1, {}, IN_FUTURE),
        (-3, -1, {"is_shown": False}, ""),
        (0, 1, {"url": "bukan alamat"}, "Tulis alamat lengkap, mulai dengan https://"),
        (0, 1, {"url": "javascript:alert(1)"}, "Tulis alamat lengkap, mulai dengan https://"),
        (0, 1, {"url": "https://contoh.id/posko"}, ""),
    ],
)
@pytest.mark.django_db
def test_what_an_alert_must_keep_to(starts: int, expires: int, others: dict, message: str) -> None:
    now = timezone.now()
    alert = _alert(starts_at=now + timedelta(hours=starts), expires_at=now + timedelta(hours=expires), **others)
    try:
        alert.full_clean()
        messages = []
    except ValidationError as error:
        messages = error.messages
    assert messages == ([message] if message else [])


def test_one_link_only(website: Website) -> None:
    with pytest.raises(ValidationError, match=NOT_TWO):
        _alert(page=website.about, url="https://contoh.id/").full_clean()


def test_the_link_follows_its_page(website: Website) -> None:
    alert = _alert(page=website.about)
    assert alert.address == website.about.url
    website.about.unpublish()
    assert alert.address == ""


@pytest.mark.django_db
def test_the_database_keeps_no_alert_that_ends_before_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _alert(starts_at=timezone.now() + timedelta(hours=2)).save()


@pytest.mark.parametrize(
    ("person", "may"), [("eko", True), ("wati", False), ("siti", False), ("dewi", False), ("warga", False)]
)
def test_who_writes_alerts(cast: Cast, client: Client, person: str, may: bool) -> None:
    client.force_login(getattr(cast, person))
    assert (client.get(ALERTS).status_code == 200) is may
    client.post(f"{ALERTS}add/", _form())
    assert Alert.objects.exists() is may


def test_an_editor_writes_copies_ends_and_deletes(editor: Client) -> None:
    assert editor.post(f"{ALERTS}add/", _form()).status_code == 302
    alert = Alert.objects.get()
    copying = editor.get(f"{ALERTS}copy/{alert.pk}/").content.decode()
    assert "Air sungai meluap." in copying
    assert f'action="{ALERTS}add/"' in copying
    assert editor.post(f"{ALERTS}add/", _form(title="Jalan tergenang.")).status_code == 302
    assert Alert.objects.count() == 2
    withdrawn = _form(expires_at=f"{timezone.localtime(alert.expires_at):%Y-%m-%d %H:%M}")
    del withdrawn["is_shown"]
    assert editor.post(f"{ALERTS}edit/{alert.pk}/", withdrawn).status_code == 302
    alert.refresh_from_db()
    assert (alert.is_shown, alert.state) == (False, "ditarik")
    assert editor.post(f"{ALERTS}delete/{alert.pk}/").status_code == 302
    assert not Alert.objects.filter(pk=alert.pk).exists()
    assert list(ModelLogEntry.objects.for_instance(alert).order_by("pk").values_list("action", flat=True)) == [
        "wagtail.create",
        "wagtail.edit",
        "wagtail.delete",
    ]


@pytest.mark.parametrize("place", ["add/", "copy/{}/", "edit/{}/"])
def test_an_end_that_has_passed_is_refused_and_nothing_typed_is_lost(editor: Client, place: str) -> None:
    alert = _alert()
    alert.save()
    past = f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%d %H:%M}"
    start = f"{timezone.localtime() - timedelta(hours=2):%Y-%m-%d %H:%M}"
    html = editor.post(
        ALERTS + place.format(alert.pk), _form(title="Ketikan saya", starts_at=start, expires_at=past)
    ).content.decode()
    assert IN_FUTURE in html
    assert "Ketikan saya" in html
    assert not Alert.objects.filter(title="Ketikan saya").exists()


def test_an_alert_without_an_end_is_refused(editor: Client) -> None:
    editor.post(f"{ALERTS}add/", _form(expires_at=""))
    assert not Alert.objects.exists()


def test_the_list_says_which_one_is_shown(editor: Client) -> None:
    now = timezone.now()
    for title, starts, expires in (("Lama", -3, -1), ("Kini", -1, 1), ("Nanti", 1, 2)):
        alert = _alert(title=title, starts_at=now + timedelta(hours=starts), expires_at=now + timedelta(hours=expires))
        alert.save()
    html = editor.get(ALERTS).content.decode()
    assert [word in html for word in ("tayang", "berakhir", "menunggu")] == [True] * 3
    assert [alert.state for alert in Alert.objects.all()] == ["menunggu", "tayang", "berakhir"]
