from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.residents import queries
from participation.residents.access import card_link
from participation.residents.actions import rights, verification
from participation.residents.documents import opened_document
from participation.residents.forms import AcceptForm, CardsForm, CounterForm, RefuseForm
from participation.residents.models import DocumentCheck
from participation.residents.permissions import (
    Act,
    allowed_acts,
    areas_for,
    get_card_batch,
    get_document_check,
    require,
)
from participation.sealing.codes import grouped_code


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """The person is here with the card: verify, and see which documents wait."""
    require(request.user, Act.VERIFY)
    areas = areas_for(request.user, Act.VERIFY)
    form = CounterForm(request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            verification.verify_at_counter(
                data["contact"],
                nik=data["nik"],
                place=form.place(),
                actor=request.user,
                now=timezone.now(),
                replaces=data["replaces"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Warga ini sudah terverifikasi. NIK-nya tidak disimpan."))
            return redirect("residents:counter")
    context = {
        "form": form,
        "documents": queries.waiting_documents(areas),
        "counts": queries.verified_counts(),
        "acts": allowed_acts(request.user),
    }
    return render(request, "residents/staff/counter.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    return _document_page(request, get_document_check(request.user, key))


def _document_page(
    request: HttpRequest, check: DocumentCheck, accept: Form | None = None, refuse: Form | None = None
) -> HttpResponse:
    bad = any(form is not None and form.errors for form in (accept, refuse))
    context = {"check": check, "accept_form": accept or AcceptForm(), "refuse_form": refuse or RefuseForm()}
    return render(request, "residents/staff/document.html", context, status=422 if bad else 200)


@login_required
@never_cache
@require_safe
def document_picture(request: HttpRequest, key: str) -> HttpResponse:
    check = get_document_check(request.user, key)
    with check.file.open("rb") as sealed:
        picture = opened_document(sealed.read())
    return HttpResponse(picture, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@login_required
@require_POST
def accept_document(request: HttpRequest, key: str) -> HttpResponse:
    check, form = get_document_check(request.user, key), AcceptForm(request.POST)
    if form.is_valid():
        try:
            nik = form.cleaned_data["nik"]
            verification.accept_document(check, nik=nik, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Dokumen diterima, fotonya dihapus."))
            return redirect("residents:counter")
    return _document_page(request, check, accept=form)


@login_required
@require_POST
def refuse_document(request: HttpRequest, key: str) -> HttpResponse:
    check, form = get_document_check(request.user, key), RefuseForm(request.POST)
    if not form.is_valid():
        return _document_page(request, check, refuse=form)
    reason = form.cleaned_data["reason"]
    try:
        verification.refuse_document(check, reason=reason, actor=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return _document_page(request, check, refuse=form)
    messages.success(request, _("Dokumen ditolak, fotonya dihapus."))
    return redirect("residents:counter")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest) -> HttpResponse:
    """The batches so far; a new one is shown for printing in the answer to the form, and never again."""
    require(request.user, Act.PRINT_CARDS)
    areas = areas_for(request.user, Act.PRINT_CARDS)
    form = CardsForm(request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch, codes = verification.make_cards(
                form.place(),
                data["number"],
                form_token=data["form_token"],
                actor=request.user,
                now=timezone.now(),
                handed_to=data["handed_to"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            printed = [(grouped_code(code), card_link(code)) for code in codes]
            return render(request, "residents/staff/cards_print.html", {"batch": batch, "cards": printed})
    context = {"form": form, "batches": queries.card_batches(areas)}
    return render(request, "residents/staff/cards.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke_cards(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_card_batch(request.user, pk)
    number = verification.revoke_cards(batch, actor=request.user, now=timezone.now())
    messages.success(request, _("%(number)d kartu yang belum dipakai dicabut.") % {"number": number})
    return redirect("residents:cards")


@login_required
@never_cache
@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    require(request.user, Act.SEE_REQUESTS)
    return _requests_page(request, RefuseForm())


def _requests_page(request: HttpRequest, refuse_form: Form, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "open": [(row, queries.timer_of(row, now)) for row in queries.open_requests()],
        "answered": queries.answered_requests()[:50],
        "refuse_form": refuse_form,
        "acts": allowed_acts(request.user),
    }
    return render(request, "residents/staff/data_requests.html", context, status=status)


@login_required
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ANSWER_REQUESTS)
    asked = get_object_or_404(queries.open_requests(), pk=pk)
    try:
        rights.carry_out_erasure(asked, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Akun dan data pribadinya sudah dihapus."))
    return redirect("residents:data_requests")


@login_required
@require_POST
def refuse_request(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ANSWER_REQUESTS)
    asked, form = get_object_or_404(queries.open_requests(), pk=pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _requests_page(request, form, status=422)
    rights.refuse_request(asked, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
    messages.success(request, _("Permintaan ditolak dengan alasan."))
    return redirect("residents:data_requests")
