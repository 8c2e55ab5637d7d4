from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from participation.units.queries import outlined_villages, village_features


@dataclass(frozen=True)
class MapSources:
    """What a map is drawn from beside the office's own outlines."""

    tiles_url: str
    credit: str


def map_sources() -> MapSources | None:
    """Nothing for an office that has neither outlines nor tiles: no map is offered then."""
    if not settings.MAP_TILES_URL and not outlined_villages().exists():
        return None
    return MapSources(settings.MAP_TILES_URL, settings.MAP_TILES_CREDIT if settings.MAP_TILES_URL else "")


@require_safe
@conditional_page
@cache_control(public=True, max_age=3600)
def outlines(request: HttpRequest) -> JsonResponse:
    return JsonResponse(village_features())
