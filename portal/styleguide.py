"""Sample data for the style guide: every component in every state, without touching the database."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from participation.cases.lifecycle import Status
from portal.wording import date_words

COLOURS = (
    ("bg", "text", "Kertas: latar halaman"),
    ("surface", "text", "Isian, kartu, tabel"),
    ("sunken", "text", "Bagian yang mundur"),
    ("brand", "on-brand", "Tarum: tombol utama, merek"),
    ("brand-soft", "brand-ink", "Tarum muda: terpilih"),
    ("hero", "on-hero", "Tarum tua: kepala, kaki"),
    ("cta", "on-cta", "Kunyit: hanya untuk melapor"),
    ("info-soft", "info", "Nila: diterima, diperiksa"),
    ("warn-soft", "warn", "Kunyit tua: dikerjakan"),
    ("ok-soft", "ok", "Daun: selesai"),
    ("bad-soft", "bad", "Secang: galat, dibuka lagi"),
    ("wait-soft", "wait", "Abu: ditutup"),
    ("note", "text", "Catatan internal"),
    ("mark", "text", "Kata penentu"),
    ("pii", "on-pii", "Data disamarkan"),
)
SIZES = ("3xl", "2xl", "xl", "l", "m", "s", "xs")
SPACES = (4, 8, 12, 16, 24, 32, 48, 72)


class SampleForm(forms.Form):
    plain = forms.CharField(label="Biasa", help_text="Petunjuk singkat.")
    optional = forms.CharField(label="Terisi", required=False, initial="Dekat masjid")
    phone = forms.RegexField(
        r"^0\d{8,}$", label="Nomor HP", error_messages={"invalid": "Tulis nomor HP, contohnya 0812 3456 7890"}
    )
    area = forms.ChoiceField(label="Pilihan", choices=[("", "Pilih kelurahan"), ("a", "Kelurahan contoh")])
    story = forms.CharField(label="Kotak panjang", widget=forms.Textarea, required=False)
    score = forms.ChoiceField(
        label="Seberapa puas Anda?",
        choices=[(4, "Sangat puas"), (3, "Puas"), (2, "Kurang puas")],
        widget=forms.RadioSelect,
    )
    news = forms.BooleanField(label="Kabari saya lewat e-mail", required=False)


def context() -> dict[str, Any]:
    now = timezone.now()
    bad_form = SampleForm({"plain": "terisi", "phone": "0812"}, auto_id="galat_%s")
    return {
        "colours": COLOURS,
        "sizes": SIZES,
        "spaces": [(f"s{index}", pixels) for index, pixels in enumerate(SPACES, 1)],
        "form": SampleForm(auto_id="contoh_%s"),
        "bad_form": bad_form,
        "statuses": [_case(status) for status in Status] + [_case(Status.IN_PROGRESS, reopen_count=1)],
        "rows": _rows(now),
        "due_dates": [timezone.localdate() + timedelta(days=days) for days in (3, 1, 0, -1)],
        "case": _case(Status.IN_PROGRESS, at=now - timedelta(days=4)),
        "closed_case": _case(Status.CLOSED, at=now - timedelta(days=9)),
        "events": _events(now),
        "page": Paginator(range(130), 20).page(2),
        "deadline": date_words(timezone.localdate() + timedelta(days=5)),
        "bars": [("Taman bermain", 36.9), ("Kebun warga", 26.4), ("Lapangan", 12.0)],
    }


def _case(status: Status, *, at: datetime | None = None, **extra: Any) -> SimpleNamespace:
    facts = {"reopen_count": 0, "close_reason": "", "waiting_for": "", "resume_status": Status.ROUTED}
    return SimpleNamespace(status=status, submitted_at=at or timezone.now(), **{**facts, **extra})


def _events(now: datetime) -> list[SimpleNamespace]:
    reached = ((Status.ROUTED, 3), (Status.IN_PROGRESS, 2))
    return [SimpleNamespace(status_after=status, at=now - timedelta(days=days)) for status, days in reached]


def _rows(now: datetime) -> list[SimpleNamespace]:
    area = SimpleNamespace(name="Kelurahan contoh")
    return [
        SimpleNamespace(
            status=status,
            submitted_at=now - timedelta(hours=hours),
            public_title=title,
            is_published=bool(title),
            category=SimpleNamespace(slug=slug, name=name),
            area=area,
            rw=rw,
            support_count=supports,
            reopen_count=0,
            is_supported=is_supported,
            url="#baris",
        )
        for status, hours, title, slug, name, rw, supports, is_supported in (
            (
                Status.IN_PROGRESS,
                2,
                "Saluran mampet, air naik ke jalan",
                "drainase-banjir",
                "Saluran air",
                7,
                31,
                False,
            ),
            (Status.ROUTED, 30, "Pohon condong ke kabel listrik", "pohon-taman", "Pohon dan taman", 2, 8, True),
            (Status.SUBMITTED, 3, "", "jalan-jembatan", "Jalan dan jembatan", None, 0, False),
        )
    ]
