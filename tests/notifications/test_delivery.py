"""A mail server that is away, a sender that dies: no message is lost, none is sent twice."""

from datetime import timedelta

import pytest
from django.test import Client

from participation.notifications.actions import LEASE, deliver_message, queue_message, retry_message
from participation.notifications.backoff import WAITS, next_attempt_at
from participation.notifications.models import Message
from participation.notifications.queries import due_messages, failed_messages
from tests.factories import MONDAY, make_cast

pytestmark = pytest.mark.django_db
UNREACHABLE = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,
}


@pytest.fixture
def no_mail_server(settings) -> None:
    for name, value in UNREACHABLE.items():
        setattr(settings, name, value)


def make_message(key: str = "event:1", **fields) -> Message:
    values = {"reference": "case:1", "recipient": "budi@contoh.id", "subject": "Kabar", "body": "Isi", "now": MONDAY}
    message = queue_message(key=key, **{**values, **fields})
    message.refresh_from_db()
    return message


def test_the_same_key_is_queued_once() -> None:
    assert make_message().pk == make_message(subject="Lain").pk
    assert Message.objects.count() == 1


def test_a_message_is_sent_with_an_identity_of_its_own(mailoutbox: list) -> None:
    one, two = make_message("event:1"), make_message("event:2")
    for message in (one, two):
        deliver_message(message_id=message.pk, now=MONDAY)
    ids = [mail.extra_headers["Message-ID"] for mail in mailoutbox]
    assert len(set(ids)) == 2
    one.refresh_from_db()
    assert (one.status, one.sent_at, one.attempt_count) == ("sent", MONDAY, 1)


def test_a_message_for_later_waits(mailoutbox: list) -> None:
    message = make_message(due_at=MONDAY + timedelta(minutes=5))
    assert not deliver_message(message_id=message.pk, now=MONDAY)
    assert deliver_message(message_id=message.pk, now=MONDAY + timedelta(minutes=5))
    assert len(mailoutbox) == 1


def test_without_a_mail_server_it_is_tried_again_later_and_later(no_mail_server: None) -> None:
    message, now = make_message(), MONDAY
    for wait in WAITS:
        assert not deliver_message(message_id=message.pk, now=now)
        message.refresh_from_db()
        assert (message.status, message.due_at) == ("queued", now + wait)
        assert not deliver_message(message_id=message.pk, now=now)
        now += wait
    assert not deliver_message(message_id=message.pk, now=now)
    message.refresh_from_db()
    assert (message.status, message.attempt_count) == ("failed", len(WAITS) + 1)
    assert message.last_error


def test_the_error_that_is_kept_names_no_address(no_mail_server: None) -> None:
    message = make_message()
    deliver_message(message_id=message.pk, now=MONDAY)
    message.refresh_from_db()
    assert "budi" not in message.last_error


def test_staff_can_have_a_failed_message_tried_again(mailoutbox: list) -> None:
    message = make_message(due_at=MONDAY + timedelta(hours=1))
    Message.objects.update(status="failed", attempt_count=8)
    message.refresh_from_db()
    retry_message(message, now=MONDAY)
    assert deliver_message(message_id=message.pk, now=MONDAY)
    retry_message(message, now=MONDAY)
    assert len(mailoutbox) == 1


def test_a_sender_that_died_is_followed_by_another_when_its_lease_is_over(mailoutbox: list) -> None:
    message = make_message(due_at=MONDAY + timedelta(hours=1))
    Message.objects.update(status="sending", lease_owner="mati", lease_expires_at=MONDAY + LEASE)
    assert not deliver_message(message_id=message.pk, now=MONDAY)
    assert list(due_messages(MONDAY)) == []
    later = MONDAY + LEASE
    assert list(due_messages(later)) == [message]
    assert deliver_message(message_id=message.pk, now=later)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("attempts", "wait"), [(1, 1), (2, 5), (3, 15), (7, 1440)])
def test_the_waits(attempts: int, wait: int) -> None:
    assert next_attempt_at(attempts, MONDAY) == MONDAY + timedelta(minutes=wait)


def test_after_the_last_wait_there_is_none() -> None:
    assert next_attempt_at(len(WAITS) + 1, MONDAY) is None


def test_failed_messages_are_seen_by_those_who_can_do_something_about_them(client: Client) -> None:
    cast, message = make_cast(), make_message(due_at=MONDAY + timedelta(hours=1))
    Message.objects.update(status="failed", last_error="ConnectionRefusedError")
    assert list(failed_messages()) == [message]
    answers = {}
    for name in ("siti", "ratna", "wati", "dewi", "ibu_camat", "warga"):
        client.force_login(getattr(cast, name))
        answers[name] = client.get("/petugas/pesan/").status_code
    assert answers == {"siti": 200, "ratna": 200, "wati": 200, "dewi": 403, "ibu_camat": 403, "warga": 403}
    client.force_login(cast.siti)
    page = client.get("/petugas/pesan/").content.decode()
    assert "ConnectionRefusedError" in page
    assert "budi@contoh.id" not in page
    assert client.post(f"/petugas/pesan/{message.pk}/ulang/").status_code == 302
