"""Fifty at once, on PostgreSQL: facts that must be unique are unique, and nothing is lost."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections

from participation.cases import access
from participation.cases.actions import reporter, work
from participation.cases.actions.attempts import TRIES_PER_CODE, TooManyAttempts, Visitor, open_with_pin
from participation.cases.actions.classification import classify_case
from participation.cases.actions.submission import submit_case
from participation.cases.lifecycle import TransitionRefused
from participation.cases.models import Case, Rating, Support
from participation.ledger.actions import write_seal
from participation.ledger.models import Seal
from participation.ledger.queries import find_breaks
from participation.notifications.actions import deliver_message
from participation.notifications.models import Message
from participation.routing.models import Prediction
from portal.celery import app
from tests.factories import MONDAY, Cast, bring_to, make_case, make_cast, make_report, publish

pytestmark = pytest.mark.postgresql
AT_ONCE = 50


def at_once(action: Callable[[int], Any], times: int = AT_ONCE) -> list[Any]:
    """What each of ``times`` threads got; expected refusals are returned, anything else is raised."""
    start = Barrier(times)

    def run(number: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return action(number)
        except (ValidationError, TransitionRefused, PermissionDenied, TooManyAttempts) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def cast(pg: str) -> Iterator[Cast]:
    """Tasks are only published here, as in production; nobody takes them up."""
    app.conf.task_always_eager = False
    yield make_cast()
    app.conf.task_always_eager = True


def test_one_form_sent_fifty_times_at_once_is_one_case(cast: Cast) -> None:
    report = make_report(email="budi@contoh.id")
    cases = at_once(lambda _n: submit_case(report, now=MONDAY))
    assert len({case.code for case in cases}) == 1
    assert len({access.pin_of(case) for case in cases}) == 1
    assert Case.objects.count() == 1
    assert Message.objects.filter(subject__endswith="sudah kami terima").count() == 1
    assert cases[0].events.filter(kind="submitted").count() == 1
    assert list(find_breaks()) == []


def test_fifty_different_reports_at_once_are_fifty_cases(cast: Cast) -> None:
    at_once(lambda _n: submit_case(make_report(), now=MONDAY))
    assert Case.objects.count() == AT_ONCE
    assert list(find_breaks()) == []


def test_a_visitor_supports_once(cast: Cast) -> None:
    case = publish(make_case(), cast.siti)
    answers = at_once(lambda _n: reporter.support_case(case_id=case.pk, visitor_key="budi", now=MONDAY))
    assert Counter(answers) == {True: 1, False: AT_ONCE - 1}
    case.refresh_from_db()
    assert (case.support_count, Support.objects.count()) == (1, 1)


def test_fifty_visitors_are_fifty_supports(cast: Cast) -> None:
    case = publish(make_case(), cast.siti)
    at_once(lambda number: reporter.support_case(case_id=case.pk, visitor_key=f"warga {number}", now=MONDAY))
    case.refresh_from_db()
    assert (case.support_count, Support.objects.count()) == (AT_ONCE, AT_ONCE)


def test_a_case_is_rated_once(cast: Cast) -> None:
    case = bring_to(make_case(), "closed", cast)
    answers = at_once(lambda _n: reporter.rate_case(case_id=case.pk, score=4, comment="", now=MONDAY))
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert Rating.objects.count() == 1
    assert case.events.filter(kind="rated").count() == 1


def test_a_case_is_classified_once(cast: Cast) -> None:
    case = make_case(email="budi@contoh.id")
    answers = at_once(lambda _n: classify_case(case_id=case.pk, now=MONDAY))
    assert Counter(answers) == {True: 1, False: AT_ONCE - 1}
    assert Prediction.objects.count() == 1
    assert case.events.filter(kind__in=["routed", "classified"]).count() == 1


def test_one_officer_takes_the_case(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    officers = [cast.dewi, cast.joko]
    answers = at_once(lambda number: work.accept_case(case_id=case.pk, actor=officers[number % 2], now=MONDAY), 20)
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert case.events.filter(kind="accepted").count() == 1


def test_two_officers_answer_at_once_and_one_answer_stands(cast: Cast) -> None:
    case = bring_to(make_case(email="budi@contoh.id"), "in_progress", cast)
    officers = [cast.dewi, cast.joko]

    def answer(number: int) -> Case:
        words = work.Answer(outcome="answered", text=f"Jawaban {number}")
        return work.respond_to_case(case_id=case.pk, actor=officers[number % 2], answer=words, now=MONDAY)

    answers = at_once(answer, 20)
    assert sum(isinstance(given, Case) for given in answers) == 1
    assert Message.objects.filter(subject__endswith="sudah dijawab").count() == 1
    assert list(find_breaks()) == []


def test_merging_while_somebody_answers_keeps_the_table(cast: Cast) -> None:
    main = bring_to(make_case(), "in_progress", cast)
    case = bring_to(make_case(), "in_progress", cast)
    answer = work.Answer(outcome="answered", text="Selesai.")
    at_once(
        lambda number: (
            work.merge_case(case_id=case.pk, actor=cast.siti, main_code=main.code, now=MONDAY)
            if number % 2
            else work.respond_to_case(case_id=case.pk, actor=cast.dewi, answer=answer, now=MONDAY)
        ),
        20,
    )
    case.refresh_from_db()
    moves = case.events.filter(kind__in=["merged", "responded"]).count()
    assert (case.status, moves) in {("merged", 1), ("responded", 1)}
    assert list(find_breaks()) == []


def test_two_cases_merged_into_each_other_at_once_do_not_lock_up(cast: Cast) -> None:
    one, two = (bring_to(make_case(), "in_progress", cast) for _ in range(2))
    at_once(
        lambda number: work.merge_case(
            case_id=(one, two)[number % 2].pk,
            actor=cast.siti,
            main_code=(two, one)[number % 2].code,
            now=MONDAY,
        ),
        20,
    )
    assert sorted(Case.objects.values_list("status", flat=True)) == ["in_progress", "merged"]


def test_notes_written_at_once_all_stand_in_one_chain(cast: Cast) -> None:
    case = make_case()
    at_once(lambda number: work.note_on_case(case_id=case.pk, actor=cast.siti, text=f"Catatan {number}", now=MONDAY))
    case.refresh_from_db()
    assert (case.event_count, case.revision) == (AT_ONCE + 1, AT_ONCE)
    assert list(find_breaks()) == []


def test_guessing_from_many_connections_at_once_stays_under_the_limit(cast: Cast) -> None:
    case = make_case()
    wrong = str((int(access.pin_of(case)) + 1) % 1_000_000).zfill(6)
    answers = at_once(
        lambda number: open_with_pin(
            code=case.code, pin=wrong, visitor=Visitor(device=str(number), address="10.0.0.1"), now=MONDAY
        )
    )
    tried = sum(answer is None for answer in answers)
    assert tried <= TRIES_PER_CODE
    assert sum(isinstance(answer, TooManyAttempts) for answer in answers) == AT_ONCE - tried


def test_a_message_is_sent_once(cast: Cast, mailoutbox: list) -> None:
    make_case(email="budi@contoh.id")
    message = Message.objects.get()
    answers = at_once(lambda _n: deliver_message(message_id=message.pk, now=MONDAY))
    assert Counter(answers) == {True: 1, False: AT_ONCE - 1}
    assert len(mailoutbox) == 1


def test_two_timetables_write_one_seal(cast: Cast, settings, tmp_path) -> None:
    settings.SEALS_FILE = tmp_path / "seals.jsonl"
    make_case()
    at_once(lambda _n: write_seal(now=MONDAY), 10)
    assert Seal.objects.count() == 1
    assert len(settings.SEALS_FILE.read_text().splitlines()) == 1


def test_one_addition_sent_fifty_times_is_kept_once(cast: Cast) -> None:
    case, token = make_case(), uuid.uuid4()
    at_once(lambda _n: reporter.add_information(case_id=case.pk, text="Ada lagi.", form_token=token, now=MONDAY))
    assert case.events.filter(kind="information_added").count() == 1
