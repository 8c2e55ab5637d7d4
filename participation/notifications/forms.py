from typing import Any

from django import forms

from participation.notifications.kinds import DESCRIPTIONS, Kind


class PreferencesForm(forms.Form):
    """One box a kind."""

    def __init__(self, *args: Any, choices: dict[Kind, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, is_on in choices.items():
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label, help_text=DESCRIPTIONS[kind], required=False, initial=is_on
            )

    def chosen(self) -> dict[Kind, bool]:
        return {kind: self.cleaned_data[kind.value] for kind in Kind}
