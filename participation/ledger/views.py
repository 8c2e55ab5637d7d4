from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.ledger import queries

PAGE_SIZE = 30


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.published_seals(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "ledger/public/seals.html", {"page": page})


@require_safe
def seal_file(request: HttpRequest) -> FileResponse:
    """The published seals themselves, to be kept by whoever does not trust this database."""
    path = Path(settings.SEALS_FILE)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename="segel.jsonl", content_type="application/jsonl")
