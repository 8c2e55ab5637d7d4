from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import Alert, AnnouncementCategory


class AnnouncementCategoryViewSet(SnippetViewSet):
    model = AnnouncementCategory
    icon = "tag"
    list_display = ["name", "order"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]


class AlertViewSet(SnippetViewSet):
    """In the menu itself: nobody looks for a warning under the snippets."""

    model = Alert
    icon = "warning"
    menu_label = _("Peringatan")
    menu_order = 150
    add_to_admin_menu = True
    list_display = ["title", "level", Column("state", label=_("keadaan"), accessor="state"), "starts_at", "expires_at"]
    list_filter = ["level", "is_shown"]
    search_fields = ["title", "text"]
    search_backend_name = None
    panels = [
        MultiFieldPanel([FieldPanel("level"), FieldPanel("title"), FieldPanel("text")], _("Peringatan")),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("url"), FieldPanel("link_text")], _("Tautan, boleh kosong")),
        MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("expires_at"), FieldPanel("is_shown")], _("Waktu")),
    ]


register_snippet(AlertViewSet)
register_snippet(AnnouncementCategoryViewSet)
