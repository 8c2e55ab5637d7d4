"""Import of 10,000 past reports: python -m tests.benchmarks.routing_history [--report]

The rows are made from the project's own texts with their words dropped and mixed, every hundredth line spoilt; what is
measured is time, not accuracy. Runs on a fresh SQLite file.
"""

import csv
import os
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

ROWS = 10_000


def write_rows(path: Path) -> None:
    from nlp.training import load_corpus

    chance, corpus = Random(3), load_corpus()  # noqa: S311
    begun = datetime(2022, 1, 1, 8)  # noqa: DTZ001
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["judul", "isi laporan awal", "kategori", "instansi terdisposisi", "tanggal"])
        for number in range(ROWS):
            first, second = chance.choice(corpus), chance.choice(corpus)
            words = first.text.split() + second.text.split()[:4]
            text = " ".join(word for word in words if chance.random() > 0.2)
            moment = begun + timedelta(hours=number)
            writer.writerow(["", text if number % 100 else "x", first.category, "", f"{moment:%Y-%m-%d %H:%M}"])


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="routing-history-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    os.environ["SW_DATA_DIR"] = str(folder)
    import django

    django.setup()
    from django.core.management import call_command

    from tests.factories import make_category

    call_command("migrate", verbosity=0)
    path = folder / "lama.csv"
    write_rows(path)
    from nlp.training import load_corpus

    for slug in {row.category for row in load_corpus()}:
        make_category(slug)
    for turn in ("first", "second"):
        started = time.monotonic()
        call_command("import_history", str(path), "--no-train", stderr=open(os.devnull, "w"))  # noqa: SIM115
        print(f"{turn} import: {time.monotonic() - started:.1f} s")
    if "--report" in sys.argv:
        started = time.monotonic()
        call_command("import_history", str(path), "--no-train", "--dry-run", "--report")
        print(f"report: {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
