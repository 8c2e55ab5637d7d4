"""Judging a service on a phone: with the keyboard only, without JavaScript, with a code from the counter."""

from playwright.sync_api import expect

from participation.satisfaction.actions import make_codes
from participation.satisfaction.models import Response, SurveyPeriod
from participation.units.models import Role
from tests.journeys.test_keyboard import Keyboard
from tests.journeys.test_trip import Visit

FIRST_WORDS = (
    "Tidak sesuai", "Tidak mudah", "Tidak cepat", "Sangat mahal", "Tidak sesuai", "Tidak mampu", "Tidak sopan",
    "Tidak ada", "Buruk",
)  # fmt: skip


def answers(office) -> int:
    with office.database():
        return Response.objects.filter(period__service__slug="sktm").count()


def test_a_survey_with_the_keyboard_only(visit: Visit) -> None:
    budi = visit(width=375)
    keys, before = Keyboard(budi.page), answers(budi.office)
    budi.open("/survei/")
    keys.go_to("Surat keterangan tidak mampu")
    keys.press("Enter")
    budi.page.wait_for_url("**/survei/sktm/")
    for words in FIRST_WORDS:
        keys.go_to(words)
        keys.press("Space", "ArrowDown", "ArrowDown")
    expect(budi.page.get_by_role("radio", name="Gratis")).not_to_be_checked()
    expect(budi.page.get_by_role("radio", name="Murah")).to_be_checked()
    keys.go_to("Kirim penilaian")
    keys.press("Enter")
    budi.reads("Jawaban Anda sudah tersimpan")
    budi.is_untroubled()
    assert answers(budi.office) == before + 1


def test_a_code_from_the_counter_without_javascript(visit: Visit) -> None:
    budi = visit(width=375, javascript=False)
    with budi.office.database():
        period = SurveyPeriod.objects.get(service__slug="sktm")
        head = period.service.unit.memberships.filter(role=Role.HEAD).first().user
        [code] = make_codes(period, 1, actor=head, now=period.service.unit.memberships.first().user.date_joined)
    budi.open("/survei/")
    budi.write("Kode dari loket", f"{code[:4]} {code[4:8]} {code[8:]}".lower())
    budi.press("Buka survei")
    budi.press("Kirim penilaian")
    budi.reads("Ada 9 hal yang perlu diperbaiki", "Pilih satu jawaban: Biaya atau tarif")
    for question in budi.page.locator("fieldset.ask").all()[:9]:
        question.locator(".face").nth(3).click()
    budi.press("Kirim penilaian")
    budi.reads("Terima kasih")
    budi.open(f"/survei/kode/{code}/")
    budi.reads("Kode ini tidak berlaku")
