"""What allauth asks the project about phones: where a number is kept, who has it, how a code is sent."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.sealing.hashing import phone_hash
from portal.sms import send_text

_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


def international(typed: str) -> str:
    """0812 3456 7890 -> +6281234567890; "" for what is no phone number."""
    digits = re.sub(r"[\s().-]", "", typed)
    if digits.startswith("0"):
        digits = f"+62{digits[1:]}"
    elif digits.startswith("62"):
        digits = f"+{digits}"
    return digits if _NUMBER.fullmatch(digits) else ""


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel"}
        super().__init__(**{"label": _("Nomor HP"), "widget": forms.TextInput(attrs=attrs), "max_length": 30, **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        number = international(typed) if typed else ""
        if typed and not number:
            raise forms.ValidationError(_("Tulis nomor HP, contohnya 0812 3456 7890"), code="phone")
        return number


class AccountAdapter(DefaultAccountAdapter):
    """A number counts as somebody's only once it is verified: its hash is set then, and nobody can block it before."""

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_hash = phone, phone_hash(phone) if verified else None
        user.save(update_fields=["phone", "phone_hash"])

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_hash is not None) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        number = international(phone)
        return User.objects.filter(phone_hash=phone_hash(number)).first() if number else None

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        send_text(phone, _("Kode Anda: %(code)s. Jangan berikan kepada siapa pun.") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        send_text(phone, _("Ada yang mencoba masuk dengan nomor ini, tetapi belum ada akunnya."))

    def send_account_already_exists_sms(self, phone: str) -> None:
        send_text(phone, _("Nomor ini sudah punya akun. Masuk saja, tidak perlu mendaftar lagi."))
