"""Response headers and language where Wagtail's admin needs other ones than the rest of the site."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.utils import translation

Responder = Callable[[HttpRequest], HttpResponse]
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


def admin_language(get_response: Responder) -> Responder:
    """Wagtail keeps its Indonesian under id-id, which the plain "id" of the rest of the site does not find."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not is_admin(request):
            return get_response(request)
        with translation.override(settings.ADMIN_LANGUAGE_CODE):
            return get_response(request)

    return respond
