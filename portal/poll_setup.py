"""Polls as drafts in Wagtail's admin: written and previewed here, opened and closed at the desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import CopyView, SnippetViewSet

from participation.polls.models import Poll, Question

Question.panels = [
    FieldPanel("text"),
    FieldPanel("hint"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("minimum"), FieldPanel("maximum"), FieldPanel("is_required")]),
    InlinePanel("options", label=_("Pilihan"), panels=[FieldPanel("label"), FieldPanel("description")]),
]


# What makes a poll the one it is; a copy begins anew.
OWN = (
    "id",
    "key",
    "status",
    "opened_at",
    "closed_at",
    "certified_at",
    "follow_up",
    "followed_up_at",
    "latest_revision",
    "is_sample",
)


class PollCopyView(CopyView):
    """Wagtail would fill the form with the poll itself, and with the rows of its questions."""

    def get_initial_form_instance(self) -> Poll:
        source = self.get_object()
        revisions = [field.name for field in Poll._meta.private_fields]
        copy, _children = source.copy_cluster(exclude_fields=[*OWN, *revisions])
        copy.slug = f"{source.slug[:50]}-salinan"
        return copy


class PollViewSet(SnippetViewSet):
    model = Poll
    icon = "list-ul"
    copy_view_class = PollCopyView
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
