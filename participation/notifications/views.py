from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participation.notifications.actions import retry_message
from participation.notifications.permissions import can_see_outbox
from participation.notifications.queries import failed_messages

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
