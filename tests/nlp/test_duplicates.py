import random
import threading

import pytest

from nlp import duplicates
from nlp.duplicates import SimilarityIndex

TEXTS = {
    "lampu": "Lampu jalan mati sudah tiga minggu di depan masjid, gelap sekali",
    "sampah": "Sampah menumpuk di TPS pasar dan baunya menyengat sampai ke rumah",
    "jalan": "Jalan berlubang dekat jembatan, kemarin ada pengendara motor jatuh",
    "ktp": "KTP elektronik belum jadi padahal sudah perekaman setahun lalu",
}
WORDS = [f"kata{first}{second}" for first in "bcdfghjklm" for second in "aiueo"]


@pytest.fixture
def index():
    return SimilarityIndex.build(TEXTS.items())


def keys_of(results):
    return [key for key, _ in results]


def test_an_indexed_text_finds_itself_with_cosine_one(index):
    (key, score), *_ = index.search(TEXTS["sampah"])

    assert key == "sampah"
    assert score == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("lampu jalan depan masjid mati", "lampu"),
        ("SAMPAHNYA numpuk di pasar, bau menyengat", "sampah"),
        ("jalan berlubang, ada motor jatuh dekat jembatan", "jalan"),
        ("perekaman ktp setahun lalu belum jadi", "ktp"),
    ],
)
def test_other_words_for_the_same_matter_find_it(index, text, key):
    assert keys_of(index.search(text))[0] == key


@pytest.mark.parametrize("text", ["", "   ", "12345", "zzzz qqqq", "dan yang di ke", "😀"])
def test_what_shares_no_word_finds_nothing(index, text):
    assert index.search(text, minimum=0.0) == []


def test_results_are_ordered_limited_and_above_the_minimum(index):
    for number in range(10):
        index.add(f"lampu{number}", TEXTS["lampu"] + " rusak" * number)

    results = index.search(TEXTS["lampu"], limit=3, minimum=0.5)

    scores = [score for _, score in results]
    assert len(results) == 3
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.5
    assert index.search(TEXTS["lampu"], limit=0) == []


def test_unknown_words_lower_the_similarity(index):
    plain = dict(index.search("lampu jalan masjid"))["lampu"]

    assert dict(index.search("lampu jalan masjid xylofon kwartet", minimum=0.0))["lampu"] < plain


def test_an_empty_index_takes_its_first_text():
    index = SimilarityIndex()
    assert index.search("lampu mati") == []

    index.add("a", "lampu mati")

    assert keys_of(index.search("lampu mati")) == ["a"]
    assert len(index) == 1


def test_a_removed_text_is_gone_at_once(index):
    index.add("baru", "Banjir setinggi lutut di gang")

    for key in ("baru", "sampah", "never there"):
        index.remove(key)

    assert index.search("Banjir setinggi lutut di gang") == []
    assert "sampah" not in keys_of(index.search(TEXTS["sampah"]))
    assert "sampah" not in index
    assert len(index) == 3


def test_a_text_under_a_known_key_replaces_the_earlier_one(index):
    index.add("sampah", "Pohon tumbang menimpa kabel")
    index.add("sampah", "Banjir setinggi lutut")

    assert keys_of(index.search("banjir setinggi lutut")) == ["sampah"]
    assert index.search("pohon tumbang kabel") == []
    assert index.search(TEXTS["sampah"]) == []
    assert len(index) == 4


def test_of_several_texts_under_one_key_the_last_is_built():
    index = SimilarityIndex.build([("a", "lampu mati"), ("b", "jalan rusak"), ("a", "sampah menumpuk")])

    assert keys_of(index.search("sampah menumpuk")) == ["a"]
    assert index.search("lampu mati") == []
    assert len(index) == 2


@pytest.mark.parametrize("number", [duplicates.RECENT_TEXTS - 1, duplicates.RECENT_TEXTS * 3 + 5])
def test_adding_one_by_one_and_folding_equals_building(number):
    chance = random.Random(number)  # noqa: S311 (repeatable texts, no secret)
    texts = {str(key): " ".join(chance.sample(WORDS, 8)) for key in range(number)}
    grown = SimilarityIndex.build([])
    for key, text in texts.items():
        grown.add(key, text)
    grown.remove("3")
    del texts["3"]

    grown.fold()

    built = SimilarityIndex.build(texts.items())
    assert len(grown) == len(built) == number - 1
    for text in list(texts.values())[:20]:
        expected = dict(built.search(text, limit=number, minimum=0.31))
        assert dict(grown.search(text, limit=number, minimum=0.31)) == pytest.approx(expected, abs=1e-5)


def test_changes_during_a_fold_are_kept(index, monkeypatch):
    """The fold is held between reading and swapping while texts come and go."""
    merge = duplicates._merged

    def merge_and_change(segments, survivors):
        merged = merge(segments, survivors)
        index.remove("lampu")
        index.remove("sampah")
        index.add("sampah", "Banjir setinggi lutut")
        for number in range(duplicates.RECENT_TEXTS + 5):
            index.add(f"baru{number}", f"pohon tumbang nomor kata{number}x")
        return merged

    monkeypatch.setattr(duplicates, "_merged", merge_and_change)
    index.fold()
    monkeypatch.undo()

    assert index.search(TEXTS["lampu"], minimum=0.6) == []
    assert keys_of(index.search("banjir setinggi lutut")) == ["sampah"]
    assert len(index) == 3 + duplicates.RECENT_TEXTS + 5
    index.fold()
    assert len(index) == 3 + duplicates.RECENT_TEXTS + 5
    assert keys_of(index.search("pohon tumbang kata7x", limit=1)) == ["baru7"]


def test_searching_while_another_thread_adds_and_removes():
    index = SimilarityIndex.build((f"tetap{number}", f"{word} jembatan") for number, word in enumerate(WORDS))
    failures, stop = [], threading.Event()

    def search():
        while not stop.is_set():
            for number, word in enumerate(WORDS):
                if f"tetap{number}" not in keys_of(index.search(f"{word} jembatan", limit=60)):
                    failures.append(word)

    reader = threading.Thread(target=search)
    reader.start()
    for number in range(400):
        index.add(f"lalu{number}", f"{WORDS[number % 50]} pasar {number % 7}")
        index.remove(f"lalu{number - 30}")
    stop.set()
    reader.join()

    assert failures == []
    assert len(index) == 50 + 30


def test_long_and_odd_texts_are_taken(index):
    for number, text in enumerate(["", "a" * 100_000, "lampu " * 50_000, "\x00\ud800", "12 34"]):
        index.add(f"aneh{number}", text)
    index.fold()

    assert "aneh2" in keys_of(index.search("lampu", minimum=0.1))
    assert len(index) == 9
