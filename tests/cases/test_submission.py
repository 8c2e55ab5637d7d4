import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from participation.cases import access
from participation.cases.actions.classification import classify_case
from participation.cases.actions.submission import submit_case
from participation.cases.models import Case, CaseEvent, ReporterIdentity
from participation.ledger.models import AppendOnlyError
from participation.notifications.actions import deliver_message
from participation.notifications.models import Message
from participation.routing.models import Prediction, RoutingRule
from tests.factories import MONDAY, Cast, make_case, make_report


def test_a_report_is_a_case_an_event_and_a_message_in_one_go(cast: Cast) -> None:
    case = make_case(email="budi@contoh.id", display_name="Budi", identity=Case.Identity.OPEN)
    assert case.status == "submitted"
    assert case.due_date.isoformat() == "2026-03-05"
    event = case.events.get()
    assert (event.kind, event.payload.text) == ("submitted", case.text)
    message = Message.objects.get()
    assert message.recipient == "budi@contoh.id"
    assert case.display_code in message.subject
    assert case.reporter.display_name == "Budi"


def test_the_case_itself_says_nothing_of_its_reporter(cast: Cast) -> None:
    case = make_case(email="budi@contoh.id", display_name="Budi", identity=Case.Identity.ANONYMOUS)
    stored = " ".join(str(value) for value in Case.objects.filter(pk=case.pk).values().get().values())
    assert "budi" not in stored.lower()
    assert ReporterIdentity.objects.get(case=case).display_name == ""


def test_contacts_are_not_readable_in_the_database(cast: Cast) -> None:
    from django.db import connection

    make_case(email="budi@contoh.id")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM cases_reporteridentity")
        identity = cursor.fetchone()[0]
        cursor.execute("SELECT recipient, body FROM notifications_message")
        message = " ".join(cursor.fetchone())
    assert "budi" not in identity
    assert "budi" not in message


def test_the_same_form_sent_twice_makes_one_case(cast: Cast) -> None:
    report = make_report(email="budi@contoh.id")
    first, second = submit_case(report, now=MONDAY), submit_case(report, now=MONDAY)
    assert first.pk == second.pk
    assert access.pin_of(first) == access.pin_of(second)
    assert Message.objects.count() == 1


def test_the_pin_belongs_to_one_case_and_one_version(cast: Cast) -> None:
    case, other = make_case(), make_case()
    assert access.pin_matches(case, access.pin_of(case))
    assert not access.pin_matches(case, "")
    assert access.pin_of(case) != access.pin_of(other)
    before = access.pin_of(case)
    case.pin_version += 1
    assert access.pin_of(case) != before


def test_the_message_is_sent_once(cast: Cast) -> None:
    make_case(email="budi@contoh.id")
    message = Message.objects.get()
    assert deliver_message(message_id=message.pk, now=MONDAY)
    assert not deliver_message(message_id=message.pk, now=MONDAY)
    assert len(mail.outbox) == 1


def test_an_office_rule_routes_at_once_and_says_why(cast: Cast) -> None:
    RoutingRule.objects.create(name="PJU", any_words="lampu jalan\nPJU", category=cast.street_light)
    case = make_case()
    assert classify_case(case_id=case.pk, now=MONDAY)
    case.refresh_from_db()
    assert (case.status, case.unit, case.category) == ("routed", cast.lighting, cast.street_light)
    prediction = Prediction.objects.get(subject=case.key)
    assert (prediction.source, prediction.words) == ("rule", ["Lampu jalan"])
    assert "PJU" in case.events.get(kind="routed").data["reason"]


def test_classifying_again_changes_nothing(cast: Cast) -> None:
    case = make_case()
    assert classify_case(case_id=case.pk, now=MONDAY)
    assert not classify_case(case_id=case.pk, now=MONDAY)
    assert Prediction.objects.count() == 1
    assert case.events.filter(kind__in=["classified", "routed"]).count() == 1


def test_events_are_written_once(cast: Cast) -> None:
    event = make_case().events.get()
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        CaseEvent.objects.update(kind="routed")


def test_the_database_refuses_to_change_events_too(cast: Cast) -> None:
    from django.db import DatabaseError, connection

    make_case()
    for statement in ("UPDATE cases_caseevent SET kind = 'noted'", "DELETE FROM cases_caseevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_confidential_case_cannot_be_published_by_any_door(cast: Cast) -> None:
    case = make_case(identity=Case.Identity.CONFIDENTIAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(published_at=MONDAY)


def test_a_form_token_is_unique_in_the_database(cast: Cast) -> None:
    case, token = make_case(), uuid.uuid4()
    Case.objects.filter(pk=case.pk).update(form_token=token)
    other = make_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(form_token=token)
