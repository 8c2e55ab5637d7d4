from uuid import UUID

from django.db.models import Q

from participation.cases.models import Case, Photo


def unsent_photo(key: UUID) -> Photo | None:
    return Photo.objects.filter(key=key, case__isnull=True).first()


def published_photo(key: UUID) -> Photo | None:
    """A photo that a person let through, of a case that is published now."""
    return Photo.objects.filter(
        ~Q(case__identity=Case.Identity.CONFIDENTIAL), key=key, is_public=True, case__published_at__isnull=False
    ).first()


def photo_of_case(code: str, key: UUID) -> Photo | None:
    return Photo.objects.filter(key=key, case__code=code).select_related("case").first()
