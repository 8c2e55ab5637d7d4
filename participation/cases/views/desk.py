from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participation.cases.actions.work import open_identity, record_original_viewed
from participation.cases.forms.desk import ActForm, OfficeLists, ReasonForm
from participation.cases.lifecycle import TransitionRefused
from participation.cases.models import Case
from participation.cases.permissions import Act, allowed_acts, can, get_case_for_staff, is_staff
from participation.cases.queries import desk
from participation.cases.views.desk_acts import ACTS, DONE
from participation.cases.views.evidence import keep_evidence, kept_evidence
from participation.routing import engine


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    if not is_staff(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    filters, lists = _filters(request), OfficeLists()
    page = Paginator(desk.inbox(request.user, filters, today=today), desk.PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "cases/staff/inbox.html",
        {
            "page": page,
            "filters": filters,
            "queues": desk.queue_counts(request.user, current=filters.queue, today=today),
            "categories": lists.categories,
            "units": lists.units,
            "engine_problem": engine.problem(),
            **_beside_the_list(request, list(page.object_list), lists),
        },
    )


def _filters(request: HttpRequest) -> desk.DeskFilters:
    queue, unit = request.GET.get("antrean", ""), request.GET.get("unit", "")
    known = queue in desk.Queue.__members__.values()
    return desk.DeskFilters(
        queue=desk.Queue(queue) if known else desk.first_queue(request.user),
        words=request.GET.get("cari", "").strip()[:100],
        unit=int(unit) if unit.isdecimal() else None,
        category=request.GET.get("topik", ""),
    )


def _beside_the_list(request: HttpRequest, cases: list[Case], lists: OfficeLists) -> dict[str, Any]:
    """On a wide screen the chosen case, or the first one, stands beside the list."""
    code = request.GET.get("laporan") or next((case.code for case in cases), "")
    case = next((case for case in cases if case.code == code), None)
    try:
        case = case or (get_case_for_staff(request.user, code) if code else None)
    except Http404:
        case = None
    return {"selected": case, **case_context(request, case, lists=lists)} if case else {"selected": None}


@login_required
@never_cache
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    found = get_case_for_staff(request.user, code)
    return case_page(request, found)


def case_page(
    request: HttpRequest, case: Case, *, bound: dict[str, ActForm] | None = None, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"case": case, **case_context(request, case, bound), **extra}
    return render(request, "cases/staff/case.html", context, status=status)


def case_context(
    request: HttpRequest, case: Case, bound: dict[str, ActForm] | None = None, lists: OfficeLists | None = None
) -> dict[str, Any]:
    prefetch_related_objects([case], "photos")
    acts = allowed_acts(request.user, case)
    fresh = _forms(request, case, acts, lists or OfficeLists())
    return {
        "acts": {act.value for act in acts},
        "forms": {**fresh, **(bound or {})},
        "open_act": next(iter(bound), "") if bound else request.GET.get("buka", ""),
        **desk.case_details(case, request.user),
    }


def _forms(request: HttpRequest, case: Case, acts: frozenset[Act], lists: OfficeLists) -> dict[str, ActForm]:
    return {
        act: entry.form(case=case, user=request.user, lists=lists, prefix=act, initial=entry.initial(case))
        for act, entry in ACTS.items()
        if entry.permission in acts
    }


@login_required
@require_POST
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One act of staff on one case. What was typed comes back with the message when it cannot be done."""
    case = get_case_for_staff(request.user, code)
    entry = ACTS.get(act)
    if entry is None:
        raise Http404
    form = entry.form(request.POST, case=case, user=request.user, prefix=act)
    if not form.is_valid():
        if act == "respond" and can(request.user, Act.RESPOND, case):
            for problem in keep_evidence(request, act):
                form.add_error(None, problem)
        kept = kept_evidence(request.POST.get(f"{act}-form_token", ""))
        return case_page(request, case, bound={act: form}, status=422, kept_photos=kept)
    try:
        entry.run(request, case, form)
    except TransitionRefused:
        form.add_error(None, _("Status laporan ini sudah berubah. Langkah ini tidak bisa dilakukan lagi."))
        return case_page(request, get_case_for_staff(request.user, code), bound={act: form}, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        stale = getattr(error, "code", "") == "stale"
        return case_page(
            request,
            get_case_for_staff(request.user, code),
            bound={act: form},
            status=409 if stale else 422,
            kept_photos=kept_evidence(request.POST.get(f"{act}-form_token", "")),
        )
    messages.success(request, DONE[act])
    return _onward(request, code)


def _onward(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the case, or to the inbox when it is no longer this person's."""
    try:
        get_case_for_staff(request.user, code)
    except Http404:
        return redirect("cases:inbox")
    return redirect("cases:staff_case", code=code)


@login_required
@never_cache
@require_POST
def view_original(request: HttpRequest, code: str) -> HttpResponse:
    """The unmasked words, this once; that they were read is recorded."""
    case = get_case_for_staff(request.user, code)
    record_original_viewed(case_id=case.pk, actor=request.user, now=timezone.now())
    return case_page(request, get_case_for_staff(request.user, code), original_text=case.text)


@login_required
@never_cache
@require_POST
def view_identity(request: HttpRequest, code: str) -> HttpResponse:
    case = get_case_for_staff(request.user, code)
    form = ReasonForm(request.POST, case=case, user=request.user, prefix="open_identity")
    if not form.is_valid():
        return case_page(request, case, bound={"open_identity": form}, status=422)
    reporter = open_identity(case_id=case.pk, actor=request.user, reason=form.cleaned_data["text"], now=timezone.now())
    return case_page(request, get_case_for_staff(request.user, code), reporter=reporter)
