"""The demo's services: requirements as people usually hear them, to be checked, and gaps where only the office knows.

Fees, times, decrees and legal bases are left out on purpose. The pages then say that the office has not filled them in.
"""

from typing import Any

from cms.demo import Block, steps, text

INTRODUCTION = "Syarat, cara, waktu, dan biaya tiap layanan. Bisa dicetak."
FAMILY_CARD, IDENTITY_CARD = "Kartu keluarga", "KTP-el pemohon"
LETTER = (
    ("Siapkan syarat", "Periksa dulu ke petugas mana yang masih berlaku."),
    ("Datang ke loket", "Petugas memeriksa syarat di tempat."),
    ("Tunggu surat ditandatangani", ""),
    ("Ambil surat", "Periksa nama dan tanggal sebelum pulang."),
)
RECORDING = (
    ("Siapkan syarat", "Periksa dulu ke petugas mana yang masih berlaku."),
    ("Datang ke loket", "Tanyakan dulu siapa yang harus hadir."),
    ("Foto, sidik jari, dan tanda tangan direkam", ""),
    ("Ambil kartu", "Periksa nama dan tanggal sebelum pulang."),
)
REPORTS = (
    "<p>Laporkan lewat situs ini, boleh tanpa nama. Sampai kapan kami harus menjawab tampil di halaman "
    "laporan Anda.</p>"
)
NOTE = "Contoh, verifikasi."


def requirements(*names: str) -> Block:
    entries = [{"name": name, "note": NOTE, "form": None} for name in names]
    return "requirements", {"title": "", "requirements": entries}


def _service(
    slug: str, title: str, introduction: str, output: str, *needed: str, way: tuple[tuple[str, str], ...] = LETTER
) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": title,
        "introduction": introduction,
        "output": f"<p>{output}</p>",
        "complaints": REPORTS,
        "requirements": [requirements(*needed)],
        "procedure": [steps("", *way), text(f"<p>{NOTE}</p>")],
    }


SERVICES: tuple[dict[str, Any], ...] = (
    _service(
        "ktp-el", "KTP-el", "Untuk warga yang baru wajib KTP, atau yang kartunya hilang atau rusak.", "Kartu KTP-el",
        FAMILY_CARD, "Surat kehilangan, bila kartu hilang", "Kartu lama, bila rusak", way=RECORDING,
    ),
    _service(
        "kartu-keluarga", "Kartu keluarga", "Untuk keluarga baru, atau bila isi kartu berubah.", "Kartu keluarga",
        "Kartu keluarga lama", "Bukti perubahan, misalnya akta kelahiran atau buku nikah",
    ),
    _service(
        "surat-pengantar-skck", "Surat pengantar SKCK", "Untuk mengurus surat keterangan catatan kepolisian.",
        "Surat pengantar", IDENTITY_CARD, FAMILY_CARD,
    ),
    _service(
        "sktm", "Surat keterangan tidak mampu (SKTM)", "Untuk keringanan biaya sekolah atau berobat.",
        "Surat keterangan tidak mampu", IDENTITY_CARD, FAMILY_CARD, "Surat pernyataan tidak mampu",
    ),
    _service(
        "domisili", "Surat keterangan domisili", "Untuk membuktikan tempat tinggal sekarang.",
        "Surat keterangan domisili", IDENTITY_CARD, FAMILY_CARD,
    ),
    _service(
        "keterangan-usaha", "Surat keterangan usaha", "Untuk pemilik usaha kecil yang perlu membuktikan usahanya.",
        "Surat keterangan usaha", IDENTITY_CARD, "Foto tempat usaha",
    ),
    _service(
        "izin-keramaian", "Pengantar izin keramaian", "Untuk acara yang mengundang banyak orang.",
        "Surat pengantar izin keramaian", "KTP-el penanggung jawab acara", "Tanggal, tempat, dan jenis acara",
    ),
    _service(
        "ahli-waris", "Surat keterangan ahli waris",
        "Untuk mengurus tabungan, tanah, atau pensiun anggota keluarga yang sudah meninggal.",
        "Surat keterangan ahli waris", "KTP-el dan kartu keluarga semua ahli waris", "Akta kematian",
        "Surat pernyataan ahli waris",
    ),
    _service(
        "dispensasi-nikah", "Dispensasi nikah", "Untuk pernikahan yang tanggalnya sudah dekat.",
        "Surat dispensasi nikah", "KTP-el kedua calon", "Surat pengantar nikah dari kelurahan",
    ),
    _service(
        "pindah-datang", "Pindah datang", "Untuk warga yang pindah keluar atau pindah masuk.",
        "Surat keterangan pindah atau kartu keluarga baru", IDENTITY_CARD, FAMILY_CARD, "Alamat tujuan",
    ),
)  # fmt: skip
