"""After closing: nothing moves through the product, and whatever moves round it is found and named."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from participation.ledger.actions import write_seal
from participation.ledger.models import AppendOnlyError
from participation.ledger.queries import find_breaks
from participation.polls.actions.publication import restore_files
from participation.polls.actions.states import certify_poll, write_follow_up
from participation.polls.models import (
    Ballot,
    BallotChoice,
    Option,
    Participation,
    Receipt,
    Result,
    Tally,
    TextAnswer,
)
from participation.polls.queries.published import ballot_path
from participation.polls.queries.verification import poll_faults
from participation.polls.tasks import close_due_polls
from tests.polls.outside import download, run_script
from tests.polls.stage import AFTER, EVERY_KIND, Stage, open_stage, without_triggers


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> None:
    """A committing test on the embedded database, unless it asks for PostgreSQL."""
    if "pg" not in request.fixturenames:
        request.getfixturevalue("transactional_db")


@pytest.fixture
def counted(transactional_db: None) -> Stage:
    return _counted()


def _counted() -> Stage:
    stage = open_stage(*EVERY_KIND)
    for number in range(12):
        answers = {1: (1 + number % 3,), 2: (1, 2), 3: ((2, 1), (1,), (3, 2, 1))[number % 3], 4: (1 + number % 5,)}
        stage.vote(answers, texts={5: f"Usul nomor {number}"} if number % 2 else {})
    stage.close()
    return stage


def test_a_counted_poll_agrees_everywhere(counted: Stage, tmp_path: Path) -> None:
    assert list(poll_faults(counted.poll)) == []
    assert list(find_breaks()) == []
    assert run_script(download(counted.poll, tmp_path / "web")) == (0, "12 ballots recounted: everything agrees\n")
    out = StringIO()
    call_command("verify_poll", stdout=out)
    assert "lahan: everything agrees" in out.getvalue()
    assert certify_poll(poll_id=counted.poll.pk, actor=counted.chair, now=AFTER).status == "certified"


def test_every_receipt_is_published(counted: Stage, tmp_path: Path) -> None:
    files = download(counted.poll, tmp_path / "web")
    assert "is among those counted" in run_script(files, "--receipt", counted.receipts[3])[1]
    assert "IS NOT AMONG" in run_script(files, "--receipt", "2222-2222-2222")[1]


def _ballot(stage: Stage) -> Ballot:
    return stage.poll.ballots.order_by("id")[4]


def _change_choice(stage: Stage) -> str:
    choice = BallotChoice.objects.get(ballot=_ballot(stage), question__kind="single")
    other = Option.objects.filter(question=choice.question).exclude(pk=choice.option_id).first()
    BallotChoice.objects.filter(pk=choice.pk).update(option=other)
    return f"ballot {choice.ballot_id.hex}: was changed"


def _remove_choice(stage: Stage) -> str:
    choice = BallotChoice.objects.filter(ballot=_ballot(stage), question__kind="several").first()
    BallotChoice.objects.filter(pk=choice.pk).delete()
    return f"ballot {choice.ballot_id.hex}: was changed"


def _add_ballot(stage: Stage) -> str:
    ballot = Ballot.objects.create(poll=stage.poll, is_mixed=True)
    for choice in BallotChoice.objects.filter(ballot=_ballot(stage)):
        choice.pk, choice.ballot = None, ballot
        choice.save(force_insert=True)
    return f"ballot {ballot.id.hex}: was added"


def _remove_ballot(stage: Stage) -> str:
    ballot = _ballot(stage)
    BallotChoice.objects.filter(ballot=ballot).delete()
    Ballot.objects.filter(pk=ballot.pk).delete()
    return f"ballot {ballot.id.hex}: was removed"


def _change_tally(stage: Stage) -> str:
    row = Tally.objects.filter(poll=stage.poll, round=0, option__isnull=False).order_by("id").first()
    _sql("UPDATE polls_tally SET votes = votes + 1 WHERE id = %s", row.pk)
    return "tally row: question 1, round 0, option 1: says 5"


def _remove_tally(stage: Stage) -> str:
    row = Tally.objects.filter(poll=stage.poll, question__kind="scale", option__isnull=False).order_by("id").last()
    _sql("DELETE FROM polls_tally WHERE id = %s", row.pk)
    return "tally row: question 4, round 0, option 5: is missing"


def _add_tally(stage: Stage) -> str:
    row = Tally.objects.filter(poll=stage.poll, question__kind="ranked", option__isnull=False).first()
    Tally.objects.create(poll=stage.poll, question=row.question, option=row.option, round=9, votes=3)
    return "tally row: question 3, round 9, option 1: was added"


def _change_receipt(stage: Stage) -> str:
    Receipt.objects.filter(code=stage.receipts[2]).update(code="2" * 12)
    return f"receipt {stage.receipts[2]}: was removed"


def _add_voter(stage: Stage) -> str:
    Participation.objects.create(poll=stage.poll, voter_key="f" * 64, token_hash="x", channel="web")
    return "voter_count: was 12 at the count and is 13 now"


def _change_text(stage: Stage) -> str:
    TextAnswer.objects.filter(pk=stage.poll.texts.first().pk).update(text="Bukan kata saya")
    return "free answers: are not those that were counted"


def _change_option(stage: Stage) -> str:
    Option.objects.filter(label="Kebun warga").update(label="Parkiran")
    return "questions or terms are not those that were opened"


def _change_result(stage: Stage) -> str:
    _sql("UPDATE polls_result SET invited_count = 10 WHERE poll_id = %s", stage.poll.pk)
    return "the frozen result says another invited_count than the ledger"


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


TAMPERINGS = [
    _change_choice,
    _remove_choice,
    _add_ballot,
    _remove_ballot,
    _change_tally,
    _remove_tally,
    _add_tally,
    _change_receipt,
    _add_voter,
    _change_text,
    _change_option,
    _change_result,
]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__[1:])
def test_a_change_in_the_database_is_found_and_named(counted: Stage, tamper: Callable[[Stage], str]) -> None:
    with without_triggers():
        named = tamper(counted)
    faults = [str(fault) for fault in poll_faults(counted.poll)]
    assert any(named in fault for fault in faults), faults
    with pytest.raises(CommandError):
        call_command("verify_poll", "lahan", stdout=StringIO())
    with pytest.raises(ValidationError):
        certify_poll(poll_id=counted.poll.pk, actor=counted.chair, now=AFTER)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__[1:])
def test_the_database_refuses_every_one_of_them(counted: Stage, tamper: Callable[[Stage], str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(counted)
    assert list(poll_faults(counted.poll)) == []


@pytest.mark.postgresql
def test_postgresql_refuses_them_too(pg: str) -> None:
    stage = _counted()
    for tamper in TAMPERINGS:
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper(stage)
    assert list(poll_faults(stage.poll)) == []
    with without_triggers():
        named = _change_choice(stage)
    assert any(named in str(fault) for fault in poll_faults(stage.poll))


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def _edit_file(change: Callable[[list[str]], list[str]]) -> Callable[[list[Path]], None]:
    def edit(files: list[Path]) -> None:
        files[0].write_text("\n".join(change(_lines(files[0]))) + "\n")

    return edit


def _rechained(lines: list[str]) -> list[str]:
    """As a forger would do it who also mends numbers and chains."""
    from participation.polls import ballot_file

    texts = []
    for number, line in enumerate(lines[1:], 1):
        value = json.loads(line)
        texts.append(ballot_file.ballot_text(number, value["id"], ballot_file.canonical(value["a"])))
    header = ballot_file.canonical(json.loads(lines[0]) | {"count": len(texts)})
    return [line for line, _chain in ballot_file.chained(header, texts)]


def _swap(line: str) -> str:
    return line.replace('"1":[1]', '"1":[3]') if '"1":[1]' in line else line.replace('"1":[', '"1":[1,')


def _edit_tally(files: list[Path]) -> None:
    result = json.loads(files[2].read_text())
    result["tally"][0]["votes"] += 1
    files[2].write_text(json.dumps(result))


def _drop_tally(files: list[Path]) -> None:
    result = json.loads(files[2].read_text())
    result["tally"].pop(3)
    files[2].write_text(json.dumps(result))


def _drop_receipt(files: list[Path]) -> None:
    files[1].write_text("\n".join(_lines(files[1])[:-1]) + "\n")


FILE_TAMPERINGS = {
    "choice changed": (_edit_file(lambda s: [*s[:3], _swap(s[3]), *s[4:]]), "entry 3 ("),
    "ballot removed": (_edit_file(lambda s: [*s[:3], *s[4:]]), "entry 3 ("),
    "ballot added": (_edit_file(lambda s: [*s[:3], s[7], *s[3:]]), "entry 3 ("),
    "last ballot removed": (_edit_file(lambda s: s[:-1]), "announces 12 entries and has 11"),
    "forged with its chain": (_edit_file(lambda s: _rechained([*s[:3], _swap(s[3]), *s[4:]])), "another ballots_head"),
    "shortened with its chain": (_edit_file(lambda s: _rechained(s[:-1])), "counts 12 ballots, the file has 11"),
    "tally changed": (
        _edit_tally,
        "tally row (question 1, round 0, option 1): states (5, ''), the ballots give (4, '')",
    ),
    "tally removed": (_drop_tally, "tally row (question 1, round 0, option 0): states nothing"),
    "receipt removed": (_drop_receipt, "there are 11 receipts and 12 ballots"),
}


@pytest.mark.parametrize("name", FILE_TAMPERINGS)
def test_the_script_finds_and_names_a_change_in_the_files(counted: Stage, tmp_path: Path, name: str) -> None:
    tamper, named = FILE_TAMPERINGS[name]
    files = download(counted.poll, tmp_path / "web")
    tamper(files)
    code, output = run_script(files)
    assert code == 1
    assert named in output, output


@pytest.mark.parametrize(
    "tamper", [_change_choice, _add_ballot, _remove_ballot], ids=lambda tamper: tamper.__name__[1:]
)
def test_files_written_anew_from_a_changed_box_do_not_pass(counted: Stage, tmp_path: Path, tamper) -> None:
    with without_triggers():
        tamper(counted)
    ballot_path(counted.poll).unlink()
    assert restore_files(counted.poll) is False
    ballot_path(counted.poll).with_suffix(".draft").replace(ballot_path(counted.poll))
    code, output = run_script(download(counted.poll, tmp_path / "web"))
    assert (code, "another ballots_head" in output) == (1, True)


def test_a_changed_result_is_caught_by_a_seal_kept_elsewhere(counted: Stage, tmp_path: Path, settings) -> None:
    write_seal(now=AFTER)
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(settings.SEALS_FILE.read_bytes())
    files = download(counted.poll, tmp_path / "web")
    assert run_script(files, "--seals", str(kept))[0] == 0
    result = json.loads(files[2].read_text())
    result["link"]["digest"] = "0" * 64
    files[2].write_text(json.dumps(result))
    assert "does not cover this result" in run_script(files, "--seals", str(kept))[1]


def test_files_lost_with_a_crash_are_written_again(counted: Stage) -> None:
    before = ballot_path(counted.poll).read_bytes()
    ballot_path(counted.poll).unlink()
    close_due_polls()
    assert ballot_path(counted.poll).read_bytes() == before


def test_what_was_counted_is_append_only(counted: Stage) -> None:
    for act in (counted.poll.result.save, counted.poll.result.delete, Tally.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            act()
    with pytest.raises(AppendOnlyError):
        Result.objects.update(ballot_count=1)


def test_every_trigger_stands() -> None:
    from participation.polls.triggers import all_names

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    assert {name for names in all_names().values() for name in names} <= present


def test_what_the_office_decided_is_chained(counted: Stage) -> None:
    poll = write_follow_up(poll_id=counted.poll.pk, actor=counted.chair, text="Jadi taman.", now=AFTER)
    assert (poll.follow_up, poll.events.last().kind) == ("Jadi taman.", "followed_up")
    assert list(find_breaks()) == []
