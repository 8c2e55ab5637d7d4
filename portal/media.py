from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

DAY = 24 * 3600


@require_safe
def show_picture(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """The pictures of pages. A web server in front may hand out the same folder itself."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response
