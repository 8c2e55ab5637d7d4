# ruff: noqa: E501 -- one text a line
"""A few reply templates to start from, marked as samples."""

from participation.cases.models import Case, ReplyTemplate
from participation.units.models import Category

_OPENING = "Yth. {nama_pelapor}, terima kasih atas laporan {kode} tanggal {tanggal_lapor}."

REPLIES = (
    ("Contoh: lampu sudah diganti", Case.Outcome.FIXED, "penerangan-jalan",
     f"{_OPENING}\n\nLampu di [[lokasi tepatnya]] sudah diganti pada [[tanggal perbaikan]] dan menyala lagi. Foto buktinya kami sertakan."),
    ("Contoh: sudah diperbaiki", Case.Outcome.FIXED, "",
     f"{_OPENING}\n\nPekerjaan di {{kelurahan}} sudah selesai pada [[tanggal selesai]]: [[apa yang dikerjakan]]. Foto buktinya kami sertakan."),
    ("Contoh: syarat dan alur", Case.Outcome.ANSWERED, "",
     f"{_OPENING}\n\nSyarat yang perlu dibawa: [[daftar syarat]]. Loket buka [[hari dan jam]]."),
    ("Contoh: wewenang pihak lain", Case.Outcome.NOT_OUR_AUTHORITY, "",
     f"{_OPENING}\n\nHal ini wewenang [[nama instansi]]. Laporan sudah kami sampaikan pada [[tanggal]]; Anda bisa menanyakan kelanjutannya di [[kontak instansi]]."),
    ("Contoh: menunggu anggaran", Case.Outcome.CANNOT_DO, "",
     f"{_OPENING}\n\nPekerjaan ini belum bisa dilakukan karena [[alasan]]. Rencananya diusulkan lewat [[jalur dan waktu]]."),
)  # fmt: skip


def load_replies() -> None:
    """Safe to repeat: what the office has edited since keeps its words."""
    for title, outcome, slug, text in REPLIES:
        category = Category.objects.filter(slug=slug).first() if slug else None
        ReplyTemplate.objects.get_or_create(
            title=title, defaults={"outcome": outcome, "category": category, "text": text}
        )
