from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published

from cms.models import SiteImage
from cms.renditions import make_renditions, pictures_of


def make_for_saved_image(instance: SiteImage, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        make_renditions(instance)


def make_for_published_page(instance: Page, **_kwargs: Any) -> None:
    for image in pictures_of(instance):
        make_renditions(image)


def connect() -> None:
    post_save.connect(make_for_saved_image, sender=SiteImage, dispatch_uid="cms.renditions")
    page_published.connect(make_for_published_page, dispatch_uid="cms.renditions")
