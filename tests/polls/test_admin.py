"""The doors of the admin: a poll is written and copied there, and nothing there changes one that has a ballot."""

import json

import pytest
from django.test import Client

from participation.polls.actions.issuing import issue_codes
from participation.polls.actions.states import open_poll
from participation.polls.models import Poll
from tests.factories import make_area
from tests.polls.stage import OPENING, committee, make_draft, open_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

ADMIN = "/kelola/snippets/polls/poll"


def _admin_form(poll: Poll, **changes: object) -> dict[str, object]:
    form = {
        "title": poll.title,
        "slug": poll.slug,
        "audience": poll.audience,
        "opens_at": "2026-03-02 09:00",
        "closes_at": "2026-03-09 09:00",
        "is_secret": "on",
        "questions-TOTAL_FORMS": "0",
        "questions-INITIAL_FORMS": "0",
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
        "areas-TOTAL_FORMS": "0",
        "areas-INITIAL_FORMS": "0",
    }
    form |= {
        "questions-TOTAL_FORMS": "1",
        "questions-0-text": "Pertanyaan baru",
        "questions-0-kind": "single",
        "questions-0-minimum": "1",
        "questions-0-ORDER": "1",
        "questions-0-is_required": "on",
        "questions-0-options-TOTAL_FORMS": "2",
        "questions-0-options-INITIAL_FORMS": "0",
        "questions-0-options-0-label": "Ya",
        "questions-0-options-0-ORDER": "1",
        "questions-0-options-1-label": "Tidak",
        "questions-0-options-1-ORDER": "2",
    }
    return form | changes


def test_a_poll_is_written_and_previewed_in_the_admin(chair: Client) -> None:
    draft = make_draft(slug="lama")
    made = chair.post(f"{ADMIN}/add/", _admin_form(draft, slug="baru", title="Baru"))
    assert made.status_code == 302, made.content.decode()[:3000]
    poll = Poll.objects.get(slug="baru")
    assert poll.status == "draft"
    assert [option.label for option in poll.questions.get().options.all()] == ["Ya", "Tidak"]
    assert chair.get(f"{ADMIN}/edit/{poll.pk}/").status_code == 200
    preview = chair.post(f"{ADMIN}/preview/", _admin_form(draft, slug="lain", title="Pratinjau ini"))
    assert json.loads(preview.content)["is_valid"] is True
    assert "Pratinjau ini" in chair.get(f"{ADMIN}/preview/").content.decode()


def _state(poll: Poll) -> tuple:
    poll = Poll.objects.get(pk=poll.pk)
    questions = [(q.text, [o.label for o in q.options.all()]) for q in poll.questions.all()]
    return poll.status, poll.title, poll.closes_at, questions


def test_no_door_of_the_admin_changes_a_poll_with_a_ballot(chair: Client) -> None:
    draft = make_draft()
    draft.title = "Judul lama"
    old = draft.save_revision()
    stage = open_stage(slug="lain")
    stage.vote({1: (1,)})
    poll, before = stage.poll, _state(stage.poll)
    assert chair.post(f"{ADMIN}/edit/{poll.pk}/", _admin_form(poll, title="Diubah")).status_code == 302
    assert chair.post(f"{ADMIN}/delete/{poll.pk}/").status_code in (302, 403)
    chair.post(f"/kelola/bulk/polls/poll/delete/?id={poll.pk}")
    assert _state(poll) == before
    issue_codes(poll_id=draft.pk, actor=committee(), count=1, area=make_area(), rw=5, now=OPENING)
    opened = open_poll(poll_id=draft.pk, actor=committee(), now=OPENING)
    before = _state(opened)
    address = f"{ADMIN}/history/{opened.pk}/revisions/{old.pk}/revert/"
    assert chair.get(address).status_code == 302
    chair.post(address, _admin_form(opened, revision=old.pk))
    assert _state(opened) == before


def test_a_copy_is_a_new_draft_with_a_secret_of_its_own(chair: Client) -> None:
    stage = open_stage()
    stage.vote({1: (1,)})
    html = chair.get(f"{ADMIN}/copy/{stage.poll.pk}/").content.decode()
    assert 'value="Kebun warga"' in html
    assert 'value="lahan-salinan"' in html
    made = chair.post(f"{ADMIN}/copy/{stage.poll.pk}/", _admin_form(stage.poll, slug="salinan"))
    assert made.status_code == 302
    copy = Poll.objects.get(slug="salinan")
    assert (copy.status, copy.ballots.count(), copy.codes.count()) == ("draft", 0, 0)
    assert copy.box.secret != stage.poll.box.secret
    assert copy.key != stage.poll.key


def test_the_secret_never_stands_in_a_revision() -> None:
    poll = make_draft()
    content = json.dumps(poll.save_revision().content, default=str)
    assert poll.box.secret not in content
