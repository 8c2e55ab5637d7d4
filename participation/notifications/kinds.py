"""The kinds of messages that an account holder chooses, each with what holds until they have chosen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    OWN_CASES = "own_cases", _("Ringkasan laporan saya")
    ANNOUNCEMENTS = "announcements", _("Ringkasan pengumuman kantor")
    POLL_REMINDERS = "poll_reminders", _("Pengingat jajak pendapat yang belum saya ikuti")
    POLL_OUTCOMES = "poll_outcomes", _("Hasil dan tindak lanjut jajak pendapat")


DESCRIPTIONS = {
    Kind.OWN_CASES: _("Seminggu sekali, hanya kalau ada laporan Anda yang masih berjalan."),
    Kind.ANNOUNCEMENTS: _("Seminggu sekali, hanya kalau ada pengumuman baru."),
    Kind.POLL_REMINDERS: _("Sekali, sebelum jajak pendapat ditutup, hanya kalau Anda boleh memilih dan belum memilih."),
    Kind.POLL_OUTCOMES: _("Setelah jajak pendapat ditutup, dan saat kantor mengumumkan keputusannya."),
}

# A digest that nobody asked for is not sent: only news about what a person takes part in comes without asking.
ON_UNTIL_CHOSEN = frozenset({Kind.OWN_CASES, Kind.POLL_REMINDERS, Kind.POLL_OUTCOMES})
