"""Everyday spelling in, plain words out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.normalise import (
    HEAD_CHARACTERS,
    TAIL_CHARACTERS,
    blank_links,
    bounded,
    normalise,
    normalise_word,
    replacements,
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (
            "Jl. Cinambo brlubaaang parah, tdk ada yg perbaiki!!",
            "jalan cinambo berlubang parah tidak ada yang perbaiki",
        ),
        ("JALANNNN RUSAKKKK", "jalan rusak"),
        ("jalan2 raya, anak-anak main", "jalan raya anak main"),
        ("sampah² ga diangkut", "sampah tidak diangkut"),
        ("KTP-el sy blm jd sdh 3 bln", "ktp saya belum jadi sudah 3 bulan"),
        ("e-KTP hilang", "ktp hilang"),
        ("E KTP hilang", "ktp hilang"),
        ("gas 3kg langka", "gas 3 kg langka"),
        ("pungutan-liar di smpn1", "pungutan liar di smp"),
        ("RT03/RW02", "rt rw"),
        ("jum'at kmrn", "jumat kemarin"),
        ("tlg admin gmn caranya", "tolong admin bagaimana caranya"),
        ("sampah-sampahnya", "sampah"),
        ("bolak-balik", "bolak balik"),
        ("🔥🔥 kebakaran", "kebakaran"),
        ("", ""),
        ("12345678 !!! ??", ""),
    ],
)
def test_everyday_spelling(written, plain):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("kk saya", "kk saya"),  # Kartu Keluarga, not "kakak"
        ("kel pakemitan", "kelurahan pakemitan"),  # not "keluar"
        ("gg melati", "gang melati"),  # not "gugup"
        ("masuk smp atau sma", "masuk smp atau sma"),  # schools, not "sampai" and "sama"
        ("macet d perempatan", "macet di simpang"),  # "di"
        ("pam mati", "pdam mati"),
        ("lembur tidak dibayar", "lembur tidak bayar"),  # overtime, not the Sundanese village
    ],
)
def test_traps_of_this_domain(written, plain):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("caina teu ngocor ti kamari", "air tidak mengalir dari kemarin"),
        ("punten, solokan mampet", "maaf selokan mampet"),
        ("lampu jalan pareum, poek pisan", "lampu jalan padam gelap banget"),
        ("runtah acan diangkut", "sampah belum diangkut"),
        ("kumaha carana", "bagaimana carana"),
        ("hatur nuhun", "terima kasih"),
    ],
)
def test_sundanese_words(written, plain):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ja\u200blan rus\u00adak", "jalan rusak"),
        ("𝗝𝗮𝗹𝗮𝗻 rusak", "jalan rusak"),
        ("ｊａｌａｎ", "jalan"),
        ("ka\u0301bel", "kabel"),
        ("\u200b\u200b\ufeff", ""),
    ],
)
def test_unicode_disguises(written, plain):
    assert normalise(written) == plain


def test_links_addresses_and_masks_are_blanked_in_place():
    text = "lihat https://contoh.id/a?b=1 atau tulis a.b@contoh.id untuk [NAMA] di [NOMOR KTP DISENSOR]"
    blanked = blank_links(text)
    assert len(blanked) == len(text)
    assert normalise(text) == "lihat atau tulis untuk di"


def test_a_long_text_is_read_at_head_and_tail():
    text = "kebakaran " + "x " * 500_000 + "tolong"
    read = bounded(text)
    assert len(read) == HEAD_CHARACTERS + TAIL_CHARACTERS + 1
    assert read.startswith("kebakaran")
    assert read.endswith("tolong")


def test_table_gives_plain_words_only():
    for form, words in replacements().items():
        assert form == form.lower()
        assert " " not in form, form
        for word in words:
            assert word.isalnum(), (form, words)


@given(st.text(max_size=300))
def test_output_is_always_plain(text):
    plain = normalise(text)
    assert plain == plain.strip()
    assert "  " not in plain
    assert plain == plain.lower()


@given(st.text(min_size=1, max_size=50))
def test_a_word_means_the_same_again(raw):
    assert normalise_word(raw) == normalise_word(raw)
