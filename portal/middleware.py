"""Where the strict content policy gives way: Wagtail's admin needs inline script and style, and previews in a frame."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
EDITOR_PREFIX = "/kelola/"


class EditorPolicyMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(EDITOR_PREFIX):
            response._csp_update = {
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
                "frame-src": [SELF],
            }
            response._csp_replace = {"frame-ancestors": [SELF]}
        return response


class FramingMiddleware:
    """X-Frame-Options for browsers that do not know frame-ancestors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        same_origin = request.path.startswith(EDITOR_PREFIX)
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if same_origin else "DENY")
        return response
