"""The sizes in which pages show a picture. They are made for the editor who saves, never for a visitor who waits."""

from collections.abc import Iterator

from wagtail.fields import StreamField
from wagtail.images.models import Filter
from wagtail.models import Page

from cms.models import SiteImage, SiteRendition

SPECS = tuple(f"width-{width}|format-webp" for width in (480, 960, 1600))


def make_renditions(image: SiteImage) -> None:
    """Make those that are missing. Safe to repeat."""
    image.get_renditions(*SPECS)


def ready_renditions(image: SiteImage) -> list[SiteRendition]:
    """Those that exist, smallest first and each width once; makes none."""
    found = image.find_existing_renditions(*(Filter(spec) for spec in SPECS)).values()
    return sorted({rendition.width: rendition for rendition in found}.values(), key=lambda rendition: rendition.width)


def pictures_of(page: Page) -> Iterator[SiteImage]:
    """Every picture that a page shows: its own and those in its body."""
    if getattr(page, "image", None):
        yield page.image
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                if block.block_type == "picture" and block.value["picture"]:
                    yield block.value["picture"]
