import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.cases import access, own_cases, visitors
from participation.cases.actions import reporter
from participation.cases.actions.attempts import TooManyAttempts, open_with_pin, send_recovery_links
from participation.cases.actions.photos import keep_photo
from participation.cases.forms.tracking import OptionalWordsForm, RatingForm, RecoverForm, TrackForm, WordsForm
from participation.cases.lifecycle import Status, TransitionRefused
from participation.cases.models import Case, Photo
from participation.cases.queries.own import can_be_kept, own_case, own_case_by_key
from participation.cases.queries.timeline import Audience, timeline


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _track_page(request, TrackForm(initial={"code": request.GET.get("kode", "")[:40]}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _track_page(request, form, status=422)
    try:
        case = open_with_pin(
            code=form.cleaned_data["code"],
            pin=form.cleaned_data["pin"],
            visitor=visitors.visitor_of(request),
            now=timezone.now(),
        )
    except TooManyAttempts:
        form.add_error(None, _("Terlalu banyak percobaan. Coba lagi satu jam lagi, atau minta tautan lewat e-mail."))
        return _track_page(request, form, status=429)
    if case is None:
        form.add_error("pin", _("Kode dan PIN ini tidak cocok. Periksa lagi di tanda terima."))
        return _track_page(request, form, status=422)
    return _opened(request, case)


def _track_page(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    response = render(request, "cases/public/track.html", {"form": form}, status=status)
    return visitors.remember_device(request, response) if request.method == "POST" else response


def _opened(request: HttpRequest, case: Case) -> HttpResponse:
    return own_cases.remember_case(request, redirect("cases:own_case", code=case.code), case)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    form = RecoverForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/public/track_recover.html", {"form": form}, status=422 if form.errors else 200)
    try:
        send_recovery_links(email=form.cleaned_data["email"], visitor=visitors.visitor_of(request), now=timezone.now())
    except TooManyAttempts:
        form.add_error(None, _("Terlalu banyak permintaan. Coba lagi satu jam lagi."))
        return render(request, "cases/public/track_recover.html", {"form": form}, status=429)
    response = render(request, "cases/public/track_recover.html", {"sent_to": form.cleaned_data["email"]})
    return visitors.remember_device(request, response)


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link from a message: whoever holds it may read the case."""
    read = access.read_link_token(token)
    case = own_case_by_key(*read) if read else None
    if case is None:
        messages.error(request, _("Tautan ini sudah tidak berlaku. Masuk dengan kode dan PIN, atau minta tautan baru."))
        return redirect("cases:track")
    return _opened(request, case)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    return own_cases.forget_cases(redirect("cases:track"))


@never_cache
@require_safe
def own(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case(code)
    if case is None or not own_cases.is_opened(request, case):
        return redirect(f"/lacak/?kode={code[:40]}")
    return _own_page(request, case)


ACT_FORMS: dict[str, type[Form]] = {
    "tambah": WordsForm,
    "jawab": WordsForm,
    "buka-kembali": WordsForm,
    "keberatan": WordsForm,
    "setuju": RatingForm,
    "nilai": RatingForm,
    "tarik": OptionalWordsForm,
}


def _forms(bound: dict[str, Form] | None = None) -> dict[str, Form]:
    """One form an act, under names that templates can read (buka-kembali becomes buka_kembali)."""
    fresh = {act: form(initial={"form_token": uuid.uuid4()}, prefix=act) for act, form in ACT_FORMS.items()}
    return {act.replace("-", "_"): form for act, form in {**fresh, **(bound or {})}.items()}


def _own_page(
    request: HttpRequest, case: Case, *, bound: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "cases/public/case_private.html",
        {
            "case": case,
            "main": case.merged_into,
            "events": timeline(case, Audience.REPORTER),
            "photos": case.photos.filter(purpose=Photo.Purpose.REPORT),
            "forms": _forms(bound),
            "open_act": next(iter(bound), "") if bound else request.GET.get("buka", ""),
            "can_add": case.is_open and case.state is not Status.WAITING_REPORTER,
            "can_answer": case.state is Status.WAITING_REPORTER,
            "can_confirm": case.state is Status.RESPONDED,
            "can_rate": case.state is Status.CLOSED
            and case.close_reason != Case.CloseReason.WITHDRAWN
            and not case.ratings.filter(round=case.reopen_count).exists(),
            "can_reopen": reporter.can_reopen(case, now=now),
            "can_object": reporter.can_object(case, now=now),
            "can_withdraw": case.is_open,
            "can_keep": request.user.is_authenticated and can_be_kept(case),
            "rating": case.ratings.order_by("-round").first(),
        },
        status=status,
    )


@require_POST
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """What the reporter does with the case. A second press of the same button finds it done and changes nothing."""
    case = own_case(code)
    if case is None or not own_cases.is_opened(request, case):
        return redirect(f"/lacak/?kode={code[:40]}")
    if act not in ACTS:
        raise Http404
    form = ACT_FORMS[act](request.POST, prefix=act)
    if not form.is_valid():
        return _own_page(request, case, bound={act: form}, status=422)
    try:
        _take_photos(request, form)
        ACTS[act](case, form.cleaned_data)
    except TransitionRefused:
        messages.info(request, _("Laporan ini sudah berubah. Ini keadaannya sekarang."))
    except ValidationError as error:
        form.add_error(None, error)
        return _own_page(request, case, bound={act: form}, status=422)
    else:
        messages.success(request, DONE[act])
    return redirect("cases:own_case", code=case.code)


def _take_photos(request: HttpRequest, form: Form) -> None:
    token = form.cleaned_data.get("form_token")
    for upload in request.FILES.getlist(form.add_prefix("photos")) if token else []:
        keep_photo(upload, form_token=token, now=timezone.now(), purpose=Photo.Purpose.ADDITION)


def _with_words(action: Callable[..., Case]) -> Callable[[Case, dict[str, Any]], Case]:
    def run(case: Case, data: dict[str, Any]) -> Case:
        return action(case_id=case.pk, text=data["text"], form_token=data["form_token"], now=timezone.now())

    return run


def _with_rating(action: Callable[..., Case]) -> Callable[[Case, dict[str, Any]], Case]:
    def run(case: Case, data: dict[str, Any]) -> Case:
        return action(case_id=case.pk, score=data["score"], comment=data["comment"], now=timezone.now())

    return run


ACTS: dict[str, Callable[[Case, dict[str, Any]], Case]] = {
    "tambah": _with_words(reporter.add_information),
    "jawab": _with_words(reporter.answer_question),
    "buka-kembali": _with_words(reporter.reopen_case),
    "keberatan": _with_words(reporter.object_to_rejection),
    "setuju": _with_rating(reporter.confirm_case),
    "nilai": _with_rating(reporter.rate_case),
    "tarik": _with_words(reporter.withdraw_case),
}
DONE = {
    "tambah": _lazy("Keterangan Anda sudah kami terima."),
    "jawab": _lazy("Jawaban Anda sudah kami terima."),
    "buka-kembali": _lazy("Laporan dibuka kembali."),
    "keberatan": _lazy("Keberatan Anda sudah kami terima."),
    "setuju": _lazy("Terima kasih atas penilaian Anda."),
    "nilai": _lazy("Terima kasih atas penilaian Anda."),
    "tarik": _lazy("Laporan sudah ditarik."),
}


@require_POST
def renew_pin(request: HttpRequest, code: str) -> HttpResponse:
    """A new PIN, shown once; older links and PINs stop working, this browser stays in."""
    case = own_case(code)
    if case is None or not own_cases.is_opened(request, case):
        return redirect(f"/lacak/?kode={code[:40]}")
    case = reporter.renew_pin(case_id=case.pk, now=timezone.now())
    messages.success(request, _("PIN baru Anda: %(pin)s. Catat sekarang.") % {"pin": access.pin_of(case)})
    return _opened(request, case)
