"""What the site's pages cost: `python -m tests.benchmarks.pages [--cases 10000] [--only NAME] [--json]`.

On PostgreSQL (the filled database of DATABASE_URL, else a temporary one) and gunicorn as in production, one process:
SQL queries per request, CPU of the web process and of its database connections per request, size of a first visit.
CPU is read from /proc, so other work on the machine disturbs it little; each figure is the best of many short
rounds: another process on the same core makes the same work take up to twice the time.
"""

import argparse
import http.client
import importlib
import json
import os
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.benchmarks.addresses import Address, addresses
from tests.benchmarks.office import DATA_DIR, database, machine, set_up

TICK = os.sysconf("SC_CLK_TCK")
STAFF = "pengelola@contoh.id"
REPORT = {
    "step": "send",
    "text": "Lampu jalan di gang dekat pos ronda mati sejak tiga malam, gelap sekali. (contoh)",
    "kind": "complaint",
    "identity": "anonymous",
    "area": "pakemitan",
    "rw": "5",
    "email": "warga@contoh.id",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=50, help="requests of a round")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--only", default="", help="pages whose name contains this, without first visits")
    parser.add_argument("--parts", default="queries,cpu,visits")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    given = set_up()
    with database(given, f"pages_{os.getpid()}") as url:
        if not given:
            from tests.benchmarks.fill import fill

            fill(arguments.cases)
        figures = measure(url, arguments)
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(table(figures)))


def measure(url: str, arguments: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command

    from participation.cases.models import Case

    call_command("prepare", "--only-static")
    parts = arguments.parts.split(",")
    wanted = [address for address in addresses() if arguments.only in address.name]
    figures: dict[str, Any] = {"machine": machine(), "cases": Case.objects.count()}
    if "queries" in parts:
        figures["queries"] = count_queries(wanted, arguments.only)
    if "cpu" in parts or "visits" in parts:
        with running_site(url) as site:
            if "cpu" in parts:
                figures["cpu"] = measure_cpu(site, wanted, arguments)
            if "visits" in parts and not arguments.only:
                from tests.benchmarks.visits import measure_visits

                figures["visits"] = measure_visits(site.url)
    figures["budgets"] = {
        address.name: {"queries": address.budget.queries, "cpu": address.budget.cpu} for address in wanted
    }
    return figures


def count_queries(wanted: list[Address], only: str) -> dict[str, dict[str, int]]:
    """Queries of a warm page, with one row and with thirty where it has rows."""
    from django.test import Client

    clients = {False: Client(SERVER_NAME="localhost"), True: Client(SERVER_NAME="localhost")}
    clients[True].force_login(_staff())
    figures = {}
    for address in wanted:
        client = clients[address.is_staff]
        if address.rows is None:
            figures[address.name] = {"queries": _queries(client, address.path)}
        else:
            figures[address.name] = {"queries": _queries_with(client, address, 30)}
            figures[address.name]["with one row"] = _queries_with(client, address, 1)
    if only in "submission":
        figures["submission"] = {"queries": _queries_of_submission(clients[False])}
    return figures


def _queries_with(client: Any, address: Address, rows: int) -> int:
    module, name = importlib.import_module(address.rows[0]), address.rows[1]
    before = getattr(module, name)
    setattr(module, name, rows)
    try:
        return _queries(client, address.path)
    finally:
        setattr(module, name, before)


def _queries(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    if os.environ.get("SHOW_QUERIES"):
        print(path, *(f"  {query['time']} {query['sql'][:220]}" for query in captured), sep="\n")
    return len(captured)


def _queries_of_submission(client: Any) -> int:
    """Transaction control is counted too."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/lapor/", {**REPORT, "form_token": uuid.uuid4()})
        assert answer.status_code == 302, answer.content[-2000:]
        counts.append(len(captured))
    if os.environ.get("SHOW_QUERIES"):
        print("submission", *(f"  {query['time']} {query['sql'][:220]}" for query in captured), sep="\n")
    return counts[-1]


def _staff() -> Any:
    from participation.accounts.models import User

    return User.objects.get(email=STAFF)


@contextmanager
def running_site(url: str):
    """gunicorn with threads, one process; cache and broker on Redis where one answers, as documented for production."""
    from django.conf import settings

    from tests.servers import forget_keys, make_site, redis_server

    broker, static_root = redis_server(), Path(settings.STATIC_ROOT)
    site = make_site(DATA_DIR / "site", database_url=url, broker_url=broker, static_root=static_root, LOG_LEVEL="ERROR")
    try:
        site.start("web")
        yield site
    finally:
        site.stop()
        if broker:
            forget_keys(broker, site.environment["BROKER_KEY_PREFIX"])


class Visitor:
    """One keep-alive connection, with the cookies of a member of staff or none."""

    def __init__(self, site: Any, cookies: str = "") -> None:
        self.connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=120)
        self.headers = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html", "Accept-Language": "id"}
        if cookies:
            self.headers["Cookie"] = cookies

    def get(self, path: str) -> int:
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def send_report(self, token: str) -> int:
        from urllib.parse import urlencode

        body = urlencode({**REPORT, "form_token": uuid.uuid4(), "csrfmiddlewaretoken": token})
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
        self.connection.request("POST", "/lapor/", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def measure_cpu(site: Any, wanted: list[Address], arguments: argparse.Namespace) -> dict[str, dict[str, float]]:
    figures, cookie = {}, _session_cookie()
    for address in wanted:
        visitor = Visitor(site, cookie if address.is_staff else "")
        figures[address.name] = _best(site, lambda: visitor.get(address.path), 200, arguments)  # noqa: B023
        print(address.name, figures[address.name], file=sys.stderr, flush=True)
    if arguments.only in "submission":
        visitor, token = Visitor(site), uuid.uuid4().hex
        figures["submission"] = _best(site, lambda: visitor.send_report(token), 302, arguments)
    return figures


def _best(site: Any, request: Any, expected: int, arguments: argparse.Namespace) -> dict[str, float]:
    for _ in range(20):
        assert (status := request()) == expected, status
    rounds = [_round(site, request, arguments.requests) for _ in range(arguments.rounds)]
    return {name: round(min(values[name] for values in rounds), 2) for name in rounds[0]}


def _round(site: Any, request: Any, number: int) -> dict[str, float]:
    web, backends = _children(site.processes["web"].pid), _backends()
    before, database_before, started = _cpu(web), _cpu(backends), time.perf_counter()
    for _ in range(number):
        request()
    wall = time.perf_counter() - started
    spent = {"web": _since(before, _cpu(web)), "database": _since(database_before, _cpu(_backends())), "wall": wall}
    return {name: seconds / number * 1000 for name, seconds in spent.items()}


def _cpu(processes: list[int]) -> dict[int, float]:
    """Process -> seconds of processor time so far, user and system."""
    spent = {}
    for process in processes:
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            spent[process] = (int(fields[11]) + int(fields[12])) / TICK
    return spent


def _since(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(seconds - before.get(process, 0) for process, seconds in after.items())


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _backends() -> list[int]:
    """The server's processes behind the site's connections; their time can be read only where it runs here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [row[0] for row in cursor.fetchall()]


def _session_cookie() -> str:
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(_staff())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def table(figures: dict[str, Any]) -> list[str]:
    lines = [f"{figures['cases']:,} cases · " + " · ".join(figures["machine"].values()), ""]
    lines += ["| page | queries (1 row) | CPU web, ms | CPU database, ms | budget |", "|---|---|---|---|---|"]
    queries, cpu = figures.get("queries", {}), figures.get("cpu", {})
    for name in dict.fromkeys([*queries, *cpu]):
        counted, spent = queries.get(name, {}), cpu.get(name, {})
        one = f" ({counted['with one row']})" if "with one row" in counted else ""
        budget = figures["budgets"].get(name, {})
        allowed = " · ".join(f"≤ {value} {what}" for what, value in budget.items() if value)
        lines.append(
            f"| {name} | {counted.get('queries', '')}{one} | {spent.get('web', '')} | {spent.get('database', '')} "
            f"| {allowed} |"
        )
    if "visits" in figures:
        lines += ["", "| first visit | requests | bytes | by kind |", "|---|---|---|---|"]
        for name, visit in figures["visits"].items():
            kinds = ", ".join(f"{kind} {size:,}" for kind, size in visit["kinds"].items())
            lines.append(f"| {name} | {visit['requests']} | {visit['bytes']:,} | {kinds} |")
    return lines


if __name__ == "__main__":
    main()
