"""Photos are never served from a folder: each way to one asks first whether this visitor may see it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from participation.cases import own_cases
from participation.cases.models import Photo
from participation.cases.permissions import get_case_for_staff
from participation.cases.queries import photos

PUBLIC_SECONDS = 60 * 60
SMALL = "kecil"


def _serve(photo: Photo | None, size: str, *, cache: str) -> FileResponse:
    if photo is None:
        raise Http404
    file: Any = photo.thumbnail if size == SMALL else photo.image
    try:
        response = FileResponse(file.open("rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = cache
    return response


@require_safe
def draft_photo(request: HttpRequest, key: UUID, size: str) -> FileResponse:
    """A photo of a form that has not been sent: its random key is known to the browser that chose it."""
    return _serve(photos.unsent_photo(key), size, cache="private, no-store")


@require_safe
def public_photo(request: HttpRequest, key: UUID, size: str) -> FileResponse:
    return _serve(photos.published_photo(key), size, cache=f"public, max-age={PUBLIC_SECONDS}")


@require_safe
def own_photo(request: HttpRequest, code: str, key: UUID, size: str) -> FileResponse:
    photo = photos.photo_of_case(code, key)
    if photo is None or photo.case is None or not own_cases.is_opened(request, photo.case):
        raise Http404
    return _serve(photo, size, cache="private, no-store")


@login_required
@require_safe
def staff_photo(request: HttpRequest, code: str, key: UUID, size: str) -> FileResponse:
    case = get_case_for_staff(request.user, code)
    return _serve(photos.photo_of_case(case.code, key), size, cache="private, no-store")
