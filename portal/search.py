"""One search over pages and public reports."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import models as wagtail_models

from participation.cases.queries import public

HOME_DEPTH = 2
FIRST_FEW = 5
PAGE_SIZE = 10
MAX_LENGTH = 100
PAGES, CASES = "halaman", "laporan"
WORD = re.compile(r"\w+")  # the index of SQLite reads quotation marks and operators as its own syntax


@dataclass(frozen=True)
class Results:
    """What was found of one kind. ``shown`` is the first few, or a page of all when only this kind is asked for."""

    shown: list[Any]
    total: int
    page: Page | None = None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]
    kind = request.GET.get("jenis", "")
    context: dict[str, Any] = {"words": words, "kind": kind if kind in (PAGES, CASES) else ""}
    if words:
        context |= _find(words, context["kind"], request.GET.get("page"))
    return render(request, "search.html", context)


def _find(words: str, kind: str, number: str | None) -> dict[str, Results]:
    found: dict[str, Results] = {}
    if kind != CASES:
        found["pages"] = _results(find_pages(words), number if kind else None, is_whole=bool(kind))
    if kind != PAGES:
        found["cases"] = _results(find_cases(words), number if kind else None, is_whole=bool(kind))
    return found


def _results(found: Any, number: str | None, *, is_whole: bool) -> Results:
    paginator = Paginator(found, PAGE_SIZE if is_whole else FIRST_FEW)
    page = paginator.get_page(number)
    return Results(_with_details(list(page.object_list)), paginator.count, page if is_whole else None)


def _with_details(found: list[Any]) -> list[Any]:
    """Pages as their own kind, with one query a kind, in the order in which they were found."""
    if not found or not isinstance(found[0], wagtail_models.Page):
        return found
    pages = wagtail_models.Page.objects.filter(pk__in=[page.pk for page in found]).specific()
    details = {page.pk: page for page in pages}
    return [details[page.pk] for page in found if page.pk in details]


def find_pages(words: str) -> Any:
    """Live pages in which all the words stand, or any of them when there is none with all."""
    plain = " ".join(WORD.findall(words))
    if not plain:
        return wagtail_models.Page.objects.none()
    pages = wagtail_models.Page.objects.live().public().filter(depth__gt=HOME_DEPTH)
    with_all = pages.search(plain, operator="and")
    return with_all if with_all.count() else pages.search(plain, operator="or")


def find_cases(words: str) -> QuerySet:
    return public.list_public_cases(public.PublicFilters(words=words))
