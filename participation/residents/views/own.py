import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.residents import queries
from participation.residents.actions import rights, verification
from participation.residents.forms import CardForm, DocumentForm, ErasureForm
from participation.residents.models import DataRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def residence(request: HttpRequest) -> HttpResponse:
    """How sure the office is of where this person lives, and the three ways to make it surer."""
    form = CardForm(request.POST or None, initial={"code": request.GET.get("kode", "")[:40]})
    if request.method == "POST" and form.is_valid():
        try:
            verification.redeem_card(request.user, **form.cleaned_data, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Tempat tinggal Anda sudah terverifikasi."))
            return redirect("residents:residence")
    return _residence_page(request, form)


def _residence_page(
    request: HttpRequest, card_form: Form | None = None, document_form: Form | None = None
) -> HttpResponse:
    bad = any(form is not None and form.errors for form in (card_form, document_form))
    context = {
        "profile": queries.profile_of(request.user),
        "card_form": card_form or CardForm(),
        "document_form": document_form or DocumentForm(),
        "document": queries.open_document_check(request.user),
        "last_document": queries.last_document_check(request.user),
    }
    return render(request, "residents/own/residence.html", context, status=422 if bad else 200)


@login_required
@require_POST
def send_document(request: HttpRequest) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["document"]
        try:
            verification.send_document(request.user, upload=upload, place=form.place(), now=timezone.now())
        except ValidationError as error:
            form.add_error("document", error)
        else:
            messages.success(request, _("Dokumen terkirim. Fotonya dihapus begitu petugas memutuskan."))
            return redirect("residents:residence")
    return _residence_page(request, document_form=form)


@login_required
@require_POST
def withdraw_document(request: HttpRequest) -> HttpResponse:
    verification.withdraw_document(request.user, now=timezone.now())
    messages.success(request, _("Dokumen ditarik dan fotonya dihapus."))
    return redirect("residents:residence")


@login_required
@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    return _data_page(request, ErasureForm())


def _data_page(request: HttpRequest, form: Form) -> HttpResponse:
    now = timezone.now()
    rows = [(row, queries.timer_of(row, now)) for row in queries.requests_of(request.user)]
    pending = next(((row, timer) for row, timer in rows if row.answered_at is None), None)
    context = {"rows": rows, "pending": pending, "form": form, "held": rights.export_account(request.user)}
    return render(request, "residents/own/data.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    rights.record_self_service(request.user, DataRequest.Kind.EXPORT, now=timezone.now())
    text = json.dumps(rights.export_account(request.user), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@login_required
@require_POST
def ask_erasure(request: HttpRequest) -> HttpResponse:
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _data_page(request, form)
    try:
        rights.request_erasure(request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return _data_page(request, form)
    messages.success(request, _("Permintaan Anda sudah kami terima. Batas waktunya 3 x 24 jam."))
    return redirect("residents:own_data")


@login_required
@require_POST
def withdraw_erasure(request: HttpRequest) -> HttpResponse:
    rights.withdraw_erasure(request.user, now=timezone.now())
    messages.success(request, _("Permintaan ditarik. Akun Anda tetap ada."))
    return redirect("residents:own_data")
