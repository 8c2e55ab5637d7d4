"""Polls as drafts in Wagtail's admin: written and previewed here, opened and closed at the desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from participation.polls.models import Poll, Question

Question.panels = [
    FieldPanel("text"),
    FieldPanel("hint"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("minimum"), FieldPanel("maximum"), FieldPanel("is_required")]),
    InlinePanel("options", label=_("Pilihan"), panels=[FieldPanel("label"), FieldPanel("description")]),
]


class PollViewSet(SnippetViewSet):
    model = Poll
    icon = "list-ul"
    menu_label = _("Jajak pendapat")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["title", "status", "opens_at", "closes_at"]
    list_filter = ["status"]
    search_fields = ["title"]
    search_backend_name = None
    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("slug"), FieldPanel("explanation"), FieldPanel("purpose")]),
        InlinePanel("questions", label=_("Pertanyaan"), min_num=1),
        MultiFieldPanel([FieldPanel("arguments_for"), FieldPanel("arguments_against")], _("Dua sisi")),
        InlinePanel("links", label=_("Dokumen"), panels=[FieldPanel("title"), FieldPanel("address")]),
        MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], _("Waktu")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("audience", "quorum_percent", "is_secret", "shows_live_results")],
            _("Pemilih dan hasil"),
        ),
        InlinePanel("areas", label=_("Hanya wilayah ini"), panels=[FieldPanel("area"), FieldPanel("rw")]),
        MultiFieldPanel([FieldPanel("meeting_date"), FieldPanel("answer_due_date")], _("Setelah hasil dibuka")),
    ]
