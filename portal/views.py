from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal import styleguide
from portal.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def show_styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", styleguide.context())


# A forged request could only change how the visitor's own pages look; without a token public pages stay cookie-free.
@csrf_exempt
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(target if is_ours else "/")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response
