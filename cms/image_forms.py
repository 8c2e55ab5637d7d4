from wagtail.images.forms import BaseImageForm

from cms.models import SiteImage
from cms.renditions import make_renditions


class SiteImageForm(BaseImageForm):
    """Makes the renditions anew: Wagtail's form throws them away after saving when the file was replaced."""

    def save(self, commit: bool = True) -> SiteImage:
        image = super().save(commit=commit)
        if commit:
            make_renditions(image)
        return image
