"""Words and phrases that speak for a category, and changes to them without training."""

import pytest

from nlp.classifier import OUT_OF_SCOPE
from nlp.lexicon import LEXICON_FILE, Entry, Lexicon, danger_words, read_entries, speaks_of_danger, term_tokens
from nlp.training import load_corpus


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.load()


@pytest.fixture
def small() -> Lexicon:
    return Lexicon(
        [
            Entry("penerangan-jalan", "lampu jalan", 5),
            Entry("penerangan-jalan", "pju", 5),
            Entry("jalan-jembatan", "jalan berlubang", 5),
            Entry("ekonomi-umkm", "gas 3 kg", 4),
        ]
    )


def test_terms_are_found_in_any_spelling(small):
    hits = small.hits("Lampu jln mati, PJU-nya padam, jlnnya brlubang")
    assert [hit.entry.term for hit in hits] == ["lampu jalan", "pju", "jalan berlubang"]


def test_numbers_count_in_terms(small):
    assert small.rank("gas 3kg langka") == [("ekonomi-umkm", 1.0)]
    assert small.rank("gas 5 kg langka") == []


def test_a_term_said_twice_counts_once(small):
    once, twice = small.rank("pju, jalan berlubang"), small.rank("pju pju pju, jalan berlubang")
    assert once == twice == [("jalan-jembatan", 0.5), ("penerangan-jalan", 0.5)]


def test_two_spellings_of_a_term_keep_the_heavier():
    lexicon = Lexicon([Entry("sampah-kebersihan", "sampah", 2), Entry("sampah-kebersihan", "Sampahnya", 4)])
    assert [entry.weight for entry in lexicon.entries] == [4]


def test_changes_leave_the_first_lexicon_alone(small):
    changed = small.changed(added=[Entry("hewan", "ular", 5)], removed=[("penerangan-jalan", "PJU")])
    assert changed.rank("pju mati, ada ular") == [("hewan", 1.0)]
    assert small.rank("pju mati, ada ular") == [("penerangan-jalan", 1.0)]


def test_a_term_of_common_words_is_refused():
    with pytest.raises(ValueError, match="kata umum"):
        Lexicon([Entry("lainnya", "yang ini", 1)])


def test_nothing_found_is_an_empty_rank(small):
    assert small.rank("selamat pagi bapak ibu") == []
    assert small.rank("") == []


def test_a_malformed_file_names_the_line(tmp_path):
    path = tmp_path / "lexicon.tsv"
    path.write_text("category\tterm\tweight\nhewan\tular\n", encoding="utf-8")
    with pytest.raises(ValueError, match="baris 2"):
        read_entries(path)


def test_shipped_entries_are_usable(shipped):
    entries = shipped.entries
    categories = {row.category for row in load_corpus()}
    assert {entry.category for entry in entries} == categories
    for entry in entries:
        assert term_tokens(entry.term), entry
        assert 0 < entry.weight <= 5, entry


def test_every_category_has_words_and_phrases(shipped):
    for category in {entry.category for entry in shipped.entries}:
        terms = [entry.term for entry in shipped.entries if entry.category == category]
        assert len(terms) >= 25, category
        assert sum(" " in term for term in terms) >= 10, category


def test_no_term_is_entered_twice():
    entries = read_entries(LEXICON_FILE)
    keys = [(entry.category, " ".join(term_tokens(entry.term))) for entry in entries]
    assert len(keys) == len(set(keys))


def test_lexicon_alone_already_routes(shipped):
    rows = [row for row in load_corpus() if row.category != OUT_OF_SCOPE]
    ranked = [shipped.rank(row.text) for row in rows]
    right = sum(bool(rank) and rank[0][0] == row.category for rank, row in zip(ranked, rows, strict=True))
    assert right / len(rows) > 0.5


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("kabel listrik putus, ada yang kesetrum", True),
        ("kebakaran di belakang pasar", True),
        ("jalan berlubang mohon ditambal", False),
        ("bagaimana syarat membuat KTP?", False),
        ("", False),
    ],
)
def test_danger_is_heard_without_a_model(text, danger):
    assert speaks_of_danger(text) is danger


def test_danger_words_name_one_label():
    assert {entry.category for entry in danger_words().entries} == {"darurat"}
