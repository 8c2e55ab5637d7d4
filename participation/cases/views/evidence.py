"""Photos that come with the form of an answer stay with the form, whatever else is wrong with it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from participation.cases.actions.photos import keep_photo
from participation.cases.models import Photo
from participation.cases.queries.uploads import kept_photos


def keep_evidence(request: HttpRequest, prefix: str) -> list[str]:
    """Keep what was uploaded under the form's token; returns what to say about photos that could not be kept."""
    token, problems = _token(request.POST.get(f"{prefix}-form_token", "")), []
    for upload in request.FILES.getlist(f"{prefix}-photos") if token else []:
        try:
            keep_photo(upload, form_token=token, now=timezone.now(), purpose=Photo.Purpose.EVIDENCE)
        except ValidationError as error:
            problems += error.messages
    return list(dict.fromkeys(problems))


def kept_evidence(form_token: str) -> list[Photo]:
    token = _token(form_token)
    return list(kept_photos(token).filter(purpose=Photo.Purpose.EVIDENCE)) if token else []


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
