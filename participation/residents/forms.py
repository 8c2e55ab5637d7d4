from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.residents.actions.verification import MOST_CARDS, Place
from participation.residents.nik import normalise_nik
from participation.residents.queries import account_by_contact
from participation.sealing.codes import normalise_one_time_code
from participation.units.models import Area
from participation.units.queries import villages


class NikField(forms.CharField):
    """Sixteen digits, typed with or without spaces. The value never leaves this request."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            **{
                "label": "NIK",
                "max_length": 30,
                "widget": forms.TextInput(attrs=attrs),
                "error_messages": {"required": _("Tulis 16 angka NIK dari KTP")},
                **kwargs,
            }
        )

    def clean(self, value: Any) -> str:
        nik = normalise_nik(super().clean(value))
        if not nik:
            raise forms.ValidationError(_("NIK tidak cocok. Periksa lagi, 16 angka seperti di KTP"), code="nik")
        return nik


def _number(label: str, *, required: bool = True, message: Any = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=99,
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": message or _("Tulis nomornya dengan angka")},
    )


class PlaceForm(forms.Form):
    area = forms.ModelChoiceField(
        label=_("Kelurahan"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        empty_label=_("Pilih kelurahan"),
        error_messages={"required": _("Pilih kelurahannya")},
    )
    rw = _number("RW", message=_("Tulis nomor RW dengan angka, contohnya 5"))
    rt = _number("RT", required=False)

    def __init__(self, *args: Any, areas: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = villages() if areas is None else areas

    def place(self) -> Place:
        return Place(self.cleaned_data["area"], self.cleaned_data["rw"], self.cleaned_data["rt"])


class CounterForm(PlaceForm):
    contact = forms.CharField(
        label=_("E-mail atau nomor HP akun warga"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Tulis e-mail atau nomor HP akun orang di depan Anda")},
    )
    nik = NikField()
    is_seen = forms.BooleanField(
        label=_("KTP asli sudah saya lihat dan fotonya cocok dengan orangnya"),
        error_messages={"required": _("Centang setelah melihat KTP aslinya")},
    )
    replaces = forms.BooleanField(label=_("Cabut verifikasi dari akun lain dengan NIK ini, kalau ada"), required=False)
    field_order = ("contact", "nik", "area", "rw", "rt", "is_seen", "replaces")

    def clean_contact(self) -> User:
        account = account_by_contact(self.cleaned_data["contact"])
        if account is None:
            raise forms.ValidationError(
                _("Belum ada akun dengan e-mail atau nomor HP ini. Minta orangnya mendaftar dulu.")
            )
        return account


class CardForm(forms.Form):
    code = forms.CharField(
        label=_("Kode di kartu"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tulis kode dari kartu")},
    )
    nik = NikField()

    def clean_code(self) -> str:
        code = normalise_one_time_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Kode tidak lengkap. Kodenya dua belas huruf dan angka."), code="malformed")
        return code


class DocumentForm(PlaceForm):
    document = forms.FileField(
        label=_("Foto KTP atau KK"), error_messages={"required": _("Pilih foto KTP atau KK Anda")}
    )


class CardsForm(PlaceForm):
    number = forms.IntegerField(label=_("Berapa kartu?"), min_value=1, max_value=MOST_CARDS, initial=40)
    handed_to = forms.CharField(label=_("Diserahkan kepada"), max_length=80, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AcceptForm(forms.Form):
    nik = NikField(label=_("NIK seperti di dokumen"))


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan untuk warga"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya")},
    )


class ErasureForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Saya mengerti bahwa ini tidak bisa dibatalkan setelah dilaksanakan"),
        error_messages={"required": _("Centang dulu kalau Anda yakin")},
    )
