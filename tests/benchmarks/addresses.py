"""The pages that are measured, and what each may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Budget:
    """``cpu``: milliseconds in the web process."""

    queries: int | None = None
    cpu: float | None = None


LIST = Budget(queries=12, cpu=15)
READING = Budget(queries=12, cpu=10)
HOME = Budget(queries=12, cpu=15)
DESK = Budget(queries=12)


@dataclass(frozen=True, kw_only=True)
class Address:
    """``rows``: (module, name) of the page size that is set to 1 and to 30 to see whether queries grow with rows."""

    name: str
    path: str
    budget: Budget = Budget()
    is_staff: bool = False
    rows: tuple[str, str] | None = None


PUBLIC_ROWS = ("participation.cases.queries.public", "PAGE_SIZE")
DESK_ROWS = ("participation.cases.queries.desk", "PAGE_SIZE")
SEARCH_ROWS = ("portal.search", "FIRST_FEW")
ANNOUNCEMENT_ROWS = ("cms.queries", "PAGE_SIZE")


def addresses() -> list[Address]:
    from cms.models import AnnouncementIndexPage, AnnouncementPage

    announcement = AnnouncementPage.objects.live().order_by("pk")[0].url
    index = AnnouncementIndexPage.objects.live().order_by("depth", "path")[0].url
    case, staff_case = _typical_case(), _open_case()
    return [
        Address(name="home", path="/", budget=HOME),
        Address(name="public list", path="/laporan/", budget=LIST, rows=PUBLIC_ROWS),
        Address(name="public list, page 40", path="/laporan/?page=40", budget=LIST),
        Address(name="public list, words", path="/laporan/?cari=lampu+mati", budget=LIST, rows=PUBLIC_ROWS),
        Address(
            name="public list, filters",
            path="/laporan/?topik=penerangan-jalan&kelurahan=pakemitan&status=selesai&urut=dukungan",
            budget=LIST,
            rows=PUBLIC_ROWS,
        ),
        Address(name="public case", path=f"/laporan/{case}/", budget=LIST),
        Address(name="report form", path="/lapor/", budget=LIST),
        Address(name="announcement list", path=index, budget=HOME, rows=ANNOUNCEMENT_ROWS),
        Address(name="announcement", path=announcement, budget=READING),
        Address(name="search", path="/cari/?q=lampu+mati", budget=HOME, rows=SEARCH_ROWS),
        Address(name="search, one word", path="/cari/?q=pelayanan", budget=HOME, rows=SEARCH_ROWS),
        Address(name="staff inbox", path="/petugas/?antrean=semua", budget=DESK, is_staff=True, rows=DESK_ROWS),
        Address(name="staff inbox, words", path="/petugas/?antrean=semua&cari=lampu", budget=DESK, is_staff=True),
        Address(name="staff case", path=f"/petugas/laporan/{staff_case}/", budget=DESK, is_staff=True),
    ]


def typical_case_path() -> str:
    return f"/laporan/{_typical_case()}/"


def _typical_case() -> str:
    """A published case with its whole way behind it."""
    from participation.cases.models import Case

    return Case.objects.filter(published_at__isnull=False, status="closed", event_count=7).order_by("pk")[0].code


def _open_case() -> str:
    from participation.cases.models import Case

    return (
        Case.objects.filter(published_at__isnull=False, status="in_progress", event_count__gte=5).order_by("pk")[0].code
    )
