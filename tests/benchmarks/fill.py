"""Fill a PostgreSQL database: `python -m tests.benchmarks.fill [--cases 10000] [--announcements 60] [--json]`.

Into the database of DATABASE_URL (migrated already), else into a fresh one that is kept and whose address is printed.
The demo office and its pages come first; the cases go in by COPY, so every constraint and trigger is met.
"""

import argparse
import json
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from tests.benchmarks.office import database, set_up

BATCH = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--announcements", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    given = set_up()
    with database(given, f"{arguments.cases}_cases", is_kept=True) as url:
        figures = {**fill(arguments.cases, arguments.announcements), "database": url}
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:20} {value}")


def fill(cases: int, announcements: int = 60) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    started = time.perf_counter()
    call_command("load_demo")
    add_announcements(announcements)
    rows = add_cases(cases)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {**rows, "seconds": round(time.perf_counter() - started, 1)}


def add_announcements(number: int) -> None:
    from cms.models import AnnouncementCategory, AnnouncementIndexPage, AnnouncementPage

    index = AnnouncementIndexPage.objects.order_by("depth", "path")[0]
    category = AnnouncementCategory.objects.order_by("order")[0]
    body = [("text", "<p>Contoh isi pengumuman untuk mengukur kecepatan halaman.</p>")]
    for count in range(number):
        page = AnnouncementPage(
            title=f"Contoh pengumuman ke-{count + 1}",
            slug=f"contoh-ukur-{count + 1}",
            introduction="Contoh: jadwal pelayanan di kantor kecamatan minggu ini.",
            category=category,
            body=body,
        )
        index.add_child(instance=page)
        page.save_revision().publish()


def add_cases(number: int) -> dict[str, int]:
    """Rows by table. Batch by batch, so that 100,000 cases need no more memory than 2,000."""
    from django.db import transaction
    from django.utils import timezone

    from tests.benchmarks.histories import Histories

    kinds = _tables()
    histories = Histories(number, now=timezone.now(), first_ids={model: _last_id(model) for model in kinds})
    rows = dict.fromkeys(kinds, 0)
    stream = iter(histories)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            for model, read in kinds.items():
                rows[model] += copy_rows(model, (row for history in batch for row in read(history)))
    for model in kinds:
        _set_sequence(model)
    return {model._meta.db_table: count for model, count in rows.items()}


def _tables() -> dict:
    from participation.cases.models import Case, CaseEvent, EventPayload, ReporterIdentity, Support
    from participation.ledger.models import Link
    from participation.routing.models import Prediction

    return {
        Case: lambda history: [history.case],
        Link: lambda history: history.links,
        CaseEvent: lambda history: history.events,
        EventPayload: lambda history: history.payloads,
        ReporterIdentity: lambda history: [history.reporter],
        Prediction: lambda history: [history.prediction],
        Support: lambda history: history.supports,
    }


def copy_rows(model: type, rows: Iterable[Any]) -> int:
    """Write rows with their ids by COPY; each value is prepared by its own field, encryption included."""
    from django.db import connection
    from psycopg import sql

    fields = model._meta.concrete_fields
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
            count += 1
    return count


def _last_id(model: type) -> int:
    from django.db.models import Max

    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _set_sequence(model: type) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


if __name__ == "__main__":
    main()
