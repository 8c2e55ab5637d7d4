from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.satisfaction import access, actions, queries
from participation.satisfaction.elements import NAMES
from participation.satisfaction.forms import CodesForm, NewPeriodForm, PeriodForm, PlanForm
from participation.satisfaction.models import Response, SurveyPeriod
from participation.satisfaction.permissions import (
    Act,
    allowed_acts,
    can_see_surveys,
    get_period_for_staff,
    periods_for,
    require,
    services_for,
)
from participation.satisfaction.scoring import Element
from participation.satisfaction.views.public import file_response
from participation.sealing.codes import grouped_code


@login_required
@never_cache
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    if not can_see_surveys(request.user):
        raise PermissionDenied
    rows = queries.results_of(list(periods_for(request.user)))
    context = {
        "rows": rows,
        "can_create": services_for(request.user, Act.MANAGE).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "satisfaction/staff/surveys.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    services = services_for(request.user, Act.MANAGE).filter(is_active=True)
    if not services.exists():
        raise PermissionDenied
    form = NewPeriodForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        try:
            period = actions.open_period(form.cleaned_data["service"], form.plan(), actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Periode survei dibuat."))
            return redirect("satisfaction:desk", pk=period.pk)
    return _form_page(request, form, _("Periode survei baru"))


def _form_page(request: HttpRequest, form: PeriodForm, title: str, period: SurveyPeriod | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "period": period}
    return render(request, "satisfaction/staff/period_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    require(request.user, Act.MANAGE, period.service)
    form = PeriodForm(request.POST or None, instance=period)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_period(period, form.plan(), actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Perubahan disimpan."))
            return redirect("satisfaction:desk", pk=pk)
    return _form_page(request, form, _("Ubah periode survei"), period)


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    return _desk_page(request, get_period_for_staff(request.user, pk))


def _desk_page(
    request: HttpRequest, period: SurveyPeriod, *, bound: dict[str, PlanForm] | None = None, status: int = 200
) -> HttpResponse:
    result = queries.result_of(period)
    today = timezone.localdate()
    context = {
        "period": period,
        "result": result,
        "acts": allowed_acts(request.user, period.service),
        "plans": _plan_forms(period, result, bound or {}),
        "missing_plans": queries.missing_plans(period, result),
        "comments": queries.comments_of(period),
        "codes": queries.code_counts(period),
        "codes_form": CodesForm(),
        "is_open": period.start_date <= today <= period.end_date and not period.is_published,
        "has_ended": period.end_date < today,
    }
    return render(request, "satisfaction/staff/survey.html", context, status=status)


def _plan_forms(
    period: SurveyPeriod, result: queries.PeriodResult, bound: dict[str, PlanForm]
) -> list[tuple[str, Any, PlanForm]]:
    """One form for each of the lowest elements, and for those that were planned when they still were the lowest."""
    written = queries.follow_ups_of(period)
    lowest = [row.element.value for row in result.overall.lowest] if result.overall else []
    elements = [*lowest, *(element for element in written if element not in lowest)]
    return [
        (
            element,
            NAMES[Element(element)],
            bound.get(element) or PlanForm(instance=written.get(element), prefix=element),
        )
        for element in elements
    ]


@login_required
@require_POST
def plan(request: HttpRequest, pk: int, element: str) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    if element not in set(Element):
        raise Http404
    written = queries.follow_ups_of(period).get(element)
    form = PlanForm(request.POST, prefix=element, instance=written)
    if not form.is_valid():
        require(request.user, Act.MANAGE, period.service)
        return _desk_page(request, period, bound={element: form}, status=422)
    actions.write_plan(period, form.plan_for(Element(element)), actor=request.user)
    messages.success(request, _("Rencana tindak lanjut disimpan."))
    return redirect("satisfaction:desk", pk=pk)


@login_required
@never_cache
@require_POST
def print_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The slips are in this answer and nowhere else: leaving the page without printing loses them."""
    period = get_period_for_staff(request.user, pk)
    form = CodesForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["number"]))
        return redirect("satisfaction:desk", pk=pk)
    codes = actions.make_codes(period, form.cleaned_data["number"], actor=request.user, now=timezone.now())
    slips = [(grouped_code(code), access.code_link(code)) for code in codes]
    return render(request, "satisfaction/staff/slips.html", {"period": period, "slips": slips})


@login_required
@require_POST
def revoke_codes(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    number = actions.revoke_unused_codes(period, actor=request.user, now=timezone.now())
    messages.success(request, _("%(number)d kode yang belum dipakai dicabut.") % {"number": number})
    return redirect("satisfaction:desk", pk=pk)


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    address = access.counter_link(period.service.slug)
    return render(request, "satisfaction/staff/poster.html", {"period": period, "address": address})


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    try:
        actions.publish_result(period, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("satisfaction:desk", pk=pk)
    messages.success(request, _("Hasil survei diumumkan."))
    return redirect("satisfaction:result", pk=pk)


@login_required
@require_POST
def show_comment(request: HttpRequest, pk: int, response_id: int) -> HttpResponse:
    period = get_period_for_staff(request.user, pk)
    try:
        actions.show_comment(period, response_id, actor=request.user, is_public="show" in request.POST)
    except Response.DoesNotExist as error:
        raise Http404 from error
    return redirect("satisfaction:desk", pk=pk)


@login_required
@require_safe
def staff_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    return file_response(get_period_for_staff(request.user, pk), kind)
