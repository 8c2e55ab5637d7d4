from allauth.account import app_settings
from allauth.account import views as account
from allauth.core.exceptions import RateLimited
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.cases.queries.own import cases_of
from participation.residents.queries import open_document_check, profile_of, requests_of, timer_of


@login_required
def go_home(request: HttpRequest) -> HttpResponse:
    """After logging in everybody lands where their work is."""
    if request.user.memberships.exists():
        return redirect("/petugas/")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("/kelola/")
    return redirect("account_own")


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Laporan saya, and the ways to everything else that belongs to an account."""
    pending = requests_of(request.user).filter(answered_at=None).first()
    context = {
        "cases": cases_of(request.user),
        "has_phones": "phone" in app_settings.LOGIN_METHODS,
        "profile": profile_of(request.user),
        "document": open_document_check(request.user),
        "pending": pending,
        "timer": timer_of(pending, timezone.now()) if pending else None,
    }
    return render(request, "account_own.html", context)


def change_phone(request: HttpRequest) -> HttpResponse:
    """Add a number or change it. Without a channel for texts there is nothing to change."""
    if "phone" not in app_settings.LOGIN_METHODS:
        raise Http404
    try:
        return account.change_phone(request)
    except RateLimited:
        messages.error(request, _("Kode baru saja dikirim. Tunggu satu menit, lalu coba lagi."))
        return redirect("account_change_phone")
