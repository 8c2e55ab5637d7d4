"""Who is on the other side of a request, as far as limits and supports need to know."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from participation.cases.actions.attempts import Visitor
from participation.sealing.hashing import keyed_hash

DEVICE_COOKIE = "perangkat"
_SALT = "device"
_YEAR = 60 * 60 * 24 * 365


def client_address(request: HttpRequest) -> str:
    """The address that the last trusted proxy saw; with no proxy, the peer's own."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXY_COUNT
    if count and len(hops) >= count:
        return hops[-count]
    return request.META.get("REMOTE_ADDR", "")


def device_of(request: HttpRequest) -> str:
    """This browser's random id; a new one is made for the first request and kept by remember_device."""
    if not hasattr(request, "_device"):
        known = request.get_signed_cookie(DEVICE_COOKIE, default=None, salt=_SALT)
        request._device, request._device_is_new = known or secrets.token_urlsafe(16), known is None
    return request._device


def remember_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    device = device_of(request)
    if request._device_is_new:
        response.set_signed_cookie(
            DEVICE_COOKIE,
            device,
            salt=_SALT,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def visitor_of(request: HttpRequest) -> Visitor:
    return Visitor(device=device_of(request), address=client_address(request))


def visitor_key(request: HttpRequest) -> str:
    return keyed_hash("visitor", device_of(request))
