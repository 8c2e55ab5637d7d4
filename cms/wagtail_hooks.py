from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import AnnouncementCategory


class AnnouncementCategoryViewSet(SnippetViewSet):
    model = AnnouncementCategory
    icon = "tag"
    list_display = ["name", "order"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]


register_snippet(AnnouncementCategoryViewSet)
