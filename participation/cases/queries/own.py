from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from participation.cases.models import Case


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("category", "unit", "area", "rules", "merged_into__unit")


def own_case(code: str) -> Case | None:
    """The case of that code; whether this visitor may read it is for the caller to check."""
    return _cases().filter(code=code).first()


def own_case_by_key(key: str, pin_version: int) -> Case | None:
    """The case that a signed link names, unless its PIN has been renewed since."""
    try:
        return _cases().filter(key=key, pin_version=pin_version).first()
    except (ValueError, ValidationError):
        return None
