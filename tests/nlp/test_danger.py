"""Signs of danger: groups of words, and what their company says about the moment."""

import pytest

from nlp.danger import DATA, GROUPS, SIGNS, danger_signs, danger_words
from nlp.pipeline import read_pieces


def signs(text: str) -> dict[str, float]:
    return dict(zip(SIGNS, danger_signs(read_pieces(text)), strict=True))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("adik saya pingsan", "hurt"),
        ("orangnya kejepit pintu", "trapped"),
        ("dia bawa golok", "violence"),
        ("seuneu ngagedean", "fire"),
        ("bapa palid di susukan", "water"),
        ("kucing kesetrum", "current"),
        ("tembok rubuh", "collapse"),
        ("ada ular masuk", "beast"),
        ("nembe pisan", "now"),
        ("kejadian taun kamari", "past"),
        ("minta dijadwalkan, syaratnya apa", "desk"),
        ("apinya sudah padam", "settled"),
    ],
)
def test_a_word_speaks_for_its_group(text, group):
    assert signs(text)[group] > 0


def test_company_tells_present_danger_from_the_rest():
    urgent, told = signs("tembok ambruk, anak tertimpa, barusan"), signs("tembok ambruk bulan lalu")
    assert urgent["harm now"] > 0 == urgent["harm past"]
    assert told["harm past"] > 0 == told["harm unsettled"]
    assert urgent["harm unsettled"] > 0


def test_nothing_said_nothing_found():
    assert not any(danger_signs([]))
    assert not any(signs("kopi hitam").values())


def test_every_group_has_words_and_every_line_a_group():
    assert set().union(*danger_words().values()) == set(GROUPS)
    lines = (DATA / "danger_words.tsv").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") or line.count("\t") == 1 for line in lines)
