from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from participation.cases import tracking, visitors
from participation.cases.actions.reporter import support_case
from participation.cases.permissions import get_public_case
from participation.cases.queries import public
from participation.cases.queries.timeline import Audience, timeline
from participation.cases.views.place import map_sources
from participation.units.models import Area, Category
from participation.units.queries import active_categories, villages


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    filters = public.PublicFilters(
        words=request.GET.get("cari", "").strip()[:100],
        status_group=request.GET.get("status", ""),
        category=request.GET.get("topik", ""),
        area=request.GET.get("kelurahan", ""),
        sort=request.GET.get("urut", "terbaru"),
    )
    cases = public.with_own_support(public.list_public_cases(filters), visitors.visitor_key(request))
    page = Paginator(cases, public.PAGE_SIZE).get_page(request.GET.get("page"))
    categories, areas = list(active_categories()), list(villages())
    return render(
        request,
        "cases/public/case_list.html",
        {
            "page": page,
            "map": map_sources() if any(public.public_pin(case) for case in page.object_list) else None,
            "filters": filters,
            "chips": _chips(filters, categories, areas),
            "categories": categories,
            "villages": areas,
            "status_groups": public.STATUS_LABELS,
            "sorts": public.SORT_LABELS,
        },
    )


def _chips(filters: public.PublicFilters, categories: list[Category], areas: list[Area]) -> list[tuple[str, str]]:
    """Each set filter as (query parameter, words), to be shown with a link that takes it away."""
    category = next((category for category in categories if category.slug == filters.category), None)
    village = next((area for area in areas if area.slug == filters.area), None)
    chips = [
        ("cari", f"“{filters.words}”" if filters.words else ""),
        ("status", str(public.STATUS_LABELS.get(filters.status_group, ""))),
        ("topik", category.name if category else ""),
        ("kelurahan", village.name if village else ""),
    ]
    return [(name, words) for name, words in chips if words]


@require_safe
def case_detail(request: HttpRequest, code: str) -> HttpResponse:
    case = get_public_case(tracking.normalise_code(code, settings.CASE_CODE_PREFIX) or code)
    return render(
        request,
        "cases/public/case_public.html",
        {
            "case": case,
            "title": public.public_title(case),
            "display_name": public.display_name(case),
            "photos": public.public_photos(case),
            "drawing": public.place_drawing(case),
            "events": timeline(case, Audience.PUBLIC),
            "is_supported": public.is_supported(case, visitors.visitor_key(request)),
            "can_support": public.can_support(case),
        },
    )


@require_POST
def support(request: HttpRequest, code: str) -> HttpResponse:
    """One press is one voice; pressing again changes nothing. Returns to the page where the button stood."""
    case = get_public_case(code)
    if public.can_support(case):
        support_case(case_id=case.pk, visitor_key=visitors.visitor_key(request), now=timezone.now())
    back = request.POST.get("next", "")
    target = back if back.startswith("/laporan/") else reverse("cases:public_case", args=[code])
    return visitors.remember_device(request, redirect(target))
