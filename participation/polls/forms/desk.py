from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.polls.actions.issuing import LARGEST_BATCH
from participation.polls.actions.paper import Paper
from participation.polls.counting import Kind, fault_of
from participation.polls.forms.vote import Drawn, ballot_fields, field_name, read_answer
from participation.polls.queries.definition import Asked
from participation.units.queries import villages

MOST_PAPERS = 20


class IssueForm(forms.Form):
    count = forms.IntegerField(label=gettext_lazy("Jumlah kode"), min_value=1, max_value=LARGEST_BATCH)
    area = forms.ModelChoiceField(
        label=gettext_lazy("Kelurahan"), queryset=villages(), empty_label=gettext_lazy("Tanpa wilayah"), required=False
    )
    rw = forms.IntegerField(label="RW", min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = villages()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("rw") and not cleaned.get("area"):
            raise ValidationError(_("Pilih kelurahan untuk RW ini."))
        return cleaned


class CodeForm(forms.Form):
    """A code, or for polls of verified residents the number that the counter asks for."""

    typed = forms.CharField(
        label=gettext_lazy("Kode undangan"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FollowUpForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Yang diputuskan, dan alasannya"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Tayang di halaman hasil dan dikirim kepada yang minta diberi tahu."),
    )


class PapersForm(forms.Form):
    """A pile of paper ballots. Free answers are not keyed in: handwriting would tell whose paper it is."""

    def __init__(self, *args: Any, questions: list[Asked], count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [item for item in questions if item.kind is not Kind.TEXT]
        self.numbers = range(1, count + 1)
        self.papers: list[Paper] = []
        for number in self.numbers:
            self.fields.update(ballot_fields(self.questions, self._prefix(number)))

    @staticmethod
    def _prefix(number: int) -> str:
        return f"p{number}_"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.papers = [
            {item.number: read_answer(item, cleaned, self._prefix(number)) for item in self.questions}
            for number in self.numbers
        ]
        for number, paper in zip(self.numbers, self.papers, strict=True):
            if any(fault_of(paper[item.number], item.rules) for item in self.questions):
                self.add_error(None, _("Surat %(number)s belum lengkap atau tidak sah.") % {"number": number})
        return cleaned

    def drawn(self) -> list[tuple[int, list[Drawn]]]:
        return [
            (number, [self._drawn(item, self._prefix(number)) for item in self.questions]) for number in self.numbers
        ]

    def _drawn(self, item: Asked, prefix: str) -> Drawn:
        name = prefix + field_name(item.number)
        if item.kind is Kind.RANKED:
            return Drawn(item, None, [(self[f"{name}_{number}"], option) for number, option in item.numbered], [])
        return Drawn(item, self[name], [], [])
