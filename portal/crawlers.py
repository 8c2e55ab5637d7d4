from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

CLOSED = ("/akun/", "/petugas/", "/lacak/", "/cari/", "/tema/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The addresses where a search engine finds nothing, and the list of those where it does."""
    closed = [f"Disallow: {path}" for path in (*CLOSED, settings.ADMIN_PATH)]
    lines = ["User-agent: *", *closed, f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
