from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.notifications.actions import choose, retry_message
from participation.notifications.channels import read_unsubscribe_token
from participation.notifications.forms import PreferencesForm
from participation.notifications.permissions import can_see_outbox
from participation.notifications.queries import account_by_id, choices_of, failed_messages

PAGE_SIZE = 50


@login_required
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    if not can_see_outbox(request.user):
        raise PermissionDenied
    page = Paginator(failed_messages(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/outbox.html", {"page": page})


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    if not can_see_outbox(request.user):
        raise PermissionDenied
    retry_message(get_object_or_404(failed_messages(), pk=pk), now=timezone.now())
    messages.success(request, _("Pesan dicoba lagi."))
    return redirect("notifications:outbox")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which kinds of news come by e-mail."""
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, choices=choices_of(request.user))
    if form.is_valid():
        for kind, is_on in form.chosen().items():
            choose(request.user, kind=kind, is_on=is_on, now=timezone.now())
        messages.success(request, _("Pilihan Anda disimpan."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The address in List-Unsubscribe. A mail program posts here with neither cookie nor CSRF token (RFC 8058).

    GET changes nothing, because scanners follow every link of a message; it shows the button that does.
    """
    read = read_unsubscribe_token(token)
    account = account_by_id(read[0]) if read else None
    if read is None or account is None:
        return render(request, "notifications/unsubscribe.html", {"is_unknown": True}, status=404)
    if request.method == "POST":
        choose(account, kind=read[1], is_on=False, now=timezone.now())
    context = {"kind": read[1], "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
