from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from participation.cases.lifecycle import Status
from portal import icons, status_words
from portal.styleguide import SampleForm

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def draw(source: str, **context: object) -> str:
    request = context.get("request")
    made = RequestContext(request, context) if request else Context(context)
    return Template("{% load ui %}" + source).render(made).strip()


def case_in(status: Status, **extra: object) -> SimpleNamespace:
    facts = {"reopen_count": 0, "close_reason": "", "waiting_for": "", "resume_status": Status.ROUTED}
    return SimpleNamespace(status=status.value, submitted_at=NOON, **{**facts, **extra})


def reached(status: str, days: int) -> SimpleNamespace:
    return SimpleNamespace(status_after=status, at=NOON + timedelta(days=days))


def test_icon_is_silent_beside_its_word_and_speaks_alone():
    assert 'aria-hidden="true"' in draw('{% icon "search" %}')
    assert 'role="img" aria-label="Cari &amp; saring"' in draw('{% icon "search" label %}', label="Cari & saring")


def test_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        draw('{% icon "unicorn" %}')


def test_every_category_has_an_icon_that_exists():
    assert set(icons.BY_CATEGORY.values()) | {icons.for_category("unknown")} <= icons.shapes().keys()


@pytest.mark.parametrize(
    ("status", "extra", "public", "reporter"),
    [
        (Status.SUBMITTED, {}, "Diterima", "Diterima"),
        (Status.ROUTED, {}, "Diperiksa", "Diperiksa"),
        (Status.IN_PROGRESS, {}, "Dikerjakan", "Dikerjakan"),
        (Status.IN_PROGRESS, {"reopen_count": 1}, "Dibuka kembali", "Dibuka kembali"),
        (Status.WAITING_REPORTER, {}, "Menunggu pelapor", "Menunggu jawaban Anda"),
        (Status.WAITING_EXTERNAL, {"waiting_for": "PLN"}, "Dikerjakan, menunggu PLN", "Dikerjakan, menunggu PLN"),
        (Status.RESPONDED, {}, "Selesai", "Selesai, menunggu penilaian Anda"),
        (Status.CLOSED, {"close_reason": "confirmed"}, "Selesai", "Selesai"),
        (Status.CLOSED, {"close_reason": "withdrawn"}, "Ditarik pelapor", "Ditarik pelapor"),
        (Status.CLOSED, {"close_reason": "no_reply"}, "Ditutup", "Ditutup"),
        (Status.REJECTED, {}, "Ditutup", "Ditutup"),
        (Status.MERGED, {}, "Digabung", "Digabung dengan laporan serupa"),
    ],
)
def test_badge_words(status, extra, public, reporter):
    case = case_in(status, **extra)
    assert public in draw("{% status_badge case %}", case=case)
    assert status_words.badge_for(case).text == public
    assert status_words.badge_for(case, is_reporter=True).text == reporter


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_badge_with_an_icon_that_exists(status):
    badge = status_words.badge_for(status.value)
    assert badge.icon in icons.shapes()
    assert f"badge--{badge.style}" in draw("{% status_badge status %}", status=status.value)


def test_steps_name_the_day_each_was_last_reached():
    events = [reached("in_progress", 5), reached("responded", 4), reached("in_progress", 3), reached("routed", 1)]
    steps = status_words.steps_of(case_in(Status.IN_PROGRESS, reopen_count=1), events)
    assert [(step.label, step.state, step.at) for step in steps] == [
        ("Diterima", "done", NOON),
        ("Diperiksa", "done", NOON + timedelta(days=1)),
        ("Dikerjakan", "now", NOON + timedelta(days=5)),
        ("Selesai", "", None),
    ]


def test_steps_of_a_closed_case_are_all_done():
    assert {step.state for step in status_words.steps_of(case_in(Status.CLOSED))} == {"done"}


def test_steps_of_a_waiting_case_stand_where_it_came_from():
    steps = status_words.steps_of(case_in(Status.WAITING_REPORTER, resume_status=Status.IN_PROGRESS.value))
    assert [step.state for step in steps] == ["done", "done", "now", ""]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.MERGED])
def test_steps_of_a_case_that_left_the_way_say_where_it_ended(status):
    steps = status_words.steps_of(case_in(status), [reached(status.value, 2)])
    assert [step.label for step in steps] == ["Diterima", status_words.badge_for(status).text]
    assert steps[-1].at == NOON + timedelta(days=2)


@time_machine.travel(NOON, tick=False)
def test_words_for_dates_use_local_time():
    late_evening = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert draw("{{ at|moment }}", at=late_evening) == "Sabtu, 21 November, 01.30"
    assert draw("{{ at|moment_full }}", at=late_evening) == "Sabtu, 21 November 2026 pukul 01.30"
    assert draw("{{ at|day }}", at=late_evening) == "Sabtu, 21 November"
    assert draw("{{ at|day_full }}", at=date(2026, 12, 2)) == "Rabu, 2 Desember 2026"
    assert draw("{{ at|age }}", at=NOON - timedelta(minutes=12)) == "12 menit lalu"
    assert draw("{{ at|day }}{{ at|moment }}{{ at|age }}", at=None) == ""


@time_machine.travel(NOON, tick=False)
def test_due_shows_lateness_and_nothing_without_a_date():
    assert "due--late" in draw("{% due day %}", day=date(2026, 11, 24))
    assert "Jawab besok".lower() in draw('{% due day "Jawab" %}', day=date(2026, 11, 26)).lower()
    assert draw("{% due day %}", day=None) == ""


def test_numbers():
    assert draw("{{ value|number }} {{ share|percent }} {{ days|number:1 }}", value=1284, share=0.81, days=3.4) == (
        "1.284 81% 3,4"
    )


@pytest.mark.parametrize(("probability", "tubes"), [(0.7, "3"), (0.6, "3"), (0.3, "2"), (0.29, "1")])
def test_sureness_follows_the_stored_threshold(probability, tubes):
    assert draw("{{ p|sureness:0.6 }}", p=probability) == tubes


def test_field_ties_label_hint_and_error_to_its_control():
    form = SampleForm({"plain": "", "phone": "0812"})
    drawn = draw("{% field form.plain %}", form=form)
    assert '<label class="label" for="id_plain">' in drawn
    assert 'aria-describedby="id_plain_hint id_plain_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert drawn.index('id="id_plain_hint"') < drawn.index('id="id_plain_error"') < drawn.index("<input")
    assert '<span class="sr">Galat: </span>' in drawn


def test_field_says_what_may_stay_empty():
    form = SampleForm()
    assert "(boleh kosong)" in draw("{% field form.optional %}", form=form)
    assert "(boleh kosong)" not in draw("{% field form.plain %}", form=form)


def test_radio_field_is_a_group_of_cards_with_nothing_chosen():
    drawn = draw("{% field form.score %}", form=SampleForm())
    assert drawn.count('class="choice__box"') == 3
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert "checked" not in drawn


def test_error_summary_links_to_the_fields_and_escapes():
    class Form(forms.Form):
        name = forms.CharField(error_messages={"required": "Tulis <nama>"})

    drawn = draw("{% error_summary form 'Isian lain tersimpan.' %}", form=Form({}))
    assert '<a href="#id_name">Tulis &lt;nama&gt;</a>' in drawn
    assert "Ada 1 hal yang perlu diperbaiki" in drawn
    assert "Isian lain tersimpan." in drawn
    assert draw("{% error_summary form %}", form=Form({"name": "Budi"})) == ""


def test_pager_keeps_the_filters_and_marks_the_page():
    request = RequestFactory().get("/laporan/", {"status": "selesai", "page": "2"})
    drawn = draw("{% pager page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'href="?status=selesai&amp;page=3"' in drawn
    assert drawn.count('aria-current="page"') == 1
    assert "Halaman 2 dari 10" in drawn
    assert draw("{% pager page %}", page=Paginator(range(3), 10).page(1), request=request) == ""


def test_query_without_drops_a_filter_and_returns_to_the_first_page():
    request = RequestFactory().get("/laporan/", {"status": "selesai", "area": "a", "page": "4"})
    assert draw('{% query_without "status" %}', request=request) == "?area=a"


def test_bar_stays_inside_its_frame_and_carries_no_style():
    drawn = draw("{% bar 140 goal=90 %}")
    assert '<rect width="100"' in drawn
    assert 'x="90"' in drawn
    assert "style=" not in drawn


def test_marked_shows_hidden_data_and_driving_words_and_escapes_the_rest():
    drawn = draw(
        "{% marked text words %}", text="Lampu mati <b> di [alamat], telepon [nomor HP]", words=["lampu", "mati"]
    )
    assert "<mark>Lampu</mark> <mark>mati</mark> &lt;b&gt;" in drawn
    assert drawn.count('class="pii"') == 2
    assert "[nomor HP]" not in drawn


def test_marked_leaves_parts_of_words_alone():
    assert "<mark>" not in draw("{% marked text words %}", text="Lampunya padam", words=["lampu"])
    assert "<mark>" not in draw("{% marked text %}", text="Lampunya padam")


@pytest.mark.parametrize(
    ("audience", "place"),
    [
        ("public", "/laporan/foto/{key}/kecil/"),
        ("own", "/lacak/CNB7K4P29DM/foto/{key}/kecil/"),
        ("staff", "/petugas/laporan/CNB7K4P29DM/foto/{key}/kecil/"),
    ],
)
def test_photos_come_through_the_door_of_the_audience(audience, place):
    key = uuid4()
    drawn = draw(
        "{% photo_url photo %}",
        photo=SimpleNamespace(key=key),
        case=SimpleNamespace(code="CNB7K4P29DM"),
        photo_audience=audience,
    )
    assert drawn == place.format(key=key)


def test_crumbs_begin_at_home_and_end_at_the_page_itself():
    drawn = draw('{% crumbs "Laporan warga" "/laporan/" "CNB-7K4P" %}')
    assert drawn.index('href="/"') < drawn.index('href="/laporan/"') < drawn.index('aria-current="page">CNB-7K4P')


def test_latest_is_the_first_of_its_kind():
    events = [SimpleNamespace(kind="asked", text="kedua"), SimpleNamespace(kind="asked", text="pertama")]
    assert draw('{% with e=events|latest:"asked" %}{{ e.text }}{% endwith %}', events=events) == "kedua"
    assert draw('{% with e=events|latest:"rated" %}{{ e.text }}{% endwith %}', events=events) == ""
