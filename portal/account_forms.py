from typing import Any

from allauth.account import app_settings, forms
from allauth.core import context, ratelimit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class SignUpForm(forms.SignupForm):
    """E-mail or phone where texts can be sent, e-mail alone where they cannot.

    One of the two, not both: with both, a new address beside a number that is taken would show that it is taken.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        has_choice = "phone" in app_settings.SIGNUP_FIELDS
        super().__init__(*args, email_required=not has_choice, **kwargs)
        self.fields["email"].label = _("E-mail")
        if has_choice:
            self.fields["email"].help_text = _("Isi e-mail atau nomor HP, salah satu saja. Kodenya dikirim ke sana.")
            self.fields["phone"].help_text = _("Contohnya 0812 3456 7890.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "phone" in self.fields and not {"email", "phone"} & self.errors.keys():
            self._require_one_contact(data)
        return data

    def _require_one_contact(self, data: dict[str, Any]) -> None:
        if not data.get("email") and not data.get("phone"):
            self.add_error("email", ValidationError(_("Tulis e-mail atau nomor HP."), code="required"))
        elif data.get("email") and data.get("phone"):
            error = _("Isi salah satu saja. Yang lain bisa ditambahkan setelah masuk.")
            self.add_error("phone", ValidationError(error, code="one"))
        elif data.get("phone") and not self._may_text(data["phone"]):
            error = _("Kode ke nomor ini baru saja dikirim. Tunggu satu menit, lalu coba lagi.")
            self.add_error("phone", ValidationError(error, code="rate_limited"))

    @staticmethod
    def _may_text(phone: str) -> bool:
        """allauth asks only once the account is stored, and has no answer then: ask before, for taken numbers too."""
        return ratelimit.consume(context.request, action="verify_phone", key=phone, dry_run=True)
