"""What allauth asks the project about phones: where a number is kept, who has it, how a code is sent."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.sealing.hashing import international, phone_hash
from portal.sms import send_text

logger = logging.getLogger(__name__)

_EMAIL_STAGE = "allauth.account.stages.EmailVerificationStage"
_OWN_EMAIL_STAGE = "portal.account_stages.EmailVerificationStage"


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), "max_length": 30, **kwargs, "label": _("Nomor HP")})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        number = international(typed) if typed else ""
        if typed and not number:
            raise forms.ValidationError(_("Tulis nomor HP, contohnya 0812 3456 7890"), code="phone")
        return number


class AccountAdapter(DefaultAccountAdapter):
    """A number counts as somebody's only once it is verified: its hash is set then, and nobody can block it before."""

    def get_login_stages(self) -> list[str]:
        return [_OWN_EMAIL_STAGE if stage == _EMAIL_STAGE else stage for stage in super().get_login_stages()]

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """The number is in the row from the first: an account with neither e-mail nor phone cannot be stored."""
        user.phone = form.cleaned_data.get("phone") or ""
        return super().save_user(request, user, form, commit=commit)

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
        _send(phone, _("Kode Anda: %(code)s. Jangan berikan kepada siapa pun.") % {"code": code})

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        _send(phone, _("Ada yang mencoba masuk dengan nomor ini, tetapi belum ada akunnya."))

    def send_account_already_exists_sms(self, phone: str) -> None:
        _send(phone, _("Nomor ini sudah punya akun. Masuk saja, tidak perlu mendaftar lagi."))


def _send(phone: str, text: str) -> None:
    """Every kind of text goes the same way, so that neither limit nor failure tells whether a number has an account."""
    if not ratelimit.consume(context.request, action="text_message", key=phone):
        logger.warning("text message held back: the number has had its share for today")
        return
    try:
        send_text(phone, text)
    except Exception as error:
        logger.error("text message could not be sent: %s", type(error).__name__)
        messages.error(context.request, _("SMS tidak terkirim. Coba lagi nanti, atau pakai e-mail."))
