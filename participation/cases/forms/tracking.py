from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.cases import tracking
from participation.cases.models import Rating


class TrackForm(forms.Form):
    code = forms.CharField(
        label=_("Kode laporan"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode laporan dari tanda terima")},
    )
    pin = forms.CharField(
        label="PIN",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Tulis PIN enam angka dari tanda terima")},
    )

    def clean_code(self) -> str:
        code = tracking.normalise_code(self.cleaned_data["code"], settings.CASE_CODE_PREFIX)
        if not code:
            raise forms.ValidationError(
                _("Kode tidak ditemukan. Periksa lagi; kode dimulai dengan %(prefix)s")
                % {"prefix": settings.CASE_CODE_PREFIX},
                code="unknown",
            )
        return code


class RecoverForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail yang Anda tulis di laporan"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Tulis alamat e-mail yang Anda pakai saat melapor"),
            "invalid": _("Tulis alamat e-mail yang lengkap, contohnya nama@contoh.id"),
        },
    )


class WordsForm(forms.Form):
    """Words from the reporter, with photos that hang on ``form_token``."""

    text = forms.CharField(
        label=_("Keterangan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis dulu keterangannya")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)


class OptionalWordsForm(WordsForm):
    text = forms.CharField(label=_("Alasan"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("Seberapa puas Anda?"),
        choices=Rating.Score,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih seberapa puas Anda")},
    )
    comment = forms.CharField(
        label=_("Ada yang ingin ditambahkan?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
