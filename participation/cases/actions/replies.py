from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from participation.cases.replies import unfilled


def check_reply(text: str) -> None:
    """Raises ValidationError for words that still hold something of a template."""
    if rest := unfilled(text):
        raise ValidationError(
            _("Bagian ini belum diisi: %(rest)s. Ganti atau hapus sebelum jawaban dikirim.")
            % {"rest": ", ".join(rest)},
            code="unfilled",
        )
