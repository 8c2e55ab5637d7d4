from uuid import UUID

from django.db.models import QuerySet

from participation.cases.models import Photo


def kept_photos(form_token: UUID) -> QuerySet[Photo]:
    """Photos of a form that has not been sent yet."""
    return Photo.objects.filter(form_token=form_token, case__isnull=True)
