from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.satisfaction.actions import MOST_CODES, Answer, PeriodPlan, Plan
from participation.satisfaction.elements import QUESTIONS, Question
from participation.satisfaction.models import FollowUp, Response, SurveyPeriod
from participation.satisfaction.scoring import Element
from participation.sealing.codes import normalise_one_time_code
from participation.units.models import Service

BANDS = ("sex", "age_band", "education")


class SurveyForm(forms.Form):
    """Nine questions with four answers each; nothing is preselected."""

    comment = forms.CharField(
        label=_("Ada saran untuk kami?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), required=False)
    age_band = forms.ChoiceField(label=_("Umur"), required=False)
    education = forms.ChoiceField(label=_("Pendidikan terakhir"), required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scores = {question.element.value: _score_field(question) for question in QUESTIONS}
        self.fields = {**scores, **self.fields}
        for name in BANDS:
            choices = Response._meta.get_field(name).choices
            self.fields[name].choices = [("", _("Tidak ingin menjawab")), *choices]

    @property
    def questions(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[question.element.value]) for question in QUESTIONS]

    def answer(self, *, code: str = "", visit_key: str = "") -> Answer:
        """What was chosen, for the action. Only after is_valid()."""
        data = self.cleaned_data
        return Answer(
            form_token=data["form_token"],
            scores={element: data[element.value] for element in Element},
            code=code,
            visit_key=visit_key,
            comment=data["comment"].replace("\x00", "").strip(),
            bands={name: data[name] for name in BANDS},
        )


def _score_field(question: Question) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=question.text,
        choices=question.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu jawaban: %(name)s") % {"name": question.name}},
    )


def typed_token(value: str | None) -> UUID:
    """The token of a form that came back, or a new one when it is missing or spoilt."""
    try:
        return UUID(value or "")
    except ValueError:
        return uuid4()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode dari loket"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode dari kertas yang Anda terima")},
    )

    def clean_code(self) -> str:
        code = normalise_one_time_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Kode tidak lengkap. Kodenya dua belas huruf dan angka."), code="malformed")
        return code


class PeriodForm(forms.ModelForm):
    class Meta:
        model = SurveyPeriod
        fields = ("name", "start_date", "end_date", "user_count")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("start_date", "end_date")
        }

    def plan(self) -> PeriodPlan:
        return PeriodPlan(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class NewPeriodForm(PeriodForm):
    service = forms.ModelChoiceField(
        label=_("Layanan"), queryset=Service.objects.none(), error_messages={"required": _("Pilih layanannya")}
    )
    field_order = ("service", "name")

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services


class CodesForm(forms.Form):
    number = forms.IntegerField(label=_("Berapa kode?"), min_value=1, max_value=MOST_CODES, initial=20)


class PlanForm(forms.ModelForm):
    class Meta:
        model = FollowUp
        fields = ("plan", "responsible", "due_date", "done_note")
        widgets = {
            "plan": forms.Textarea(attrs={"rows": 3}),
            "done_note": forms.Textarea(attrs={"rows": 2}),
            "due_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def plan_for(self, element: Element) -> Plan:
        return Plan(element=element, **{name: self.cleaned_data[name] for name in self.Meta.fields})
