"""The ballot as a form. It is built from the poll's questions and saved nowhere."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.polls.actions.voting import Filled
from participation.polls.counting import Answer, Kind, fault_of, in_order
from participation.polls.models import Option, Poll
from participation.polls.queries.definition import Asked
from participation.polls.queries.entitlement import Entitlement, by_code
from participation.sealing.codes import normalise_one_time_code

FAULTS = {
    "unanswered": gettext_lazy("Jawab pertanyaan nomor %(number)s."),
    "repeated": gettext_lazy("Pertanyaan nomor %(number)s: pakai setiap urutan satu kali saja."),
    "too few": gettext_lazy("Pertanyaan nomor %(number)s: pilih paling sedikit %(minimum)s."),
    "too many": gettext_lazy("Pertanyaan nomor %(number)s: pilih paling banyak %(maximum)s."),
    "unknown": gettext_lazy("Pertanyaan nomor %(number)s: pilih dari daftar."),
}


def field_name(number: int, option: int | None = None) -> str:
    return f"q{number}" if option is None else f"q{number}_{option}"


def ballot_fields(questions: list[Asked], prefix: str = "") -> dict[str, forms.Field]:
    """Fields of all questions; none is required on its own, the rules of counting judge the whole answer."""
    fields: dict[str, forms.Field] = {}
    for item in questions:
        choices = [(str(number), option.label) for number, option in item.numbered]
        name = prefix + field_name(item.number)
        if item.kind is Kind.TEXT:
            fields[name] = forms.CharField(
                required=item.rules.is_required, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
            )
        elif item.kind is Kind.SEVERAL:
            fields[name] = forms.MultipleChoiceField(
                choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        elif item.kind is Kind.RANKED:
            places = [("", "–"), *[(str(place), str(place)) for place in range(1, len(choices) + 1)]]
            for number, label in choices:
                fields[f"{name}_{number}"] = forms.ChoiceField(choices=places, required=False, label=label)
        else:
            fields[name] = forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect)
    return fields


def read_answer(item: Asked, cleaned: dict[str, Any], prefix: str = "") -> Answer:
    name = prefix + field_name(item.number)
    if item.kind is Kind.RANKED:
        placed = [(cleaned.get(f"{name}_{number}"), number) for number in item.rules.options]
        given = sorted((int(place), number) for place, number in placed if place)
        if len({place for place, _number in given}) < len(given):
            return (given[0][1], given[0][1])
        return tuple(number for _place, number in given)
    value = cleaned.get(name) or []
    numbers = [int(number) for number in (value if isinstance(value, list) else [value])]
    return in_order(numbers, item.rules)


@dataclass(frozen=True)
class Drawn:
    """One question with its bound fields, for the template."""

    item: Asked
    field: BoundField | None
    ranks: list[tuple[BoundField, Option]]
    errors: list[str]

    @property
    def options(self) -> Iterator[tuple[Any, Option]]:
        return zip(self.field, self.item.options, strict=False)

    @property
    def anchor(self) -> str:
        return f"id_{field_name(self.item.number)}"


class BallotForm(forms.Form):
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    code = forms.CharField(
        label=gettext_lazy("Kode undangan"),
        max_length=30,
        error_messages={"required": gettext_lazy("Tulis kode undangan dari kartu Anda.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code": ""}
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama yang ditayangkan"),
        max_length=80,
        error_messages={"required": gettext_lazy("Tulis nama yang boleh tayang bersama pilihan Anda.")},
    )

    def __init__(
        self, *args: Any, poll: Poll, questions: list[Asked], account_right: Entitlement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.poll, self.questions, self.account_right = poll, questions, account_right
        self.right: Entitlement | None = account_right
        self.filled = Filled({})
        self.fields.update(ballot_fields(questions))
        if account_right:
            del self.fields["code"]
        if poll.is_secret:
            del self.fields["name"]

    def clean_token(self) -> str:
        """A form without a sound token still votes; only a repeated sending cannot be told from a second vote."""
        token = self.cleaned_data["token"]
        return token if len(token) >= 32 and token.isalnum() else uuid.uuid4().hex

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not normalise_one_time_code(typed):
            raise forms.ValidationError(_("Kode terdiri dari 12 huruf dan angka. Periksa lagi."))
        self.right = by_code(self.poll, typed)
        if self.right is None:
            raise forms.ValidationError(_("Kode tidak dikenal untuk jajak pendapat ini. Periksa lagi kartunya."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answers: dict[int, Answer] = {}
        for item in self.questions:
            if item.kind is Kind.TEXT:
                continue
            answers[item.number] = read_answer(item, cleaned)
            fault = fault_of(answers[item.number], item.rules)
            if fault:
                self.add_error(self._error_field(item), FAULTS[fault] % self._limits(item))
        texts = {
            item.number: cleaned.get(field_name(item.number), "") for item in self.questions if item.kind is Kind.TEXT
        }
        self.filled = Filled(answers, texts, cleaned.get("name", ""))
        return cleaned

    @staticmethod
    def _error_field(item: Asked) -> str:
        return field_name(item.number, 1 if item.kind is Kind.RANKED else None)

    @staticmethod
    def _limits(item: Asked) -> dict[str, int]:
        return {"number": item.number, "minimum": item.rules.minimum, "maximum": item.rules.maximum}

    def drawn(self) -> list[Drawn]:
        return [self._drawn(item) for item in self.questions]

    def _drawn(self, item: Asked) -> Drawn:
        if item.kind is Kind.RANKED:
            ranks = [(self[field_name(item.number, number)], option) for number, option in item.numbered]
            return Drawn(item, None, ranks, [error for bound, _option in ranks for error in bound.errors])
        bound = self[field_name(item.number)]
        return Drawn(item, bound, [], list(bound.errors))

    def error_list(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything to be corrected."""
        found = [("", message) for message in self.non_field_errors()]
        for name in ("code", "name"):
            found += [(f"id_{name}", message) for message in self.errors.get(name, [])]
        return found + [(drawn.anchor, message) for drawn in self.drawn() for message in drawn.errors]

    def carried(self) -> list[tuple[str, str]]:
        """What the check page sends on: (name, value) of everything that was filled in."""
        names = [name for name in self.fields if name != "token"]
        pairs = [(name, value) for name in names for value in self.data.getlist(name) if value]
        return [("token", self.cleaned_data["token"]), *pairs]

    def summary(self) -> list[tuple[Asked, list[str]]]:
        """Each question with what was chosen, in words."""
        return [(item, self._words(item)) for item in self.questions]

    def _words(self, item: Asked) -> list[str]:
        if item.kind is Kind.TEXT:
            text = self.filled.texts.get(item.number, "").strip()
            return [text] if text else []
        return [item.option(number).label for number in self.filled.answers.get(item.number, ())]


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode bukti"),
        max_length=30,
        error_messages={"required": gettext_lazy("Tulis kode bukti Anda.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code": ""}
        ),
    )

    def clean_code(self) -> str:
        code = normalise_one_time_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Kode bukti terdiri dari 12 huruf dan angka. Periksa lagi."))
        return code


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), error_messages={"required": gettext_lazy("Tulis alamat e-mail Anda.")}
    )
