"""A result as a workbook and as plain rows, for whoever wants to recompute it."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from participation.satisfaction.models import FollowUp
from participation.satisfaction.queries import PeriodResult, Result

Rows = list[list[Any]]


def summary_rows(result: PeriodResult) -> Rows:
    period, overall = result.period, result.overall
    rows: Rows = [
        [_("Layanan"), period.service.name],
        [_("Unit"), period.service.unit.name],
        [_("Periode"), period.name],
        [_("Mulai"), period.start_date.isoformat()],
        [_("Sampai"), period.end_date.isoformat()],
        [_("Pengguna layanan"), period.user_count],
        [_("Sampel yang diperlukan (Krejcie-Morgan)"), result.needed],
        [_("Jawaban"), result.count],
    ]
    if overall:
        rows += [
            [_("Indeks Kepuasan Masyarakat (bobot tepat 1/9)"), overall.index],
            [_("Mutu"), f"{overall.grade} ({overall.grade_name})"],
            [_("Pembanding dengan bobot dibulatkan 0,11, bukan hasil resmi"), overall.compatibility_index],
        ]
    for source in result.sources:
        label = f"{_('Jawaban')}: {source.label}"
        rows.append([label, source.count, source.result.index if source.result else None])
    return rows


def element_rows(overall: Result | None) -> Rows:
    rows: Rows = [[_("Unsur"), _("Nilai rata-rata (1-4)"), _("Nilai konversi"), _("Mutu"), _("Tiga terendah")]]
    for row in overall.elements if overall else []:
        rows.append([str(row.name), row.mean, row.value, row.grade.value, _("ya") if row.is_lowest else ""])
    return rows


def plan_rows(plans: list[FollowUp]) -> Rows:
    rows: Rows = [[_("Unsur"), _("Rencana"), _("Penanggung jawab"), _("Paling lambat"), _("Yang sudah dikerjakan")]]
    for plan in plans:
        rows.append(
            [str(plan.get_element_display()), plan.plan, plan.responsible, plan.due_date.isoformat(), plan.done_note]
        )
    return rows


def workbook(result: PeriodResult, plans: list[FollowUp]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in (
        (_("Ringkasan"), summary_rows(result)),
        (_("Unsur"), element_rows(result.overall)),
        (_("Tindak lanjut"), plan_rows(plans)),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_as_text(value) for value in row])
        for cell in sheet["A" if title == _("Ringkasan") else 1]:
            cell.font = Font(bold=True)
        sheet.column_dimensions["A"].width = 56
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def csv_text(result: PeriodResult) -> str:
    written = StringIO()
    writer = csv.writer(written)
    writer.writerows([[_as_text(value) for value in row] for row in element_rows(result.overall)])
    return written.getvalue()


def _as_text(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is kept as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
