"""Memory of a whole worker: `python -m tests.benchmarks.worker [--cases 100]`.

On PostgreSQL, with the embedded broker: the worker classifies the waiting cases of the benchmark's office, then its
memory is read from /proc, shared pages included (RSS) and counted in proportion (PSS).
"""

import argparse
import json
import os
from pathlib import Path

from tests.benchmarks.office import DATA_DIR, database, machine, set_up


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100)
    arguments = parser.parse_args()
    set_up()
    with database("", f"worker_{os.getpid()}") as url:
        print(json.dumps({"machine": machine(), **measure_worker(url, arguments.cases)}, indent=1))


def measure_worker(url: str, count: int) -> dict[str, int]:
    """The cases wait until the worker runs; whatever the bell did not ring for, the sweep finds."""
    from django.core.management import call_command

    from nlp.training import load_corpus
    from participation.cases.models import Case
    from tests.factories import make_case
    from tests.servers import make_site, wait_until

    call_command("load_units")
    texts = load_corpus()
    for labelled in texts[:: len(texts) // count][:count]:
        make_case(text=labelled.text)
    site = make_site(DATA_DIR, database_url=url, broker_url="", static_root=DATA_DIR / "static")
    try:
        site.start("worker")
        pid = site.processes["worker"].pid
        started = wait_until(lambda: _memory(pid)["rss_mb"] if "ready" in site.log("worker") else 0, limit=120)
        site.start("timetable")
        wait_until(lambda: not Case.objects.filter(classified_at=None).exists(), limit=600)
        return {"cases": count, "rss_at_start_mb": started, **_memory(pid)}
    finally:
        site.stop()


def _memory(pid: int) -> dict[str, int]:
    """Of the process and its children, in MB."""
    kilobytes = {"Rss": 0, "Pss": 0}
    for process in (pid, *_children(pid)):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _colon, value = line.partition(":")
            if name in kilobytes:
                kilobytes[name] += int(value.split()[0])
    return {f"{name.lower()}_mb": value // 1024 for name, value in kilobytes.items()}


def _children(pid: int) -> list[int]:
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *_children(int(child))]
    return found


if __name__ == "__main__":
    main()
