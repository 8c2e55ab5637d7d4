from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.cases import tracking
from participation.cases.actions.replies import check_reply
from participation.cases.models import Case, Photo, ReplyTemplate
from participation.cases.queries.replies import offered_replies
from participation.units.models import Category, Unit
from participation.units.queries import active_categories, active_units, colleagues, unit_for


class OfficeLists:
    """The units and topics to choose from, read once for all forms of a page."""

    @cached_property
    def units(self) -> list[Unit]:
        return list(active_units())

    @cached_property
    def categories(self) -> list[Category]:
        return list(active_categories())


def _offer(field: forms.ModelChoiceField, queryset: QuerySet, rows: list[Any]) -> None:
    """What is chosen is checked against ``queryset``; what is shown comes from ``rows``, without asking again."""
    field.queryset = queryset
    named = [(field.prepare_value(row), field.label_from_instance(row)) for row in rows]
    field.choices = [("", field.empty_label), *named]


class ActForm(forms.Form):
    """Every form of the desk carries the revision that the person has read, so that a stale write is refused."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, user: User, lists: OfficeLists | None = None, **kwargs: Any) -> None:
        self.case, self.user, self.lists = case, user, lists or OfficeLists()
        kwargs.setdefault("initial", {}).setdefault("revision", case.revision)
        super().__init__(*args, **kwargs)


def _words(label: Any, *, required: bool = True, rows: int = 4, message: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": message or _("Bagian ini belum ditulis")},
    )


class AcceptForm(ActForm):
    pass


class RouteForm(ActForm):
    category = forms.ModelChoiceField(
        label=_("Topik"),
        queryset=Category.objects.none(),
        to_field_name="slug",
        empty_label=_("Pilih topik"),
        error_messages={"required": _("Pilih topik laporan")},
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("Unit yang menangani topik ini")
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=Case.Kind, required=False)
    note = _words(_("Catatan untuk unit"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["category"], active_categories(), self.lists.categories)
        _offer(self.fields["unit"], active_units(), self.lists.units)
        self.initial.setdefault("kind", self.case.kind)
        if self.case.category:
            self.initial.setdefault("category", self.case.category.slug)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        category = data.get("category")
        if category and not data.get("unit"):
            data["unit"] = unit_for(category, self.case.area)
            if data["unit"] is None:
                self.add_error("unit", _("Belum ada unit untuk topik ini. Pilih unit"))
        return data


class ReturnForm(ActForm):
    rightful_unit = forms.ModelChoiceField(
        label=_("Siapa yang berwenang?"), queryset=Unit.objects.none(), required=False, empty_label=_("Belum tahu")
    )
    text = _words(_("Alasan"), rows=3, message=_("Tulis mengapa laporan ini dikembalikan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["rightful_unit"], active_units(), self.lists.units)


class AssignForm(ActForm):
    assignee = forms.ModelChoiceField(
        label=_("Petugas"),
        queryset=User.objects.none(),
        empty_label=_("Pilih petugas"),
        error_messages={"required": _("Pilih petugas")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.unit:
            self.fields["assignee"].queryset = colleagues(self.case.unit)


class PublishForm(ActForm):
    title = forms.CharField(
        label=_("Judul untuk umum"), max_length=120, error_messages={"required": _("Tulis judul untuk umum")}
    )
    text = _words(_("Isi untuk umum"), rows=6, message=_("Tulis isi untuk umum"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo_fields = []
        for photo in self.case.photos.all():
            if photo.purpose == Photo.Purpose.EVIDENCE:
                continue
            name = f"alt_{photo.pk}"
            self.fields[name] = forms.CharField(
                label=_("Keterangan foto (kosongkan untuk tidak menayangkan)"),
                max_length=200,
                required=False,
                initial=photo.alt_text,
            )
            self.photo_fields.append((photo, name))

    @property
    def photos(self) -> list[tuple[Any, forms.BoundField]]:
        return [(photo, self[name]) for photo, name in self.photo_fields]

    def photo_alts(self) -> dict[int, str]:
        return {photo.pk: self.cleaned_data[name] for photo, name in self.photo_fields}


class QuestionForm(ActForm):
    text = _words(_("Pertanyaan untuk pelapor"), rows=3, message=_("Tulis pertanyaannya"))


class NoteForm(ActForm):
    text = _words(_("Catatan internal"), rows=3, message=_("Tulis catatannya"))
    form_token = forms.UUIDField(widget=forms.HiddenInput)


class ReasonForm(ActForm):
    text = _words(_("Alasan"), rows=3, message=_("Tulis alasannya"))


class WaitExternalForm(ActForm):
    body = forms.CharField(
        label=_("Menunggu siapa?"), max_length=100, error_messages={"required": _("Tulis nama pihak yang ditunggu")}
    )
    text = _words(_("Penjelasan untuk pelapor"), rows=3, message=_("Jelaskan apa yang ditunggu"))


class ResumeForm(ActForm):
    text = _words(_("Kabar untuk pelapor"), required=False, rows=2)


class RespondForm(ActForm):
    # No choice field: the sent answer does not depend on a template, which may be gone by then.
    reply = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Hasil"),
        choices=Case.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih hasilnya")},
    )
    text = _words(_("Jawaban untuk pelapor"), rows=8, message=_("Tulis jawaban untuk pelapor"))
    evidence_alt = forms.CharField(label=_("Keterangan foto bukti"), max_length=200, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    @cached_property
    def replies(self) -> list[ReplyTemplate]:
        """The templates to choose from, by the outcome that stands in the form."""
        outcome = self["outcome"].value() or ""
        return offered_replies(self.case, outcome if outcome in Case.Outcome else "")

    def clean_text(self) -> str:
        check_reply(self.cleaned_data["text"])
        return self.cleaned_data["text"]


class RejectForm(ActForm):
    reason = forms.ChoiceField(
        label=_("Mengapa ini bukan laporan?"),
        choices=Case.RejectReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya")},
    )
    text = _words(_("Penjelasan untuk pelapor"), rows=3, message=_("Jelaskan kepada pelapor"))


class MergeForm(ActForm):
    main_code = forms.CharField(
        label=_("Kode laporan utama"), max_length=40, error_messages={"required": _("Tulis kode laporan utama")}
    )

    def clean_main_code(self) -> str:
        code = tracking.normalise_code(self.cleaned_data["main_code"], settings.CASE_CODE_PREFIX)
        if not code:
            raise forms.ValidationError(_("Kode laporan utama tidak ditemukan."), code="unknown")
        return code
