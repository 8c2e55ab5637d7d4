"""What polls cost: `python -m tests.benchmarks.polls [--ballots 1000000] [--voters 2000]
[--only tally|votes]`.

On PostgreSQL, with gunicorn as in production; load generator and server share the machine.

tally    counting a poll of that many ballots (one question of each kind but free text's and the scale's), closing as a
         whole, and the results page afterwards, as the server answers it
votes    voters who send their last form at a steady rate: 50/s for the latency, 100/s to see that all are stored once
"""

import argparse
import http.client
import json
import os
import statistics
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.benchmarks.office import DATA_DIR, database, machine, set_up

_FILL = (
    # One ballot in ten leaves the ranked question early; everything is spread by hashes of the ballot's number.
    "CREATE TEMPORARY TABLE filling AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, {count}) n",
    "INSERT INTO polls_ballot (id, poll_id, is_mixed) SELECT id, {poll}, TRUE FROM filling",
    "INSERT INTO polls_receipt (id, poll_id, code, is_mixed) "
    "SELECT gen_random_uuid(), {poll}, upper(substr(md5('r' || n), 1, 12)), TRUE FROM filling",
    "INSERT INTO polls_participation (id, poll_id, voter_key, token_hash, channel, area_id, rw) "
    "SELECT gen_random_uuid(), {poll}, md5('v' || n) || md5('w' || n), md5('t' || n), 'web', {area}, 1 + n % 12 "
    "FROM filling",
)
_CHOOSE = (
    "INSERT INTO polls_ballotchoice (ballot_id, question_id, option_id, rank, is_single) "
    "SELECT id, {question}, {first} + (n * 7 + n / 13) % 3, NULL, TRUE FROM filling",
    "INSERT INTO polls_ballotchoice (ballot_id, question_id, option_id, rank, is_single) "
    "SELECT id, {question}, {first} + (n + step * (1 + n % 2)) % 3, step + 1, FALSE "
    "FROM filling, generate_series(0, 2) step WHERE step = 0 OR n % 10 > 0",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=1_000_000)
    parser.add_argument("--voters", type=int, default=2_000)
    parser.add_argument("--only", default="", choices=["", "tally", "votes"])
    arguments = parser.parse_args()
    set_up()
    figures: dict[str, Any] = {"machine": machine()}
    with database("", f"polls_{os.getpid()}") as url:
        if arguments.only != "votes":
            figures["tally"] = measure_tally(url, arguments.ballots)
        if arguments.only != "tally":
            figures["votes"] = [measure_votes(url, rate, arguments.voters) for rate in (50, 100)]
    print(json.dumps(figures, indent=1))


def measure_tally(url: str, ballots: int) -> dict[str, Any]:
    """Seconds on the clock; the database works in a process of its own, never at the same moment for long."""
    from django.db import transaction

    from participation.polls.actions import publication, states
    from participation.polls.counting import Kind
    from participation.polls.queries import box
    from participation.polls.queries.definition import asked
    from tests.polls.stage import AFTER, USES

    poll = _filled_poll([(Kind.SINGLE, USES, {}), (Kind.RANKED, USES, {})], ballots)
    questions = asked(poll)
    contents, seen = box.Contents(questions), []
    with transaction.atomic():
        begun = time.process_time()
        counting = _seconds(lambda: publication.draft_ballots(poll, questions, contents, seen.append))
    rows = _seconds(lambda: box.count_rows(questions, contents, seed="x"))
    own = time.process_time() - begun
    closing = _seconds(lambda: states.close_poll(poll_id=poll.pk, now=AFTER))
    with _site(url) as site:
        pages = [_seconds(lambda: _get(site, "/jajak/besar/hasil/")) for _ in range(21)]
    return {
        "ballots": ballots,
        "tally_s": round(counting + rows, 1),
        "tally_cpu_of_this_process_s": round(own, 1),
        "progress_steps": len(seen),
        "closing_with_mixing_s": round(closing, 1),
        "results_first_ms": round(1000 * pages[0], 1),
        "results_median_ms": round(1000 * statistics.median(pages[1:]), 1),
        "results_worst_ms": round(1000 * max(pages[1:]), 1),
    }


def _filled_poll(questions: list[tuple], ballots: int):
    from django.db import connection

    from participation.polls.models import Question
    from tests.polls.stage import open_stage

    stage = open_stage(*questions, slug="besar", codes=1)
    area = stage.poll.codes.values_list("area_id", flat=True)[0]
    statements = [statement.format(count=ballots, poll=stage.poll.pk, area=area) for statement in _FILL]
    for statement, question in zip(
        _CHOOSE, Question.objects.filter(poll=stage.poll).order_by("sort_order"), strict=True
    ):
        first = min(question.options.values_list("pk", flat=True))
        statements.append(statement.format(question=question.pk, first=first))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in [*statements, "DROP TABLE filling", "SET session_replication_role = DEFAULT", "ANALYZE"]:
            cursor.execute(statement)
    return stage.poll


def _seconds(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure_votes(url: str, rate: int, voters: int) -> dict[str, Any]:
    """The final form of ``voters`` people at a steady ``rate``, whether earlier answers have come or not."""
    from django.utils import timezone

    from participation.polls.actions.issuing import LARGEST_BATCH
    from participation.polls.models import Ballot, Participation, Receipt
    from tests.factories import make_area
    from tests.polls.stage import SINGLE, open_stage

    now, area = timezone.now(), make_area()
    places = tuple((area, rw, LARGEST_BATCH) for rw in range(1, 2 + voters // LARGEST_BATCH))
    stage = open_stage(
        SINGLE,
        slug=f"laju-{rate}",
        places=places,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    with _site(url) as site:
        for code in stage.codes[voters : voters + 20]:
            _vote(site, stage.poll.slug, code)
        answers = _at_rate(
            rate, [lambda code=code: _vote(site, stage.poll.slug, code) for code in stage.codes[:voters]]
        )
    spent = sorted(seconds for _status, seconds in answers)
    stored = [table.objects.filter(poll=stage.poll).count() - 20 for table in (Participation, Ballot, Receipt)]
    return {
        "rate_per_s": rate,
        "voters": voters,
        "refused": sum(status != 302 for status, _seconds in answers),
        "participations_ballots_receipts": stored,
        "p50_ms": round(1000 * spent[len(spent) // 2], 1),
        "p95_ms": round(1000 * spent[len(spent) * 95 // 100], 1),
        "p99_ms": round(1000 * spent[len(spent) * 99 // 100], 1),
    }


def _at_rate(rate: int, acts: list[Callable[[], int]]) -> list[tuple[int, float]]:
    """(answer, seconds from the moment it was due) of every act; a late start counts as waiting."""
    begun, answers, lock, places = time.perf_counter() + 0.5, [], threading.Lock(), iter(enumerate(acts))

    def work() -> None:
        while True:
            with lock:
                place = next(places, None)
            if place is None:
                return
            due = begun + place[0] / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            status = place[1]()
            answers.append((status, time.perf_counter() - due))

    workers = [threading.Thread(target=work) for _ in range(24)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


_kept = threading.local()


def _connection(site: Any) -> http.client.HTTPConnection:
    if getattr(_kept, "site", None) is not site:
        _kept.site, _kept.connection = site, http.client.HTTPConnection("127.0.0.1", int(site.environment["PORT"]))
    return _kept.connection


def _vote(site: Any, slug: str, code: str) -> int:
    form = {"csrfmiddlewaretoken": "c" * 32, "token": code.lower().ljust(32, "0"), "code": code, "q1": "1"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={'c' * 32}"}
    connection = _connection(site)
    connection.request("POST", f"/jajak/{slug}/kirim/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _get(site: Any, path: str) -> None:
    connection = _connection(site)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"{path} answers {answer.status}")


class _site:
    """The web server alone, on the database of the benchmark."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Any:
        from django.core.management import call_command

        from tests.servers import make_site

        call_command("prepare", "--only-static")
        self.site = make_site(DATA_DIR, database_url=self.url, broker_url="", static_root=DATA_DIR / "static")
        self.site.start("web")
        return self.site

    def __exit__(self, *_error: object) -> None:
        self.site.stop()


if __name__ == "__main__":
    main()
