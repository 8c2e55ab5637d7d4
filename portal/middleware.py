"""Response headers and language where Wagtail's admin needs other ones than the rest of the site."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.units.queries import roles_of

Responder = Callable[[HttpRequest], HttpResponse]
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
PERMISSIONS_POLICY = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


class ContentPolicyMiddleware(CSPMiddleware):
    """One strict policy everywhere; Wagtail's admin runs inline scripts and shows previews in a frame of its own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_admin(request) and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class FramingMiddleware(XFrameOptionsMiddleware):
    """X-Frame-Options for browsers that do not know frame-ancestors."""

    def get_xframe_options_value(self, request: HttpRequest, response: HttpResponseBase) -> str:
        return "SAMEORIGIN" if is_admin(request) else super().get_xframe_options_value(request, response)


def permissions_policy(get_response: Responder) -> Responder:
    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return respond


def second_factor_for_staff(get_response: Responder) -> Responder:
    """Whoever works here proves it twice: without a second factor the desk and the admin lead to setting one up."""

    def respond(request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and _is_staff_area(request) and _lacks_second_factor(request.user):
            messages.warning(request, _("Petugas perlu langkah kedua saat masuk. Pasang dulu di sini."))
            return redirect("mfa_activate_totp")
        return get_response(request)

    return respond


def _is_staff_area(request: HttpRequest) -> bool:
    return is_admin(request) or request.path_info.startswith(settings.DESK_PATH)


def _lacks_second_factor(user: User | AnonymousUser) -> bool:
    works_here = user.is_authenticated and (
        bool(roles_of(user)) or user.is_superuser or user.has_perm("wagtailadmin.access_admin")
    )
    return works_here and not is_mfa_enabled(user, types=SECOND_FACTORS)


def admin_language(get_response: Responder) -> Responder:
    """Wagtail keeps its Indonesian under id-id, which the plain "id" of the rest of the site does not find."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not is_admin(request):
            return get_response(request)
        with translation.override(settings.ADMIN_LANGUAGE_CODE):
            return get_response(request)

    return respond
