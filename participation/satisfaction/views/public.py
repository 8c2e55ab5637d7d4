import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.satisfaction import queries, sheets
from participation.satisfaction.access import read_visit_token
from participation.satisfaction.actions import CODE_PURPOSE, submit_response
from participation.satisfaction.forms import CodeForm, SurveyForm, typed_token
from participation.satisfaction.models import SurveyPeriod
from participation.sealing.codes import normalise_one_time_code, one_time_code_hash

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The services that can be judged now, the box for a code, and the results so far."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("satisfaction:by_code", code=form.cleaned_data["code"])
    today = timezone.localdate()
    return render(
        request,
        "satisfaction/public/start.html",
        {
            "form": form,
            "periods": queries.open_periods(today),
            "published": queries.results_of(list(queries.published_periods()[:5])),
        },
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """The open link at the counter."""
    period = queries.open_period_of(slug, timezone.localdate())
    return _answer(request, period)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Opening the page uses nothing up; sending the form does."""
    typed = normalise_one_time_code(code)
    hashed = one_time_code_hash(CODE_PURPOSE, typed)
    if request.method == "POST" and _is_kept(request):
        return redirect("satisfaction:thanks")
    found = queries.open_code(hashed, timezone.localdate())
    return _answer(request, found.period if found else None, code=typed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def after_case(request: HttpRequest, token: str) -> HttpResponse:
    """The link that a reporter gets when the case has closed."""
    visit_key = read_visit_token(token)
    if visit_key is None:
        raise Http404
    period = queries.open_period_for_cases(timezone.localdate())
    if request.method != "POST" and queries.has_answered(visit_key):
        return redirect("satisfaction:thanks")
    return _answer(request, period, visit_key=visit_key)


def _is_kept(request: HttpRequest) -> bool:
    """The same form sent again after the connection broke: its answer is there already."""
    return queries.is_kept(typed_token(request.POST.get("form_token")))


def _answer(request: HttpRequest, period: SurveyPeriod | None, *, code: str = "", visit_key: str = "") -> HttpResponse:
    if period is None:
        return render(request, "satisfaction/public/closed.html", {"by_code": bool(code)}, status=404)
    if request.method != "POST":
        return _form_page(request, period, SurveyForm(initial={"form_token": uuid.uuid4()}))
    form = SurveyForm({**request.POST.dict(), "form_token": str(typed_token(request.POST.get("form_token")))})
    if form.is_valid():
        try:
            submit_response(form.answer(code=code, visit_key=visit_key), period_id=period.pk, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("satisfaction:thanks")
    return _form_page(request, period, form)


def _form_page(request: HttpRequest, period: SurveyPeriod, form: SurveyForm) -> HttpResponse:
    context = {"period": period, "form": form}
    return render(request, "satisfaction/public/survey.html", context, status=422 if form.errors else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "satisfaction/public/thanks.html")


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    published = queries.results_of(list(queries.published_periods()))
    return render(request, "satisfaction/public/results.html", {"published": published})


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    period = _published(pk)
    return render(
        request,
        "satisfaction/public/result.html",
        {
            "period": period,
            "result": queries.result_of(period),
            "trend": queries.trend_of(period),
            "follow_ups": queries.follow_ups_of(period).values(),
            "comments": queries.public_comments_of(period),
        },
    )


def _published(pk: int) -> SurveyPeriod:
    return get_object_or_404(queries.published_periods(), pk=pk)


@require_safe
def result_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    period = _published(pk)
    return file_response(period, kind)


def file_response(period: SurveyPeriod, kind: str) -> HttpResponse:
    found = queries.result_of(period)
    name = f"ikm-{period.service.slug}-{period.end_date.isoformat()}.{kind}"
    if kind == "xlsx":
        plans = list(queries.follow_ups_of(period).values())
        response = HttpResponse(sheets.workbook(found, plans), content_type=XLSX)
    elif kind == "csv":
        response = HttpResponse(sheets.csv_text(found), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(_("Tidak ada berkas seperti itu"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
