"""The demo site's words: honest about being an example, with gaps where the office has to say what is true."""

from typing import Any

OFFICE = {
    "office_name": "Kantor Kecamatan Cinambo",
    "office_short_name": "Kecamatan Cinambo",
    "region_name": "Kota Bandung",
    "address": "Isi alamat kantor",
    "opening_hours": "Isi jam buka kantor",
}
HOME = {
    "title": "Beranda",
    "introduction": (
        "Lampu mati, jalan rusak, sampah, atau layanan yang mengecewakan. "
        "Kami teruskan ke petugas yang tepat, dan Anda bisa melihat sampai kapan kami harus menjawab."
    ),
    "search_description": "Sampaikan laporan, lacak jawabannya, dan baca pengumuman Kecamatan Cinambo, Kota Bandung.",
}
CATEGORIES = (("layanan", "Layanan"), ("lingkungan", "Lingkungan"), ("kegiatan", "Kegiatan"), ("bantuan", "Bantuan"))
VILLAGES = ("Babakan Penghulu", "Cisaranten Wetan", "Pakemitan", "Sukamulya")

Block = tuple[str, Any]


def text(html: str) -> Block:
    return "text", html


def steps(title: str, *entries: tuple[str, str]) -> Block:
    return "steps", {"title": title, "steps": [{"title": name, "text": words} for name, words in entries]}


def answers(title: str, *entries: tuple[str, str]) -> Block:
    return "answers", {"title": title, "answers": [{"question": ask, "answer": reply} for ask, reply in entries]}


def call_out(tone: str, title: str, words: str) -> Block:
    return "call_out", {"tone": tone, "title": title, "text": words}


def table(caption: str, headings: list[str], rows: list[list[str]]) -> Block:
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return "table", {"columns": columns, "rows": [{"values": row} for row in rows], "caption": caption}


REPORT_LINK: Block = ("report_link", None)
EXAMPLE = call_out(
    "info", "Contoh.", "Pengumuman ini hanya contoh untuk peragaan. Tanggal dan tempatnya tidak berlaku."
)

ANNOUNCEMENTS: tuple[dict[str, Any], ...] = (
    {
        "slug": "contoh-jadwal-angkut-sampah",
        "title": "Contoh: jadwal angkut sampah berubah",
        "category": "lingkungan",
        "publisher": "Kecamatan (contoh)",
        "tags": ["sampah", "jadwal"],
        "age_days": 1,
        "introduction": "Begini bentuk pengumuman dengan tabel. Taruh sampah di depan gang sebelum truk datang.",
        "body": [
            EXAMPLE,
            table(
                "Jadwal (contoh)",
                ["Kelurahan", "Hari", "Truk datang"],
                [[village, "Isi hari angkut", "Isi jam"] for village in VILLAGES],
            ),
            text(
                "<h2>Yang perlu Anda lakukan</h2><ul><li>Pisahkan sampah basah dan kering.</li>"
                "<li>Ikat kantong supaya tidak dibongkar kucing.</li></ul>"
                "<h2>Kalau truk tidak datang</h2><p>Sampaikan lewat laporan. Foto membantu, tetapi tidak harus.</p>"
            ),
            REPORT_LINK,
        ],
    },
    {
        "slug": "contoh-layanan-tutup-sehari",
        "title": "Contoh: loket layanan tutup sehari",
        "category": "layanan",
        "publisher": "Kecamatan (contoh)",
        "tags": ["jadwal", "KTP"],
        "age_days": 3,
        "introduction": "Begini bentuk pengumuman pendek. Isi tanggal tutup dan kapan loket buka lagi.",
        "body": [
            EXAMPLE,
            text("<p>Loket tutup pada (isi tanggal) dan buka lagi pada (isi tanggal).</p>"),
            answers(
                "Yang sering ditanyakan",
                ("Bagaimana dengan surat yang sudah jadi?", "<p>Isi cara mengambil surat.</p>"),
                ("Apakah laporan tetap diterima?", "<p>Ya. Laporan di situs ini bisa dikirim kapan saja.</p>"),
            ),
        ],
    },
    {
        "slug": "contoh-kerja-bakti",
        "title": "Contoh: kerja bakti membersihkan saluran",
        "category": "kegiatan",
        "publisher": "Kelurahan Pakemitan (contoh)",
        "section": "Pakemitan",
        "tags": ["saluran air", "kerja bakti"],
        "age_days": 6,
        "introduction": "Begini bentuk undangan kegiatan dari kelurahan. Isi hari, jam, dan titik kumpul.",
        "body": [
            EXAMPLE,
            steps(
                "Sebelum datang",
                ("Pakai sepatu dan sarung tangan", "Ada kaca dan besi di saluran."),
                ("Bawa alat bila punya", "Cangkul, garpu, atau karung."),
                ("Kumpul di titik yang diumumkan RW", ""),
            ),
        ],
    },
)

HOW_IT_WORKS = {
    "slug": "cara-kerja",
    "title": "Cara kerja Suara Warga",
    "introduction": "Dari cerita Anda sampai jawaban resmi, dan siapa yang boleh membaca apa.",
    "body": [
        steps(
            "Perjalanan laporan",
            ("Anda bercerita", "Cukup dengan kata-kata sendiri. Tidak perlu akun, tidak perlu memilih kantor."),
            ("Laporan diteruskan", "Sistem mengusulkan topik dan unit. Kalau ragu, petugas yang membacanya dulu."),
            ("Unit menangani", "Anda bisa melihat batas waktunya dengan kode dan PIN."),
            ("Unit menjawab", "Jawaban resmi tampil di riwayat laporan, dengan bukti bila pekerjaan sudah selesai."),
            ("Anda yang menilai", "Kalau belum beres, buka kembali. Laporan Anda tidak dihitung selesai diam-diam."),
        ),
        answers(
            "Yang sering ditanyakan",
            (
                "Apa yang dilihat orang lain?",
                "<p>Topik, kelurahan, dan keadaan laporan. Isi laporan baru tampil setelah dibaca petugas, "
                "dengan data pribadi disamarkan.</p>",
            ),
            (
                "Apa beda Terbuka, Anonim, dan Rahasia?",
                "<p>Terbuka: nama tampilan yang Anda tulis boleh dibaca semua orang. Anonim: laporan bisa dibaca, "
                "tanpa nama Anda. Rahasia: hanya petugas yang menangani yang bisa membaca laporan itu.</p>",
            ),
            (
                "Kode atau PIN saya hilang",
                "<p>Kalau Anda meninggalkan alamat e-mail, kami bisa mengirim tautannya ke sana. Tanpa itu, "
                "laporan tidak bisa dibuka lagi: kami pun tidak tahu PIN Anda.</p>",
            ),
        ),
        REPORT_LINK,
    ],
}
PRIVACY = {
    "slug": "data-pribadi",
    "title": "Cara kami menjaga data Anda",
    "introduction": "Data apa yang kami minta, untuk apa, siapa yang melihatnya, dan apa hak Anda.",
    "body": [
        text(
            "<h2>Yang kami minta</h2><ul>"
            "<li><b>Isi laporan dan tempat kejadian</b>, supaya petugas bisa menanganinya.</li>"
            "<li><b>E-mail atau nomor HP</b>, hanya kalau Anda mau dikabari. Boleh kosong.</li>"
            "<li><b>Nama</b>, hanya kalau Anda mau. Boleh kosong.</li></ul>"
            "<p>Kami tidak meminta NIK atau foto KTP untuk melapor. Kalau ada yang memintanya atas nama kami, "
            "jangan diberikan.</p>"
            "<h2>Cara kami menyimpannya</h2><ul>"
            "<li>Kontak dan nama Anda disimpan terpisah dari laporan, dalam bentuk terenkripsi.</li>"
            "<li>Foto dibuat ulang tanpa data lokasi dan tanpa data kamera.</li>"
            "<li>NIK, nomor HP, dan nomor kendaraan di isi laporan disamarkan sebelum laporan ditampilkan.</li>"
            "<li>PIN Anda tidak kami simpan. Petugas tidak bisa melihatnya.</li></ul>"
        ),
        table(
            "Siapa yang melihat apa",
            ["Data", "Semua orang", "Petugas yang menangani"],
            [
                ["Topik, kelurahan, keadaan laporan", "Ya, kecuali laporan Rahasia", "Ya"],
                ["Isi laporan", "Setelah dibaca petugas, disamarkan", "Ya"],
                ["Nama tampilan", "Hanya pada laporan Terbuka", "Hanya pada laporan Terbuka"],
                ["Kontak Anda", "Tidak", "Tidak"],
                ["Identitas tersegel", "Tidak", "Tidak, kecuali pejabat pengelola pengaduan dengan alasan tertulis"],
            ],
        ),
        text(
            "<p>Setiap kali identitas tersegel dibuka, hal itu dicatat dan tampil di riwayat laporan Anda.</p>"
            "<h2>Kuki dan pelacakan</h2>"
            "<p>Situs ini tidak memakai iklan, pelacak, atau berkas dari situs lain. Kuki dipakai hanya untuk hal "
            "yang Anda lakukan sendiri: masuk, membuka laporan Anda, mendukung laporan, atau memilih tampilan.</p>"
            "<h2>Hak Anda</h2>"
            "<p>Anda boleh meminta salinan, perbaikan, atau penghapusan data pribadi Anda. Penghapusan tidak "
            "mengubah angka yang sudah diumumkan, tetapi isi dan kontaknya hilang.</p>"
            "<p>Isi nama pejabat yang bertanggung jawab dan cara menghubunginya di sini.</p>"
        ),
    ],
}
ACCESSIBILITY = {
    "slug": "aksesibilitas",
    "title": "Aksesibilitas",
    "introduction": "Situs ini dibuat supaya bisa dipakai semua warga, juga dengan pembaca layar atau HP lama.",
    "body": [
        text(
            "<ul><li>Semua hal untuk warga bisa dilakukan tanpa JavaScript dan hanya dengan papan ketik.</li>"
            "<li>Tulisan bisa dibesarkan sampai dua kali tanpa bagian yang hilang.</li>"
            "<li>Ada tampilan terang dan gelap. Pilih di bagian bawah setiap halaman.</li>"
            "<li>Arti tidak pernah ditunjukkan dengan warna saja.</li></ul>"
            "<h2>Sasaran kami</h2><p>Kami mengikuti WCAG 2.2 tingkat AA. Pemeriksaan otomatis berjalan pada setiap "
            "perubahan. Pemeriksaan bersama penyandang disabilitas belum dilakukan.</p>"
            "<h2>Ada yang sulit dipakai?</h2><p>Ceritakan lewat laporan. Sebutkan halamannya dan alat yang "
            "Anda pakai. Petugas di kantor juga bisa mengisikan laporan untuk Anda.</p>"
        ),
        REPORT_LINK,
    ],
}
INFORMATION_PAGES = (HOW_IT_WORKS, PRIVACY, ACCESSIBILITY)
