"""Reply templates for one case, and what their placeholders say there."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.cases.models import Case, ReplyTemplate, ReporterIdentity


def offered_replies(case: Case, outcome: str = "") -> list[ReplyTemplate]:
    """The templates for this case's topic; once an outcome is chosen, those for it and those for every outcome."""
    fits = Q(category=None) | Q(category=case.category_id) if case.category_id else Q(category=None)
    if outcome:
        fits &= Q(outcome__in=["", outcome])
    return list(ReplyTemplate.objects.filter(fits, is_active=True).order_by("outcome", "title", "id"))


def values_for(case: Case, *, today: date) -> dict[str, str]:
    """What a case says in a reply. Answers are public and go to several people: nothing here names a protected one.

    The sealed name is never read. The chosen display name and the place stand only where the public may read them.
    """
    is_confidential = case.identity == Case.Identity.CONFIDENTIAL
    place = case.area.name if case.area and not is_confidential else _("tempat yang Anda laporkan")
    return {
        "kode": case.display_code,
        "nama_pelapor": _display_name(case) or _("Bapak/Ibu"),
        "topik": case.category.name.lower() if case.category else _("laporan Anda"),
        "kelurahan": place,
        "unit": case.unit.name if case.unit else _("kantor kami"),
        "tanggal_lapor": _day(timezone.localdate(case.submitted_at)),
        "hari_ini": _day(today),
    }


def _display_name(case: Case) -> str:
    if case.identity != Case.Identity.OPEN:
        return ""
    names = ReporterIdentity.objects.filter(case=case, case__identity=Case.Identity.OPEN)
    return names.values_list("display_name", flat=True).first() or ""


def _day(day: date) -> str:
    return date_format(day, "j F Y")
