"""Somebody with full access to the database tries to change the past."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from participation.cases.models import Case, CaseEvent, EventPayload
from participation.ledger import queries, seal_file
from participation.ledger.actions import publish_seals, write_seal
from participation.ledger.chain import GENESIS, link_digest, merkle_root, seal_digest
from participation.ledger.models import Link, Seal, SealedLink
from tests.factories import MONDAY, Cast, bring_to, make_case, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def seals(settings, tmp_path: Path) -> Path:
    settings.SEALS_FILE = tmp_path / "seals.jsonl"
    return settings.SEALS_FILE


@pytest.fixture
def case(cast: Cast, seals: Path) -> Case:
    """A case with four events, sealed and published on Monday, and another one sealed on Tuesday."""
    case = bring_to(make_case(), "responded", cast)
    write_seal(now=MONDAY + timedelta(hours=10))
    make_case()
    write_seal(now=MONDAY + timedelta(days=1))
    return case


def attack(statement: str, parameters: tuple = ()) -> None:
    """Change rows as whoever owns the database can: the triggers are taken away first."""
    tables = ("ledger_link", "ledger_seal", "ledger_sealedlink", "cases_caseevent")
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        cursor.execute(statement, parameters)


def first_break(seals: Path | None = None) -> str:
    published = seal_file.read(seals) if seals else None
    return str(next(queries.find_breaks(published), ""))


def test_an_untouched_record_holds(case: Case, seals: Path) -> None:
    assert first_break(seals) == ""
    out = StringIO()
    call_command("verify_ledger", "--seals", str(seals), stdout=out)
    assert "5 links, 2 seals" in out.getvalue()


def test_there_is_one_seal_a_day(case: Case, seals: Path) -> None:
    assert write_seal(now=MONDAY + timedelta(days=1, hours=3)) is None
    assert Seal.objects.count() == 2


def test_a_day_without_events_is_sealed_too(case: Case, seals: Path) -> None:
    seal = write_seal(now=MONDAY + timedelta(days=2))
    assert (seal.link_count, seal.merkle_root) == (0, GENESIS)
    assert first_break(seals) == ""


def test_a_changed_event_is_named(case: Case) -> None:
    event = case.events.get(kind="accepted")
    attack("UPDATE cases_caseevent SET kind = 'noted' WHERE id = %s", (event.pk,))
    assert first_break() == f"{event.link}: the event is not the one that was recorded"


def test_changed_words_are_named(case: Case) -> None:
    event = case.events.get(kind="responded")
    EventPayload.objects.filter(event=event).update(text="Sudah lama selesai.")
    assert first_break() == f"{event.link}: its words are not the ones that were recorded"


def test_erased_words_leave_the_chain_whole(case: Case, seals: Path) -> None:
    EventPayload.objects.filter(event__case=case).update(text="", salt="", erased_at=MONDAY)
    assert first_break(seals) == ""


def test_a_missing_link_in_the_middle_is_named(case: Case) -> None:
    link = Link.objects.get(chain=case.ledger_chain, position=2)
    attack("DELETE FROM ledger_sealedlink WHERE link_id = %s", (link.pk,))
    attack("DELETE FROM cases_caseevent WHERE link_id = %s", (link.pk,))
    attack("DELETE FROM ledger_link WHERE id = %s", (link.pk,))
    assert first_break() == f"{case.ledger_chain}#3: link 2 of the chain is missing"


def test_a_chain_recomputed_after_a_change_fails_against_the_published_seals(case: Case, seals: Path) -> None:
    event = case.events.get(kind="accepted")
    attack("UPDATE cases_caseevent SET kind = 'noted' WHERE id = %s", (event.pk,))
    recompute_everything()
    assert first_break() == ""
    assert first_break(seals).startswith("published seal 1")


def test_a_cut_tail_fails_against_the_published_seals(case: Case, seals: Path) -> None:
    event = case.events.order_by("-id").first()
    attack("DELETE FROM ledger_sealedlink WHERE link_id = %s", (event.link_id,))
    attack("DELETE FROM cases_eventpayload WHERE event_id = %s", (event.pk,))
    attack("DELETE FROM cases_caseevent WHERE id = %s", (event.pk,))
    attack("DELETE FROM ledger_link WHERE id = %s", (event.link_id,))
    Case.objects.filter(pk=case.pk).update(event_count=3)
    recompute_everything()
    assert first_break() == ""
    assert first_break(seals).startswith("published seal 1")


def test_a_seal_file_that_was_shortened_is_seen_by_its_own_numbers(case: Case, seals: Path) -> None:
    lines = seals.read_text().splitlines()
    seals.write_text("\n".join(lines[1:]) + "\n")
    assert "published seal 1" in first_break(seals)


def test_a_crash_between_row_and_file_is_made_good(case: Case, seals: Path) -> None:
    whole = seals.read_text()
    seals.write_text(whole[: len(whole) // 2 + 20])
    assert publish_seals() >= 1
    assert seals.read_text() == whole


def test_the_command_says_what_is_broken_and_fails(case: Case, seals: Path) -> None:
    attack("UPDATE cases_caseevent SET kind = 'noted' WHERE id = %s", (case.events.get(kind="accepted").pk,))
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", "--seals", str(seals), stderr=err)
    assert case.ledger_chain in err.getvalue()


@pytest.mark.parametrize("content", ["not json\n", '{"sequence": 1}\n', "[]\n"])
def test_a_file_that_holds_no_seals_is_refused(db, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content)
    with pytest.raises(CommandError, match="line 1"):
        call_command("verify_ledger", "--seals", str(path))


def test_the_public_page_and_file_show_the_seals(case: Case, seals: Path, client) -> None:
    page = client.get("/segel/")
    assert Seal.objects.latest("sequence").digest in page.content.decode()
    file = client.get("/segel/segel.jsonl")
    assert b"".join(file.streaming_content) == seals.read_bytes()


def test_every_append_only_table_has_its_triggers(db) -> None:
    """SQLite loses them when a migration rebuilds a table."""
    tables = {model._meta.db_table for model in (Link, Seal, SealedLink, CaseEvent)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT event_object_table FROM information_schema.triggers")
        else:
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        assert tables <= {row[0] for row in cursor.fetchall()}


def recompute_everything() -> None:
    """What a thorough attacker does: links, seals and all, so that the database agrees with itself."""
    _recompute_links()
    previous = GENESIS
    for seal in Seal.objects.order_by("sequence"):
        digests = list(SealedLink.objects.filter(seal=seal).order_by("leaf").values_list("link__digest", flat=True))
        root = merkle_root(digests)
        digest = seal_digest(
            sequence=seal.sequence,
            sealed_date=seal.sealed_date.isoformat(),
            root=root,
            count=len(digests),
            previous=previous,
        )
        attack(
            "UPDATE ledger_seal SET merkle_root = %s, link_count = %s, previous_digest = %s, digest = %s WHERE id = %s",
            (root, len(digests), previous, digest, seal.pk),
        )
        previous = digest


def _recompute_links() -> None:
    for chain in Link.objects.values_list("chain", flat=True).distinct():
        previous = GENESIS
        for link in Link.objects.filter(chain=chain).order_by("position"):
            content = CaseEvent.objects.select_related("case").get(link=link).computed_content_digest()
            digest = link_digest(chain=chain, position=link.position, previous=previous, content=content)
            attack(
                "UPDATE ledger_link SET content_digest = %s, previous_digest = %s, digest = %s WHERE id = %s",
                (content, previous, digest, link.pk),
            )
            previous = digest
