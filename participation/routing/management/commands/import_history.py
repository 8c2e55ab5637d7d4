import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nlp.privacy import mask
from participation.routing import engine
from participation.routing.actions.history import import_rows
from participation.routing.actions.training import retrain
from participation.routing.history import History, HistoryError, known_labels, read_history, read_mapping
from participation.routing.history_report import as_text, report_on
from participation.routing.judging import Label
from participation.routing.queries.training import own_corpus
from participation.units.models import Category

BAD_LINES_SHOWN = 200


class Command(BaseCommand):
    help = "Take an office's past reports from a CSV file, learn from them, and say honestly how well that works."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Columns: judul, isi laporan awal, kategori, instansi …, tanggal.")
        parser.add_argument("--mapping", type=Path, help="CSV: label of the file, topic of ours (slug, or - to skip).")
        parser.add_argument("--dry-run", action="store_true", help="Read and judge only; nothing is kept.")
        parser.add_argument("--report", action="store_true", help="Print the report with the learning curve.")
        parser.add_argument("--no-train", action="store_true", help="Keep the labels; the nightly training uses them.")

    def handle(self, *args, file: Path, mapping: Path | None, **options: Any) -> None:
        self._started = time.monotonic()
        history = self._read(file, mapping)
        self._tell(history)
        if not options["dry_run"]:
            done = import_rows(history.rows, progress=self._say)
            self.stdout.write(f"Baru {done.new}, label berubah {done.changed}, sudah ada {done.known}.")
        if options["report"]:
            self._report(history)
        if not options["dry_run"] and not options["no_train"]:
            self._train()

    def _read(self, file: Path, mapping: Path | None) -> History:
        names = dict(Category.objects.values_list("slug", "name"))
        try:
            labels = known_labels(names) | (read_mapping(mapping, set(names)) if mapping else {})
            return read_history(file, labels, now=timezone.localtime())
        except (HistoryError, OSError) as error:
            raise CommandError(str(error)) from error

    def _tell(self, history: History) -> None:
        for bad in history.bad[:BAD_LINES_SHOWN]:
            self.stderr.write(f"baris {bad.line}: {bad.reason}")
        if len(history.bad) > BAD_LINES_SHOWN:
            self.stderr.write(f"… dan {len(history.bad) - BAD_LINES_SHOWN} baris lain.")
        for label, count in history.unknown_labels.most_common(30):
            self.stderr.write(f"label tanpa topik: {label or '(kosong)'} ({count} baris)")
        self.stdout.write(
            f"Terbaca {len(history.rows)}, salah {len(history.bad)}, berulang {history.repeated}, "
            f"dilewati {history.skipped}."
        )

    def _report(self, history: History) -> None:
        labels = [Label(mask(row.text), row.category, None, row.at) for row in history.rows]
        ready = engine.current()
        shipped = ready.classifier and engine.shipped_classifier().with_lexicon(ready.lexicon)
        try:
            found = report_on(labels, own_corpus(), shipped, ready.lexicon, progress=self._say)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_text(found))

    def _train(self) -> None:
        run = retrain(force=True, progress=self._say)
        if run is None:
            self.stdout.write("Pelatihan lain sedang berjalan; label ini dipakai pada pelatihan berikutnya.")
            return
        self.stdout.write(f"{run.get_state_display()}: {run.reason}")

    def _say(self, message: str) -> None:
        self.stderr.write(f"[{time.monotonic() - self._started:6.1f} s] {message}")
