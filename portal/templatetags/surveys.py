"""Where cases and pages meet the surveys: neither of them knows the other."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from participation.cases.models import Case
from participation.satisfaction.access import visit_link
from participation.satisfaction.queries import open_period_for_cases, open_period_of

register = template.Library()


@register.simple_tag
def survey_after_case(case: Any) -> str:
    """The address of the survey about this closing, or "" when none runs or the reporter took the case back."""
    closed = case.status == "closed" and case.close_reason != Case.CloseReason.WITHDRAWN
    if not closed or open_period_for_cases(timezone.localdate()) is None:
        return ""
    return visit_link(f"case:{case.key}:{case.reopen_count}")


@register.simple_tag
def survey_of_service(slug: str) -> str:
    """The address of the survey about this service, or "" when none runs."""
    running = open_period_of(slug, timezone.localdate())
    return reverse("satisfaction:survey", args=[slug]) if running else ""
