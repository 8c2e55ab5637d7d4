import uuid

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.cases.actions.submission import Report
from participation.cases.models import Case
from participation.units.models import Area
from participation.units.queries import village_at, villages

MIN_LETTERS = 15
MIN_WORDS = 3
MAX_LETTERS = 6000
RW_NUMBER = _("Tulis nomor RW dengan angka, contohnya 5")
TOO_SHORT = _("Ceritakan sedikit lebih lengkap, paling tidak satu kalimat")


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("Ceritakan apa yang terjadi"),
        widget=forms.Textarea(attrs={"maxlength": MAX_LETTERS}),
        max_length=MAX_LETTERS,
        error_messages={
            "required": TOO_SHORT,
            "max_length": _("Tulisan terlalu panjang. Ringkas menjadi paling banyak %(limit_value)d huruf"),
        },
    )
    area = forms.ModelChoiceField(
        label=_("Kelurahan"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Tidak tahu atau di luar daftar"),
        error_messages={"invalid_choice": _("Pilih kelurahan tempat kejadian")},
    )
    rw = forms.IntegerField(
        label="RW",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            "invalid": RW_NUMBER,
            "min_value": RW_NUMBER,
            "max_value": RW_NUMBER,
        },
    )
    address = forms.CharField(label=_("Patokan"), max_length=200, required=False)
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, max_digits=9, decimal_places=6, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, max_digits=9, decimal_places=6, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=Case.Kind, widget=forms.RadioSelect, initial=Case.Kind.COMPLAINT, required=False
    )
    identity = forms.ChoiceField(
        label=_("Nama Anda ditampilkan?"),
        choices=Case.Identity,
        widget=forms.RadioSelect,
        initial=Case.Identity.ANONYMOUS,
        error_messages={"required": _("Pilih apakah nama Anda ditampilkan")},
    )
    display_name = forms.CharField(label=_("Nama yang ditampilkan"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Tulis alamat e-mail yang lengkap, contohnya nama@contoh.id")},
    )
    keep_in_account = forms.BooleanField(label=_("Simpan di Laporan saya"), required=False, initial=True)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = villages()

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\x00", "").strip()
        letters = sum(letter.isalnum() for letter in text)
        if letters < MIN_LETTERS or len(text.split()) < MIN_WORDS:
            raise forms.ValidationError(TOO_SHORT, code="too_short")
        return text

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Case.Kind.COMPLAINT

    def clean(self) -> dict:
        data = super().clean()
        if data.get("identity") == Case.Identity.OPEN and not data.get("display_name", "").strip():
            self.add_error("display_name", _("Tulis nama yang boleh dibaca semua orang, atau pilih Anonim"))
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            data["latitude"] = data["longitude"] = None
        if data.get("latitude") is not None and "area" not in self.errors:
            data["area"] = data["area"] or _area_of_pin(data)
        return data

    def report(self, user: User | AnonymousUser) -> Report:
        """What was typed, for the action. Only after is_valid(). The account is named only when its holder wants it."""
        data = self.cleaned_data
        return Report(
            form_token=data["form_token"],
            text=data["text"],
            kind=data["kind"],
            identity=data["identity"],
            area=data["area"],
            rw=data["rw"],
            address=data["address"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            display_name=data["display_name"].strip(),
            email=data["email"],
            user=user if user.is_authenticated and data["keep_in_account"] else None,
        )


def _area_of_pin(data: dict) -> Area | None:
    return village_at(latitude=float(data["latitude"]), longitude=float(data["longitude"]))


def typed_token(value: str | None) -> uuid.UUID:
    """The token of a form that came back, or a new one when it is missing or spoilt."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return uuid.uuid4()
