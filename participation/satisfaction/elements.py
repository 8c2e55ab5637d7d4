"""The words of the nine elements, their questions and the four answers, as the published forms have them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.satisfaction.scoring import Element, Grade

Words = str | Promise


@dataclass(frozen=True)
class Question:
    element: Element
    name: Words
    text: Words
    answers: tuple[Words, Words, Words, Words]  # for the scores 1, 2, 3, 4

    @property
    def choices(self) -> list[tuple[int, Words]]:
        return list(enumerate(self.answers, 1))


QUESTIONS = (
    Question(
        Element.REQUIREMENTS,
        _("Persyaratan"),
        _("Apakah syarat yang diminta sesuai dengan layanannya?"),
        (_("Tidak sesuai"), _("Kurang sesuai"), _("Sesuai"), _("Sangat sesuai")),
    ),
    Question(
        Element.PROCEDURE,
        _("Sistem, mekanisme, dan prosedur"),
        _("Apakah alurnya mudah diikuti?"),
        (_("Tidak mudah"), _("Kurang mudah"), _("Mudah"), _("Sangat mudah")),
    ),
    Question(
        Element.DURATION,
        _("Waktu penyelesaian"),
        _("Apakah layanannya cepat?"),
        (_("Tidak cepat"), _("Kurang cepat"), _("Cepat"), _("Sangat cepat")),
    ),
    Question(
        Element.COST,
        _("Biaya atau tarif"),
        _("Bagaimana biayanya?"),
        (_("Sangat mahal"), _("Cukup mahal"), _("Murah"), _("Gratis")),
    ),
    Question(
        Element.PRODUCT,
        _("Produk layanan"),
        _("Apakah hasilnya sesuai dengan yang dijanjikan?"),
        (_("Tidak sesuai"), _("Kurang sesuai"), _("Sesuai"), _("Sangat sesuai")),
    ),
    Question(
        Element.COMPETENCE,
        _("Kemampuan petugas"),
        _("Apakah petugas mampu dan terampil?"),
        (_("Tidak mampu"), _("Kurang mampu"), _("Mampu"), _("Sangat mampu")),
    ),
    Question(
        Element.CONDUCT,
        _("Perilaku petugas"),
        _("Apakah petugas sopan dan ramah?"),
        (_("Tidak sopan"), _("Kurang sopan"), _("Sopan dan ramah"), _("Sangat sopan dan ramah")),
    ),
    Question(
        Element.COMPLAINTS,
        _("Penanganan pengaduan, saran, dan masukan"),
        _("Bagaimana keluhan dan saran ditangani?"),
        (_("Tidak ada"), _("Ada, tidak berfungsi"), _("Kurang maksimal"), _("Dikelola dengan baik")),
    ),
    Question(
        Element.FACILITIES,
        _("Sarana dan prasarana"),
        _("Bagaimana ruang dan peralatannya?"),
        (_("Buruk"), _("Cukup"), _("Baik"), _("Sangat baik")),
    ),
)

NAMES = {question.element: question.name for question in QUESTIONS}
GRADE_NAMES = {
    Grade.A: _("Sangat baik"),
    Grade.B: _("Baik"),
    Grade.C: _("Kurang baik"),
    Grade.D: _("Tidak baik"),
}
