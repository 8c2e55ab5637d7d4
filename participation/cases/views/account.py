"""A logged-in reporter goes to their own cases without code and PIN."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participation.cases import own_cases
from participation.cases.actions.erasure import keep_case_in_account
from participation.cases.queries.own import own_case, own_case_of


@login_required
@never_cache
@require_safe
def open_own(request: HttpRequest, code: str) -> HttpResponse:
    case = own_case_of(request.user, code)
    if case is None:
        raise Http404
    return own_cases.remember_case(request, redirect("cases:own_case", code=case.code), case)


@login_required
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Put a case that this browser has opened with its PIN into the account."""
    case = own_case(code)
    if case is None or not own_cases.is_opened(request, case):
        return redirect("cases:track")
    if keep_case_in_account(case, request.user):
        messages.success(request, _("Laporan ini sekarang ada di Laporan saya."))
    else:
        messages.error(request, _("Laporan ini sudah disimpan di akun lain."))
    return redirect("cases:own_case", code=case.code)
