"""Budi chooses what he is told about; one click ends a kind (RFC 8058), and nothing else does."""

import pytest
from django.test import Client

from participation.notifications.actions import choose, deliver_message, queue_for_account
from participation.notifications.channels import unsubscribe_link
from participation.notifications.kinds import Kind
from participation.notifications.models import Message, Preference
from participation.notifications.queries import accounts_wanting, choices_of, wants
from participation.residents.actions.rights import erase_account
from portal.digests import queue_digests
from tests.factories import MONDAY, at, make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def budi(db: None):
    return make_user("Budi")


def news(account, kind: Kind = Kind.POLL_REMINDERS, key: str = "k") -> Message | None:
    return queue_for_account(
        account, kind=kind, reference="poll:1", key=key, subject="Ditutup besok", body="Isi", now=MONDAY
    )


def path_of(link: str) -> str:
    return link.removeprefix("http://localhost:8000")


def test_what_holds_until_somebody_chooses(budi) -> None:
    assert {kind for kind, is_on in choices_of(budi).items() if is_on} == {
        Kind.OWN_CASES,
        Kind.POLL_REMINDERS,
        Kind.POLL_OUTCOMES,
    }
    assert news(budi, Kind.ANNOUNCEMENTS) is None, "a digest nobody asked for is not sent"


@pytest.mark.parametrize("kind", list(Kind))
def test_the_list_of_accounts_and_the_single_answer_agree(budi, kind: Kind) -> None:
    for choice in (None, True, False):
        if choice is not None:
            choose(budi, kind=kind, is_on=choice, now=MONDAY)
        assert accounts_wanting(kind).filter(pk=budi.pk).exists() == wants(budi, kind)


def test_a_message_that_can_be_switched_off_carries_the_headers(budi, mailoutbox: list) -> None:
    deliver_message(message_id=news(budi).pk, now=MONDAY)
    mail = mailoutbox[0]
    link = unsubscribe_link(budi.pk, Kind.POLL_REMINDERS)
    assert mail.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.body


def test_news_about_a_case_carries_none(mailoutbox: list) -> None:
    make_case(email="budi@contoh.id")
    deliver_message(message_id=Message.objects.get().pk, now=MONDAY)
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & mailoutbox[0].extra_headers.keys()


def test_one_click_needs_neither_log_in_nor_cookie_nor_csrf_token(budi) -> None:
    client = Client(enforce_csrf_checks=True)
    path = path_of(unsubscribe_link(budi.pk, Kind.POLL_REMINDERS))
    assert client.get(path).status_code == 200
    assert wants(budi, Kind.POLL_REMINDERS), "a scanner that follows the link changes nothing"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(path).status_code == 200, "and twice is once"
    assert not wants(budi, Kind.POLL_REMINDERS)
    assert wants(budi, Kind.POLL_OUTCOMES), "the other kinds stay"


def test_a_link_that_this_office_did_not_sign_ends_nothing(budi) -> None:
    path = path_of(unsubscribe_link(budi.pk, Kind.POLL_REMINDERS))
    assert Client().post(path[:-2] + "x/").status_code == 404
    erase_account(budi, now=MONDAY)
    assert Client().post(path).status_code == 404
    assert not Preference.objects.exists()


def test_switching_off_stops_what_waits(budi, mailoutbox: list) -> None:
    message = news(budi)
    choose(budi, kind=Kind.POLL_REMINDERS, is_on=False, now=MONDAY)
    message.refresh_from_db()
    assert message.status == "cancelled"
    assert not deliver_message(message_id=message.pk, now=MONDAY)
    assert news(budi, key="k2") is None
    assert mailoutbox == []


def test_choices_on_the_page(client: Client, budi) -> None:
    client.force_login(budi)
    assert client.get("/akun/kabar/").content.decode().count('type="checkbox"') == len(Kind)
    assert client.post("/akun/kabar/", {Kind.ANNOUNCEMENTS.value: "on"}).status_code == 302
    assert [kind for kind, is_on in choices_of(budi).items() if is_on] == [Kind.ANNOUNCEMENTS]


def test_the_digest_of_own_cases_comes_once_a_week_and_only_when_there_is_one(budi) -> None:
    make_user("Ani")
    case = make_case(user=budi, identity="confidential", text="Petugas loket meminta uang tambahan kepada saya.")
    assert queue_digests(now=MONDAY) == 1
    queue_digests(now=at(2026, 3, 4))
    assert Message.objects.filter(kind=Kind.OWN_CASES).count() == 1
    message = Message.objects.get(kind=Kind.OWN_CASES)
    assert case.display_code in message.body
    assert "uang" not in message.body, "a digest says where it stands, not what was written"
    queue_digests(now=at(2026, 3, 9))
    assert Message.objects.filter(kind=Kind.OWN_CASES).count() == 2
