"""What the office sets up itself, as listings and forms of Wagtail's admin: one view set a table."""

from typing import Any

from django import forms
from django.db.models import PROTECT, Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from participation.accounts.models import User
from participation.cases.models import DeadlineRuleSet, ReplyTemplate
from participation.routing.models import LexiconEntry, RoutingRule
from participation.routing.queries.lexicon import with_hits
from participation.units.models import Area, Category, Closure, Membership, Service, Unit


def is_used(thing: Model) -> bool:
    """Whether anything stands on it that must not lose its footing."""
    protected = [relation for relation in thing._meta.related_objects if relation.on_delete is PROTECT]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: thing}).exists()
        for relation in protected
    )


class FixedOnceUsedForm(WagtailAdminModelForm):
    """Keeps the fields in ``fixed`` as they are once something else speaks of them."""

    fixed = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_used(self.instance):
            for name in self.fixed:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Sudah dipakai, jadi tidak bisa diubah lagi.")


class MembershipForm(WagtailAdminModelForm):
    """The account is named by its e-mail: nobody gets to browse the residents' accounts."""

    email = forms.EmailField(label=_("E-mail akun"), help_text=_("Orangnya harus sudah punya akun."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        user = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Belum ada akun dengan e-mail ini. Minta orangnya mendaftar dulu."))
        self.instance.user = user
        return self.cleaned_data["email"]


def _form(names: list[str], form: type[WagtailAdminModelForm] = WagtailAdminModelForm) -> ObjectList:
    return ObjectList([FieldPanel(name) for name in names], base_form_class=form)


class UnitViewSet(SnippetViewSet):
    model = Unit
    icon = "group"
    list_display = ["name", "short_name", "kind", "area", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "short_name"]
    search_backend_name = None
    edit_handler = _form(
        ["name", "short_name", "slug", "kind", "area", "parent", "email", "phone", "contact_note", "is_active"],
        FixedOnceUsedForm,
    )


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "site"
    list_display = ["name", "kind", "code", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code"]
    search_backend_name = None
    edit_handler = _form(["kind", "name", "slug", "code", "parent", "is_active"], FixedOnceUsedForm)


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "slug", "default_unit", "goes_to_village", "is_active"]
    list_filter = ["is_active", "default_unit"]
    search_fields = ["name", "covers"]
    search_backend_name = None
    edit_handler = _form(
        [
            "name",
            "slug",
            "covers",
            "default_unit",
            "goes_to_village",
            "needs_field_examination",
            "offers_confidential",
            "order",
            "is_active",
        ],
        FixedOnceUsedForm,
    )


class RoutingRuleViewSet(SnippetViewSet):
    model = RoutingRule
    icon = "redirect"
    list_display = ["name", "category", "unit", "order", "is_active"]
    list_filter = ["is_active", "category"]
    search_fields = ["name", "any_words", "all_words"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        MultiFieldPanel([FieldPanel("any_words"), FieldPanel("all_words"), FieldPanel("area")], _("Bila")),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("unit")], _("Maka")),
        FieldPanel("order"),
        FieldPanel("is_active"),
    ]


class LexiconIndexView(IndexView):
    """Beside each phrase: in how many past cases it stands, of its own topic and of others."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, ...]:
        paginator, page, entries, has_others = super().paginate_queryset(queryset, page_size)
        return paginator, page, with_hits(entries), has_others


class LexiconEntryViewSet(SnippetViewSet):
    model = LexiconEntry
    icon = "edit"
    index_view_class = LexiconIndexView
    list_display = [
        "phrase",
        "category",
        "weight",
        "is_removed",
        Column("hits_right", label=_("Kasus lama, benar"), accessor="hits.right"),
        Column("hits_wrong", label=_("Kasus lama, salah"), accessor="hits.wrong"),
    ]
    list_filter = ["category", "is_removed"]
    search_fields = ["phrase"]
    search_backend_name = None
    panels = [FieldPanel("category"), FieldPanel("phrase"), FieldPanel("weight"), FieldPanel("is_removed")]


class ServiceViewSet(SnippetViewSet):
    model = Service
    icon = "doc-full"
    list_display = ["name", "unit", "handles_cases", "is_active"]
    list_filter = ["unit", "is_active"]
    search_fields = ["name", "description"]
    search_backend_name = None
    edit_handler = _form(["name", "slug", "unit", "description", "handles_cases", "is_active"], FixedOnceUsedForm)


class ClosureViewSet(SnippetViewSet):
    model = Closure
    icon = "date"
    list_display = ["name", "start_date", "end_date"]
    panels = [FieldPanel("name"), FieldPanel("start_date"), FieldPanel("end_date")]


class DeadlineRuleSetViewSet(SnippetViewSet):
    model = DeadlineRuleSet
    icon = "time"
    list_display = ["version", "starts_at", "verification_days", "complaint_days"]
    panels = [
        MultiFieldPanel([FieldPanel("version"), FieldPanel("starts_at")], _("Versi")),
        MultiFieldPanel(
            [FieldPanel(f"{name}_days") for name in ("verification", "followup", "information", "complaint")]
            + [FieldPanel(f"{name}_days") for name in ("field_complaint", "suggestion", "reopened")],
            _("Batas waktu dalam hari kerja"),
        ),
        MultiFieldPanel([FieldPanel("reporter_wait_days"), FieldPanel("silence_days")], _("Menunggu, hari kerja")),
        MultiFieldPanel(
            [FieldPanel("reopen_window_days"), FieldPanel("objection_window_days")], _("Kesempatan, hari kalender")
        ),
    ]


class ReplyTemplateViewSet(SnippetViewSet):
    model = ReplyTemplate
    icon = "mail"
    list_display = ["title", "outcome", "category", "is_active"]
    list_filter = ["outcome", "category", "is_active"]
    search_fields = ["title", "text"]
    search_backend_name = None
    panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("outcome"), FieldPanel("category")], _("Ditawarkan untuk")),
        FieldPanel("text"),
        FieldPanel("is_active"),
    ]


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "user"
    list_display = ["user", "unit", "role"]
    list_filter = ["role", "unit"]
    edit_handler = _form(["email", "unit", "role"], MembershipForm)


class OfficeGroup(SnippetViewSetGroup):
    menu_label = _("Kantor")
    menu_icon = "home"
    menu_order = 250
    items = (
        UnitViewSet,
        MembershipViewSet,
        CategoryViewSet,
        ServiceViewSet,
        RoutingRuleViewSet,
        LexiconEntryViewSet,
        ReplyTemplateViewSet,
        AreaViewSet,
        ClosureViewSet,
        DeadlineRuleSetViewSet,
    )
