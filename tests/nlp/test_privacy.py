import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.privacy import Span, find, mask
from nlp.privacy_people import LABELS

PERSONAL = [
    ("NIK saya 3204121205900001 tolong", "NIK saya [NIK] tolong"),
    ("NIK3204121205900001", "NIK[NIK]"),
    ("nik 3204 1212 0590 0001.", "nik [NIK]."),
    ("320412.120590.0001", "[NIK]"),
    ("320412-520590-0001", "[NIK]"),
    ("32.04.12.12.05.90.0001", "[NIK]"),
    ("3 2 0 4 1 2 1 2 0 5 9 0 0 0 0 1", "[NIK]"),
    ("nomor 9999999999999999 itu", "nomor [NIK] itu"),
    ("KK 3204121205900002", "KK [nomor KK]"),
    ("Kartu Keluarga no. 3204-1212-0590-0002", "Kartu Keluarga no. [nomor KK]"),
    ("nip 19800101 200501 1 001", "nip [nomor rekening]"),
    ("NPWP 12.345.678.9-012.000", "NPWP [nomor rekening]"),
    ("wa 081234567890", "wa [nomor HP]"),
    ("WA:081234567890,", "WA:[nomor HP],"),
    ("0812 3456 7890 terima kasih", "[nomor HP] terima kasih"),
    ("0812-3456-789", "[nomor HP]"),
    ("0812.3456.7890.", "[nomor HP]."),
    ("(0812) 3456-7890", "[nomor HP]"),
    ("08 12 34 56 78 90", "[nomor HP]"),
    ("0 8 1 2 3 4 5 6 7 8 9 0", "[nomor HP]"),
    ("+62 812-3456-7890", "[nomor HP]"),
    ("+6281234567890", "[nomor HP]"),
    ("(+62)81234567890", "[nomor HP]"),
    ("+62 (0) 812 3456 7890", "[nomor HP]"),
    ("6281234567890", "[nomor HP]"),
    ("0062 812 3456 7890", "[nomor HP]"),
    ("0812\u200b3456\u200b7890", "[nomor HP]"),
    ("0812 3456 7890 0813 1111 2222", "[nomor HP] [nomor HP]"),
    ("081234567890/081311112222", "[nomor HP]/[nomor HP]"),
    ("081234567890 12 orang", "[nomor HP] 12 orang"),
    ("telp (022) 7201234", "telp [nomor HP]"),
    ("022-7201234", "[nomor HP]"),
    ("0227201234", "[nomor HP]"),
    ("+62 22 7201234", "[nomor HP]"),
    ("telepon 7201234", "telepon [nomor HP]"),
    ("no hp saya 81234567890", "no hp saya [nomor HP]"),
    ("nol delapan satu dua tiga empat lima enam tujuh delapan", "[nomor HP]"),
    ("email budi.s+1@gmail.com ya", "email [email] ya"),
    ("budi @ gmail.com", "[email]"),
    ("budi@gmail", "[email]"),
    ("nama (at) gmail dot com", "[email]"),
    ("budi [at] kantor [dot] go [dot] id", "[email]"),
    ("budi at gmail.com", "[email]"),
    ("parkir liar D 1234 ABC.", "parkir liar [nomor polisi]."),
    ("B1234XY", "[nomor polisi]"),
    ("AB 123 CD", "[nomor polisi]"),
    ("motor d1234abc", "motor [nomor polisi]"),
    ("plat d 1234 abc ngebut", "plat [nomor polisi] ngebut"),
    ("mobil hitam D 1234", "mobil hitam [nomor polisi]"),
    ("nopol D 12 AB", "nopol [nomor polisi]"),
    ("rek BCA 1234567890", "rek BCA [nomor rekening]"),
    ("rekening: 123-456-7890", "rekening: [nomor rekening]"),
    ("norek bri 0123-01-012345-50-1", "norek bri [nomor rekening]"),
    ("transfer ke 1234567890 a.n. Budi Santoso", "transfer ke [nomor rekening] a.n. [nama]"),
    ("no pelanggan 535212345678", "no pelanggan [nomor rekening]"),
    ("nama saya Asep Sunandar, warga", "nama saya [nama], warga"),
    ("nama saya budi santoso mau lapor", "nama saya [nama] mau lapor"),
    ("NAMA SAYA BUDI SANTOSO MAU LAPOR", "NAMA SAYA [nama] MAU LAPOR"),
    ("KTP atas nama Siti Aminah belum jadi", "KTP atas nama [nama] belum jadi"),
    ("a.n. Budi", "a.n. [nama]"),
    ("a/n Xaverius Budi", "a/n [nama]"),
    ("Bpk. Dedi Kurnia dan pak asep", "Bpk. [nama] dan pak [nama]"),
    ("Ibu Siti Aminah binti Ahmad sakit", "Ibu [nama] sakit"),
    ("Pak RT 05 Asep", "Pak RT 05 [nama]"),
    ("tetangga bernama Ujang M. Yusuf", "tetangga bernama [nama]"),
    ("Pak Asep, Jl. Melati No. 12 RT 03/05", "Pak [nama], [alamat]"),
    ("rumah saya di Jl Melati no 12 bocor", "rumah saya di [alamat] bocor"),
    ("no 1 no 2 rumah saya di Jl Melati no 12", "no 1 no 2 rumah saya di [alamat]"),
    ("d 1 d 1 motor D 1234", "d 1 d 1 motor [nomor polisi]"),
    ("Alamat: Komp. Griya Asri Blok C2 No. 5", "Alamat: [alamat]"),
]

HARMLESS = [
    "",
    "RT 01/RW 02",
    "rt 003 rw 012 kelurahan",
    "RT.001/RW.012",
    "Blok B 123 RT 05",
    "D 1234 RT 05",
    "Perda No. 9 Tahun 2019",
    "Perda Kota Bandung No 11 Tahun 2005 pasal 49 ayat 1",
    "UU 25/2009, PP 96/2012, Perpres 76/2013",
    "Permenpan 62 Tahun 2018",
    "SK Nomor 470/1234/Disdukcapil/2023",
    "Rp 1.500.000",
    "rp62.812.345.678",
    "Rp. 15.000.000.000,00",
    "bayar Rp1500000000 ke BRI",
    "rekening air Rp 1.250.000",
    "rekening listrik naik 12.500.000",
    "1.500.000.000.000.000",
    "12-05-2024 13-05-2024",
    "08-12-2023 09.30",
    "2024-05-12 08:15",
    "08/12/2023",
    "jam 08.15-09.30 10.15",
    "buka 08.00 - 15.00 WIB",
    "-6.9127, 107.7",
    "(-6.912345678901, 107.081234567890)",
    "6.9127 107.7012",
    "laporan CNB-7K4P-29DM",
    "CNB-D123-45AB",
    "Jl. Soekarno Hatta No. 590 berlubang",
    "Jalan Cisaranten Kulon No 12 RT 03 lampu mati",
    "Gang Haji Umar banjir",
    "stand meter 001234 ke 001289",
    "meteran 02134567",
    "tahun 2019 2020 2021 2022",
    "tahun 2019, 2020, 2021, 2022",
    "hubungi 112 atau call center 1500123",
    "telp 110",
    "KM 12 B, jalan tol Purbaleunyi",
    "lampu 1000 VA, motor 150 cc",
    "a 2000 an, d 1000 per orang",
    "SDN 123, SMPN 17, kelas 7 B",
    "5kg@10.000",
    "ikuti @disdukcapil di ig",
    "a@a@a",
    "beras 10 kg, minyak 2 liter, 3 orang",
    "Bapak Camat, Ibu Lurah, Bapak Wali Kota, Bapak Walikota",
    "Pak RT dan pak RW 05, Pak Lurah Cinambo",
    "Pak Tolong perbaiki jalan. Bu Mohon dibantu",
    "Yth. Bapak/Ibu, Perkenalkan kami warga",
    "Ibu Kota, ibu hamil, Bapak Polisi, Mas Admin",
    "Bapak saya sakit, Ibu Saya juga",
    "PAK LURAH TOLONG JALAN RUSAK",
    "Nama saya keluar di daftar penerima",
    "Nama saya dirahasiakan bisa?",
    "NAMA SAYA TIDAK TERDAFTAR",
    "atas nama Warga RT 05",
    "atas nama PT Maju Jaya",
    "kami atas nama masyarakat",
    "mobil bekas majikan atas nama saya sudah dijual 2016",
    "selamat pagi pak",
    "[NAMA] tinggal di [ALAMAT]",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_personal_data_is_masked_and_nothing_else(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_personal_stays(text):
    assert mask(text) == text


@pytest.mark.parametrize("label", LABELS.values())
def test_labels_are_not_read_again(label):
    text = f"rekening {label} 12 {label}, nama saya {label}"

    assert mask(text) == text


def test_spans_name_place_and_kind():
    text = "WA 081234567890, surel a@b.id"

    assert find(text) == [Span(3, 15, "phone"), Span(23, 29, "email")]


def test_the_end_of_a_long_text_is_read_too():
    text = "jalan rusak parah " * 60_000 + "hubungi 081234567890"

    assert mask(text) == text[:-12] + LABELS["phone"]


FRAGMENTS = [
    *[
        "0812",
        "3456",
        "7890",
        "081234567890",
        "+62",
        "62",
        "022",
        "3204121205900001",
        "320412",
        "2023",
        "08-12-2023",
        "1.500",
        "D 1234 ABC",
    ],
    *[
        "D",
        "12",
        "ABC",
        "rek",
        "BCA",
        "hp",
        "kk",
        "rp",
        "a.n.",
        "nama saya",
        "Pak",
        "bu",
        "rt",
        "Asep",
        "Siti",
        "Xyz",
        "bin",
        "gang",
        "M.",
    ],
    *[
        "alamat",
        "rumah saya",
        "jl",
        "Jalan Melati",
        "no",
        "5",
        "@",
        "a@b.co",
        "at",
        "(at)",
        "dot",
        "gmail",
        "com",
        "[nama]",
        "[",
        "]",
        "nol",
        "delapan",
    ],
    *[" ", "  ", ".", ",", "-", "/", "(", ")", ":", "\n", "\x00", "\u200b", "é", "😀", "_"],
]
crafted = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
spaced = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join)


@given(st.one_of(st.text(), crafted, spaced))
@example("a@" * 500)
@example("9" * 5000)
def test_masking_keeps_the_rest_and_settles(text):
    spans = find(text)
    masked = mask(text)

    pieces, position = [], 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        pieces += [text[position : span.start], LABELS[span.kind]]
        position = span.end
    assert masked == "".join([*pieces, text[position:]])
    assert mask(masked) == masked
