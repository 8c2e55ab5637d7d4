"""What staff and reporters do with a case, step by step."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from participation.cases.actions import publication, reporter, routing, work
from participation.cases.actions.recording import StaleCase
from participation.cases.actions.timetable import close_when_silent
from participation.cases.lifecycle import TransitionRefused
from participation.cases.models import Case, Photo
from participation.cases.queries.pending import silent_cases
from participation.cases.queries.timeline import Audience, timeline
from participation.notifications.models import Message
from participation.routing.models import LabelledText
from tests.factories import MONDAY, Cast, accept, at, bring_to, make_case, publish, respond, route


def test_routing_sets_the_answer_date_from_the_day_of_receipt(cast: Cast) -> None:
    case = route(make_case(), cast, now=MONDAY + timedelta(days=2))
    assert case.due_date == date(2026, 3, 27)
    assert case.followup_due_date == date(2026, 3, 11)


def test_a_topic_that_needs_looking_at_has_the_longer_term(cast: Cast) -> None:
    case = routing.route_case(case_id=make_case().pk, actor=cast.siti, category=cast.road, unit=cast.roads, now=MONDAY)
    assert case.due_date > date(2026, 5, 20)


def test_rerouting_buys_no_time_and_is_counted(cast: Cast) -> None:
    case = route(make_case(), cast)
    due = case.due_date
    case = route(case, cast, unit=cast.roads, now=MONDAY + timedelta(days=7))
    assert (case.due_date, case.reroute_count, case.unit) == (due, 1, cast.roads)


def test_a_decision_of_staff_is_kept_for_training_without_personal_data(cast: Cast) -> None:
    case = make_case(text="Lampu mati di Gang Melati, hubungi saya di 0812 3456 7890 ya.")
    route(case, cast)
    label = LabelledText.objects.get(subject=case.key)
    assert label.category == cast.street_light
    assert "3456" not in label.text


def test_an_inactive_unit_gets_no_cases(cast: Cast) -> None:
    cast.lighting.is_active = False
    cast.lighting.save()
    with pytest.raises(ValidationError):
        route(make_case(), cast)


def test_a_returned_case_is_back_at_triage_with_a_new_term(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    case = routing.return_case(
        case_id=case.pk, actor=cast.dewi, reason="Ini jalan kota.", rightful_unit=cast.roads,
        now=MONDAY + timedelta(days=1),
    )  # fmt: skip
    assert (case.status, case.unit, case.return_count) == ("submitted", None, 1)
    assert case.due_date == date(2026, 3, 6)
    assert case.events.get(kind="returned").data["rightful_unit"] == "dinas-jalan"


def test_a_stale_write_is_refused_and_changes_nothing(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    read = case.revision
    work.note_on_case(case_id=case.pk, actor=cast.dewi, text="Sudah dicek.", now=MONDAY)
    with pytest.raises(StaleCase):
        work.accept_case(case_id=case.pk, actor=cast.joko, now=MONDAY, revision=read)
    case.refresh_from_db()
    assert case.status == "routed"


def test_who_takes_a_case_works_it(cast: Cast) -> None:
    assert accept(bring_to(make_case(), "routed", cast), cast.dewi).assignee == cast.dewi


def test_only_a_colleague_can_be_given_a_case(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    assert work.assign_case(case_id=case.pk, actor=cast.tuti, assignee=cast.joko, now=MONDAY).assignee == cast.joko
    with pytest.raises(ValidationError):
        work.assign_case(case_id=case.pk, actor=cast.tuti, assignee=cast.rahmat, now=MONDAY)


def test_the_clock_stands_still_while_the_reporter_is_asked(cast: Cast) -> None:
    case = bring_to(make_case(email="budi@contoh.id"), "in_progress", cast)
    due = case.due_date
    case = work.ask_reporter(case_id=case.pk, actor=cast.dewi, text="Di sebelah mana?", now=MONDAY)
    assert case.auto_close_date == date(2026, 3, 16)
    assert Message.objects.filter(subject__startswith="Petugas bertanya").count() == 1
    case = reporter.answer_question(case_id=case.pk, text="Depan pos ronda.", now=MONDAY + timedelta(days=3))
    assert (case.status, case.auto_close_date) == ("in_progress", None)
    assert due == date(2026, 3, 27)
    assert case.due_date == date(2026, 4, 1)


def test_an_answer_leads_back_to_where_the_case_was(cast: Cast) -> None:
    case = make_case()
    work.ask_reporter(case_id=case.pk, actor=cast.siti, text="Di mana?", now=MONDAY)
    assert reporter.answer_question(case_id=case.pk, text="Di RW 5.", now=MONDAY).status == "submitted"


def test_the_clock_stops_for_a_named_body_only_once(cast: Cast) -> None:
    case = bring_to(make_case(), "waiting_external", cast)
    work.resume_case(case_id=case.pk, actor=cast.dewi, now=MONDAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="hanya boleh sekali"):
        work.wait_for_external(case_id=case.pk, actor=cast.dewi, body=" pln ", text="Lagi.", now=MONDAY)
    case = work.wait_for_external(case_id=case.pk, actor=cast.dewi, body="Dishub", text="Tiang.", now=MONDAY)
    assert case.waiting_for == "Dishub"


def test_fixed_needs_evidence(cast: Cast) -> None:
    case = bring_to(make_case(), "in_progress", cast)
    with pytest.raises(ValidationError, match="foto bukti"):
        respond(case, cast.dewi, outcome=Case.Outcome.FIXED)
    case.refresh_from_db()
    assert case.status == "in_progress"


def test_an_answer_waits_for_the_reporter_and_then_closes_by_itself(cast: Cast) -> None:
    case = bring_to(make_case(email="budi@contoh.id"), "responded", cast)
    last_day = case.auto_close_date
    assert last_day == date(2026, 3, 16)
    assert silent_cases(last_day, limit=10) == []
    day_after = last_day + timedelta(days=1)
    assert silent_cases(day_after, limit=10) == [case.pk]
    assert close_when_silent(case_id=case.pk, today=day_after, now=at(2026, 3, 17))
    assert not close_when_silent(case_id=case.pk, today=day_after, now=at(2026, 3, 17))
    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("closed", "silent")


def test_a_question_without_an_answer_closes_the_case(cast: Cast) -> None:
    case = bring_to(make_case(), "waiting_reporter", cast)
    assert close_when_silent(case_id=case.pk, today=date(2026, 3, 17), now=at(2026, 3, 17))
    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("closed", "no_reply")


def test_the_reporter_confirms_and_rates_once(cast: Cast) -> None:
    case = bring_to(make_case(), "responded", cast)
    case = reporter.confirm_case(case_id=case.pk, score=4, comment="Cepat.", now=MONDAY)
    assert (case.status, case.close_reason) == ("closed", "confirmed")
    with pytest.raises(ValidationError, match="sudah memberi penilaian"):
        reporter.rate_case(case_id=case.pk, score=1, comment="", now=MONDAY)


def test_reopening_goes_to_another_officer_with_a_new_date_and_keeps_the_day_of_receipt(cast: Cast) -> None:
    case = bring_to(make_case(), "routed", cast)
    accept(case, cast.dewi)
    respond(case, cast.dewi)
    case = reporter.reopen_case(case_id=case.pk, text="Masih mati.", now=at(2026, 3, 13))
    assert case.assignee in {cast.joko, cast.tuti}
    assert case.due_date == date(2026, 3, 25)
    assert (case.status, case.reopen_count, case.outcome) == ("in_progress", 1, "")
    assert case.submitted_at == MONDAY
    respond(case, cast.joko)
    assert reporter.confirm_case(case_id=case.pk, score=3, now=MONDAY).ratings.count() == 1


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_a_closed_case_can_be_reopened_within_the_window(cast: Cast, days: int, possible: bool) -> None:
    case = bring_to(make_case(), "closed", cast)
    when = MONDAY + timedelta(days=days)
    assert reporter.can_reopen(case, now=when) is possible
    if not possible:
        with pytest.raises(TransitionRefused):
            reporter.reopen_case(case_id=case.pk, text="Masih.", now=when)


def test_a_withdrawn_case_stays_closed(cast: Cast) -> None:
    case = bring_to(make_case(), "in_progress", cast)
    case = reporter.withdraw_case(case_id=case.pk, now=MONDAY)
    assert (case.status, case.close_reason) == ("closed", "withdrawn")
    with pytest.raises(TransitionRefused):
        reporter.reopen_case(case_id=case.pk, text="Eh.", now=MONDAY)


def test_a_rejected_case_can_be_objected_to(cast: Cast) -> None:
    case = bring_to(make_case(email="budi@contoh.id"), "rejected", cast)
    case = reporter.object_to_rejection(case_id=case.pk, text="Ini sungguhan.", now=MONDAY + timedelta(days=1))
    assert (case.status, case.reject_reason, case.unit) == ("submitted", "", None)


def test_what_cannot_be_understood_is_asked_about_first(cast: Cast) -> None:
    case = make_case()
    reject = {"actor": cast.siti, "reason": "unintelligible", "text": "Tidak jelas.", "now": MONDAY}
    with pytest.raises(ValidationError, match="Tanyakan dulu"):
        work.reject_case(case_id=case.pk, **reject)
    work.ask_reporter(case_id=case.pk, actor=cast.siti, text="Maksudnya apa?", now=MONDAY)
    reporter.answer_question(case_id=case.pk, text="Anu.", now=MONDAY)
    assert work.reject_case(case_id=case.pk, **reject).status == "rejected"


def test_merging_and_unmerging_lose_nothing(cast: Cast) -> None:
    main = bring_to(make_case(email="ani@contoh.id"), "in_progress", cast)
    case = bring_to(make_case(email="budi@contoh.id"), "routed", cast)
    before = {name: getattr(case, name) for name in ("status", "unit_id", "category_id", "due_date", "assignee_id")}
    case = work.merge_case(case_id=case.pk, actor=cast.siti, main_code=main.code, now=MONDAY)
    assert (case.status, case.merged_into) == ("merged", main)
    respond(main, cast.dewi)
    told = {message.recipient for message in Message.objects.filter(subject__endswith="sudah dijawab")}
    assert told == {"ani@contoh.id", "budi@contoh.id"}
    case = work.unmerge_case(case_id=case.pk, actor=cast.siti, now=MONDAY)
    assert {name: getattr(case, name) for name in before} == before


@pytest.mark.parametrize("identity", ["confidential", "anonymous"])
def test_a_confidential_case_is_not_merged_with_others(cast: Cast, identity: str) -> None:
    main = bring_to(make_case(identity=identity), "in_progress", cast)
    other = "anonymous" if identity == "confidential" else "confidential"
    case = bring_to(make_case(identity=other), "routed", cast)
    with pytest.raises(ValidationError, match="Rahasia"):
        work.merge_case(case_id=case.pk, actor=cast.ratna, main_code=main.code, now=MONDAY)


def test_the_clock_of_a_merged_case_is_that_of_the_main_one(cast: Cast) -> None:
    case = bring_to(make_case(), "merged", cast)
    with pytest.raises(PermissionDenied):
        accept(case, cast.ratna)


def test_the_same_note_sent_twice_is_kept_once(cast: Cast) -> None:
    import uuid

    case, token = make_case(), uuid.uuid4()
    for _ in range(2):
        work.note_on_case(case_id=case.pk, actor=cast.siti, text="Cek.", now=MONDAY, form_token=token)
        reporter.add_information(case_id=case.pk, text="Tambahan.", now=MONDAY, form_token=uuid.uuid5(token, "x"))
    assert case.events.filter(kind="noted").count() == 1
    assert case.events.filter(kind="information_added").count() == 1


def test_opening_an_identity_needs_a_reason_and_the_reporter_sees_it(cast: Cast) -> None:
    case = make_case(email="budi@contoh.id")
    with pytest.raises(ValidationError):
        work.open_identity(case_id=case.pk, actor=cast.ratna, reason="  ", now=MONDAY)
    with pytest.raises(PermissionDenied):
        work.open_identity(case_id=case.pk, actor=cast.siti, reason="Perlu.", now=MONDAY)
    assert (
        work.open_identity(case_id=case.pk, actor=cast.ratna, reason="Ancaman.", now=MONDAY).email == "budi@contoh.id"
    )
    assert "identity_opened" in [entry.kind for entry in timeline(case, Audience.REPORTER)]
    assert "identity_opened" not in [entry.kind for entry in timeline(case, Audience.PUBLIC)]


def test_the_public_reads_words_only_after_publication_and_only_masked(cast: Cast) -> None:
    case = bring_to(make_case(), "in_progress", cast)
    reporter.add_information(case_id=case.pk, text="Nomor saya 0812 3456 7890.", now=MONDAY)
    answer = work.Answer(outcome="answered", text="Hubungi 0812 9999 8888 bila perlu.")
    work.respond_to_case(case_id=case.pk, actor=cast.dewi, answer=answer, now=MONDAY)
    case.refresh_from_db()
    assert [entry.text for entry in timeline(case, Audience.PUBLIC) if entry.text] == []
    case = publish(case, cast.dewi)
    words = " ".join(entry.text for entry in timeline(case, Audience.PUBLIC))
    assert "Hubungi" in words
    assert "9999" not in words
    assert "3456" not in words


def test_unpublishing_takes_everything_back(cast: Cast) -> None:
    case = publish(make_case(), cast.siti)
    assert case.public_words
    case = publication.unpublish_case(case_id=case.pk, actor=cast.siti, now=MONDAY)
    assert (case.published_at, case.public_words) == (None, "")
    assert not Photo.objects.filter(case=case, is_public=True).exists()


def test_support_counts_once_a_visitor(cast: Cast) -> None:
    case = publish(make_case(), cast.siti)
    assert reporter.support_case(case_id=case.pk, visitor_key="a", now=MONDAY)
    assert not reporter.support_case(case_id=case.pk, visitor_key="a", now=MONDAY)
    assert reporter.support_case(case_id=case.pk, visitor_key="b", now=MONDAY)
    case.refresh_from_db()
    assert case.support_count == 2
