"""The cases that this browser has opened with code and PIN or by link: a signed cookie that ends with the session."""

import json

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from participation.cases.models import Case

COOKIE = "laporan-saya"
PATH = "/lacak/"
_SALT = "own-cases"
_MAX_AGE = 60 * 60 * 12
_MOST = 10

Opened = dict[str, int]


def opened_cases(request: HttpRequest) -> Opened:
    """Case key -> PIN version at the time of opening."""
    try:
        written = request.get_signed_cookie(COOKIE, salt=_SALT, max_age=_MAX_AGE)
        return {str(key): int(version) for key, version in json.loads(written).items()}
    except (KeyError, ValueError, AttributeError, signing.BadSignature):
        return {}


def is_opened(request: HttpRequest, case: Case) -> bool:
    return opened_cases(request).get(str(case.key)) == case.pin_version


def remember_case(request: HttpRequest, response: HttpResponse, case: Case) -> HttpResponse:
    opened = {key: version for key, version in opened_cases(request).items() if key != str(case.key)}
    newest = list(opened.items())[-(_MOST - 1) :] + [(str(case.key), case.pin_version)]
    response.set_signed_cookie(
        COOKIE,
        json.dumps(dict(newest)),
        salt=_SALT,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget_cases(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PATH)
    return response
