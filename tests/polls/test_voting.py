"""One person, one vote: who may, what is refused, what happens when the connection breaks."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from participation.polls.actions.issuing import issue_codes, replace_code
from participation.polls.actions.paper import confirm_papers, drop_papers, enter_papers
from participation.polls.actions.states import close_poll, open_poll
from participation.polls.actions.voting import AlreadyVoted, Filled, VoteRefused, VotingClosed, check_in_paper_voter
from participation.polls.models import (
    Ballot,
    BallotChoice,
    Elector,
    PaperBatch,
    Participation,
    Poll,
    PollArea,
    Receipt,
    Signature,
    TextAnswer,
    VotingCode,
)
from participation.polls.queries.entitlement import by_account, by_code, by_resident, yet_to_vote
from participation.polls.queries.pending import polls_to_close
from participation.polls.queries.verification import poll_faults
from participation.polls.tasks import close_due_polls
from participation.polls.voter_roll import Resident, forget_roll, register_roll
from participation.sealing.codes import new_one_time_code
from tests.factories import make_area, make_user
from tests.polls.stage import AFTER, CLOSING, EVERY_KIND, NOON, OPENING, Stage, committee, make_draft, open_stage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_vote_is_one_participation_one_ballot_one_receipt() -> None:
    stage = open_stage(*EVERY_KIND)
    receipt = stage.vote({1: (2,), 2: (3, 1), 3: (3, 1), 4: (4,)}, texts={5: " Lampu taman "})
    assert (Participation.objects.count(), Ballot.objects.count(), Receipt.objects.get().code) == (1, 1, receipt)
    choices = BallotChoice.objects.order_by("question", "rank", "option")
    assert [(c.option.label, c.rank, c.is_single) for c in choices] == [
        ("Kebun warga", None, True),
        ("Senin", None, False),
        ("Jumat", None, False),
        ("Lapangan olahraga", 1, False),
        ("Taman bermain", 2, False),
        ("4", None, True),
    ]
    assert TextAnswer.objects.get().text == "Lampu taman"


def test_the_same_form_again_gets_the_same_receipt_and_no_second_vote() -> None:
    stage, token = open_stage(), uuid.uuid4().hex
    first = stage.vote({1: (1,)}, code=stage.codes[0], token=token)
    assert stage.vote({1: (1,)}, code=stage.codes[0], token=token) == first
    assert stage.vote({1: (3,)}, code=stage.codes[0], token=token) == first
    assert (Ballot.objects.count(), Participation.objects.count()) == (1, 1)


def test_the_receipt_can_still_be_had_after_closing() -> None:
    stage, token = open_stage(), uuid.uuid4().hex
    first = stage.vote({1: (1,)}, code=stage.codes[0], token=token)
    stage.close()
    assert stage.vote({1: (1,)}, code=stage.codes[0], token=token, now=AFTER) == first


def test_another_form_with_the_same_code_is_refused() -> None:
    stage = open_stage()
    stage.vote({1: (1,)}, code=stage.codes[0])
    with pytest.raises(AlreadyVoted):
        stage.vote({1: (2,)}, code=stage.codes[0])
    assert Ballot.objects.count() == 1


def test_two_people_may_use_one_form_on_one_phone() -> None:
    stage, token = open_stage(), uuid.uuid4().hex
    receipts = {stage.vote({1: (1,)}, code=code, token=token) for code in stage.codes[:2]}
    assert len(receipts) == 2
    assert Ballot.objects.count() == 2


@pytest.mark.parametrize("now", [OPENING.replace(hour=8), CLOSING, AFTER])
def test_votes_outside_the_time_are_refused(now) -> None:
    stage = open_stage()
    with pytest.raises(VotingClosed):
        stage.vote({1: (1,)}, now=now)
    assert not Participation.objects.exists()
    assert not VotingCode.objects.filter(is_used=True).exists()


@pytest.mark.parametrize("answers", [{}, {1: (4,)}, {1: (1, 2)}, {1: (1, 1)}, {1: (0,)}])
def test_a_ballot_that_breaks_the_rules_costs_nobody_the_vote(answers: dict) -> None:
    stage = open_stage()
    with pytest.raises(VoteRefused):
        stage.vote(answers, code=stage.codes[0])
    assert not Participation.objects.exists()
    assert stage.vote({1: (1,)}, code=stage.codes[0])


def test_codes_are_stored_as_hashes_and_read_as_people_type_them() -> None:
    stage = open_stage()
    code = stage.codes[0]
    assert not VotingCode.objects.filter(code_hash__icontains=code).exists()
    typed = f" {code[:4].lower()} {code[4:8]}-{code[8:]}"
    assert by_code(stage.poll, typed) == by_code(stage.poll, code)
    assert by_code(stage.poll, "2" * 12) is None
    assert by_code(stage.poll, "pendek") is None


def test_a_code_of_one_poll_opens_no_other() -> None:
    first, second = open_stage(), open_stage(slug="lain")
    assert by_code(second.poll, first.codes[0]) is None


def test_codes_are_made_in_the_draft_only_and_replaced_one_for_one() -> None:
    stage = open_stage()
    with pytest.raises(ValidationError):
        issue_codes(poll_id=stage.poll.pk, actor=stage.chair, count=5, area=make_area(), rw=5, now=NOON)
    new = replace_code(poll_id=stage.poll.pk, actor=stage.chair, lost=stage.codes[0], now=NOON)
    assert by_code(stage.poll, stage.codes[0]) is None
    assert VotingCode.objects.filter(poll=stage.poll, is_revoked=False).count() == 30
    stage.vote({1: (1,)}, code=new)
    with pytest.raises(ValidationError):
        replace_code(poll_id=stage.poll.pk, actor=stage.chair, lost=new, now=NOON)


def test_codes_stay_within_the_areas_of_the_poll() -> None:
    poll, chair, inside, outside = make_draft(), committee(), make_area("Pakemitan"), make_area("Sukamulya")
    PollArea.objects.create(poll=poll, area=inside, rw=5)
    issue_codes(poll_id=poll.pk, actor=chair, count=1, area=inside, rw=5, now=OPENING)
    for place in ({"area": inside, "rw": 6}, {"area": outside, "rw": 5}, {}):
        with pytest.raises(ValidationError):
            issue_codes(poll_id=poll.pk, actor=chair, count=1, now=OPENING, **place)


@pytest.mark.parametrize("name", ["warga", "superuser"])
def test_only_the_committee_acts(name: str) -> None:
    user = make_user(name)
    user.is_superuser = name == "superuser"
    user.save()
    poll = make_draft()
    for act in (
        lambda: issue_codes(poll_id=poll.pk, actor=user, count=1, now=OPENING),
        lambda: open_poll(poll_id=poll.pk, actor=user, now=OPENING),
        lambda: close_poll(poll_id=poll.pk, actor=user, now=AFTER),
        lambda: enter_papers(poll_id=poll.pk, actor=user, papers=[]),
    ):
        with pytest.raises(PermissionDenied):
            act()


class Roll:
    """Stands for the app of verified residents, which registers the like of it."""

    def __init__(self, *residents: Resident, accounts: dict | None = None) -> None:
        self.people, self.accounts = list(residents), accounts or {}

    def residents(self):
        return self.people

    def resident_of(self, user):
        return self.accounts.get(user.pk)

    def find(self, typed: str):
        return next((resident for resident in self.people if resident.id == typed), None)


@pytest.fixture
def roll():
    area, other = make_area("Pakemitan"), make_area("Sukamulya")
    warga = make_user("Warga")
    people = [Resident("r1", area.pk, 5), Resident("r2", area.pk, 6), Resident("r3", other.pk, 5)]
    made = Roll(*people, accounts={warga.pk: people[0]})
    made.warga = warga
    register_roll(made)
    yield made
    forget_roll(made)


def test_verified_residents_vote_as_the_roll_stood_at_opening(roll: Roll) -> None:
    poll = make_draft(audience=Poll.Audience.RESIDENTS)
    PollArea.objects.create(poll=poll, area=make_area("Pakemitan"))
    poll = open_poll(poll_id=poll.pk, actor=committee(), now=OPENING)
    assert Elector.objects.filter(poll=poll).count() == 2
    roll.people.append(late := Resident("r4", make_area("Pakemitan").pk, 5))
    assert by_resident(poll, late) is None
    assert by_resident(poll, roll.people[2]) is None
    stage, right = Stage(poll, committee(), []), by_account(poll, roll.warga)
    assert right is not None
    assert [resident.id for resident in yet_to_vote(poll)] == ["r1", "r2"]
    _cast(stage, right)
    assert [resident.id for resident in yet_to_vote(poll)] == ["r2"]
    with pytest.raises(AlreadyVoted):
        _cast(stage, by_resident(poll, roll.find("r1")))


def test_a_code_for_a_known_resident_is_the_same_vote_as_the_account(roll: Roll) -> None:
    poll = open_poll(poll_id=make_draft(audience=Poll.Audience.RESIDENTS).pk, actor=committee(), now=OPENING)
    from participation.polls import codes
    from participation.polls.queries.entitlement import secret_of

    code = new_one_time_code()
    VotingCode.objects.create(poll=poll, batch=1, code_hash=codes.keyed(secret_of(poll), "code", code), holder="r1")
    stage = Stage(poll, committee(), [code])
    stage.vote({1: (1,)})
    with pytest.raises(AlreadyVoted):
        _cast(stage, by_account(poll, roll.warga))
    assert Ballot.objects.count() == 1


def _cast(stage: Stage, right) -> str:
    from participation.polls.actions.voting import cast_vote

    return cast_vote(poll_id=stage.poll.pk, right=right, filled=Filled({1: (1,)}), token=uuid.uuid4().hex, now=NOON)


def test_names_stand_on_the_ballots_of_an_open_poll_only() -> None:
    stage = open_stage(is_secret=False)
    stage.vote({1: (1,)}, name="Warga RW 05 (contoh)")
    assert Signature.objects.get().name == "Warga RW 05 (contoh)"
    stage.close()
    assert list(poll_faults(stage.poll)) == []


def test_paper_uses_up_the_same_right() -> None:
    stage = open_stage()
    receipt = check_in_paper_voter(poll_id=stage.poll.pk, right=by_code(stage.poll, stage.codes[0]), now=NOON)
    assert Receipt.objects.get().code == receipt
    with pytest.raises(AlreadyVoted):
        stage.vote({1: (1,)}, code=stage.codes[0])
    stage.vote({1: (1,)}, code=stage.codes[1])
    with pytest.raises(AlreadyVoted):
        check_in_paper_voter(poll_id=stage.poll.pk, right=by_code(stage.poll, stage.codes[1]), now=NOON)


def _with_paper(voters: int) -> Stage:
    stage = open_stage()
    for code in stage.codes[:voters]:
        check_in_paper_voter(poll_id=stage.poll.pk, right=by_code(stage.poll, code), now=NOON)
    stage.used = voters
    return stage


def test_papers_count_once_two_people_typed_the_same_pile() -> None:
    stage, second = _with_paper(3), committee("Panitia Dua")
    batch = enter_papers(poll_id=stage.poll.pk, actor=stage.chair, papers=[{1: (1,)}, {1: (2,)}])
    assert not Ballot.objects.exists()
    with pytest.raises(ValidationError, match="orang lain"):
        confirm_papers(batch_id=batch.pk, actor=stage.chair, papers=[{1: (1,)}, {1: (2,)}], now=NOON)
    with pytest.raises(ValidationError, match="tidak sama"):
        confirm_papers(batch_id=batch.pk, actor=second, papers=[{1: (1,)}, {1: (3,)}], now=NOON)
    done = confirm_papers(batch_id=batch.pk, actor=second, papers=[{1: (2,)}, {1: (1,)}], now=NOON)
    assert (done.status, done.papers, Ballot.objects.count()) == (PaperBatch.Status.COUNTED, [], 2)
    with pytest.raises(ValidationError, match="sudah selesai"):
        confirm_papers(batch_id=batch.pk, actor=second, papers=[{1: (2,)}, {1: (1,)}], now=NOON)


def test_there_are_never_more_papers_than_paper_voters() -> None:
    stage, second = _with_paper(2), committee("Panitia Dua")
    with pytest.raises(ValidationError, match="Lebih banyak"):
        enter_papers(poll_id=stage.poll.pk, actor=stage.chair, papers=[{1: (1,)}] * 3)
    batch = enter_papers(poll_id=stage.poll.pk, actor=stage.chair, papers=[{1: (1,)}] * 2)
    with pytest.raises(ValidationError, match="Lebih banyak"):
        enter_papers(poll_id=stage.poll.pk, actor=second, papers=[{1: (1,)}])
    drop_papers(batch_id=batch.pk, actor=stage.chair)
    enter_papers(poll_id=stage.poll.pk, actor=second, papers=[{1: (1,)}])


def test_the_timetable_waits_for_papers_and_missing_ones_are_counted_openly() -> None:
    stage, second = _with_paper(3), committee("Panitia Dua")
    for number in range(6):
        stage.vote({1: (1 + number % 2,)})
    assert polls_to_close(AFTER) == []
    batch = enter_papers(poll_id=stage.poll.pk, actor=stage.chair, papers=[{1: (3,)}] * 2)
    with pytest.raises(ValidationError, match="menunggu orang kedua"):
        stage.close()
    confirm_papers(batch_id=batch.pk, actor=second, papers=[{1: (3,)}] * 2, now=AFTER)
    assert polls_to_close(AFTER) == []
    result = stage.close().result
    counts = (result.voter_count, result.paper_voter_count, result.ballot_count, result.receipt_count)
    assert (*counts, result.missing_paper_count) == (9, 3, 8, 9, 1)
    assert list(poll_faults(stage.poll)) == []


def test_the_timetable_closes_what_is_due(time_machine) -> None:
    stage = open_stage()
    stage.vote({1: (1,)})
    time_machine.move_to(AFTER, tick=False)
    close_due_polls()
    stage.poll.refresh_from_db()
    assert stage.poll.status == "closed"


def test_an_unfinished_poll_is_not_opened() -> None:
    from participation.polls.counting import Kind

    for questions, fields in [
        (((Kind.SINGLE, ("Satu-satunya",), {}),), {}),
        (((Kind.SEVERAL, ("A", "B"), {"minimum": 3, "maximum": 3}),), {}),
        ((), {"opens_at": OPENING.replace(month=1), "closes_at": OPENING.replace(month=2)}),
    ]:
        poll = make_draft(*questions, slug=uuid.uuid4().hex[:8], **fields)
        issue_codes(poll_id=poll.pk, actor=committee(), count=1, now=OPENING.replace(month=1))
        with pytest.raises(ValidationError):
            open_poll(poll_id=poll.pk, actor=committee(), now=OPENING)
    with pytest.raises(ValidationError, match="Belum ada yang diundang"):
        open_poll(poll_id=make_draft().pk, actor=committee(), now=OPENING)
