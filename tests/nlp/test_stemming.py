"""Stems: the library's answer where it is right, ours where it is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.stemming import (
    MAX_STEMMED_CHARACTERS,
    OVERRIDES_FILE,
    STEMS_FILE,
    _override,
    _read_pairs,
    stem_cold,
    stem_text,
    stem_word,
    stem_words,
    without_ending,
    write_vocabulary,
)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("kerusakan", "rusak"),
        ("pemangkasan", "pangkas"),
        ("ditindaklanjuti", "tindak lanjut"),
        ("perusahaannya", "perusahaan"),
        ("petugasnya", "petugas"),
        ("berlubang", "lubang"),
        ("menggenangi", "genang"),
        ("pju", "pju"),
        ("kk", "kk"),
        ("xyzqwerty", "xyzqwerty"),
    ],
)
def test_stem_word(word, stem):
    assert stem_word(word) == stem


def test_an_override_may_give_two_words():
    assert stem_words(["segera", "ditindaklanjuti"]) == ["segera", "tindak", "lanjut"]


def test_stem_text_normalises_first():
    assert stem_text("Jl brlubaaang, kerusakannya parah") == "jalan lubang rusak parah"


def test_shipped_stems_are_the_librarys_own():
    stems = _read_pairs(STEMS_FILE)
    assert len(stems) > 5_000
    sample = sorted(stems)[::40]
    assert {word: stem_cold(word) for word in sample} == {word: stems[word] for word in sample}


def test_every_override_holds():
    for word, stem in _read_pairs(OVERRIDES_FILE).items():
        assert stem_word(word) == stem
        assert _override(word) == stem


@pytest.mark.parametrize(("word", "base"), [("petugasnya", "petugas"), ("punya", "punya"), ("jalanlah", "jalan")])
def test_without_ending(word, base):
    assert without_ending(word) == base


def test_long_and_foreign_words_never_reach_the_library():
    crafted = "memper" * 20 + "kan"
    assert len(crafted) > MAX_STEMMED_CHARACTERS
    assert stem_word(crafted) == crafted
    assert stem_word("mémoire") == "mémoire"


def test_write_vocabulary(tmp_path):
    path = tmp_path / "stems.tsv"
    assert write_vocabulary(["kebanjiran", "di", "rt03", "kebanjiran"], path) == 1
    assert path.read_text(encoding="utf-8") == "kebanjiran\tbanjir\n"


@settings(max_examples=60)
@given(st.text(alphabet="abdeghiklmnprstuy", min_size=1, max_size=30))
def test_any_word_has_a_stem(word):
    assert stem_word(word)
