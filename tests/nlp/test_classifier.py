"""What the shipped model says, and how it says it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.classifier import OUT_OF_SCOPE, Guess
from nlp.evaluation import evaluate, read_labelled
from nlp.lexicon import Entry
from nlp.normalise import DATA
from nlp.pipeline import MAX_TOKENS, read, read_pieces
from nlp.training import load_corpus

PLAIN_CASES = [
    ("lampu pju mati di gg melati", "penerangan-jalan"),
    ("jln depan sd brlubang parah, motor sering jatuh", "jalan-jembatan"),
    ("sampah numpuk di TPS blm diangkut 2 minggu", "sampah-kebersihan"),
    ("solokan mampet, mun hujan caah ka jero imah", "drainase-banjir"),
    ("PDAM sdh 3 hari ga ngalir tagihan jalan terus", "air-bersih"),
    ("gmn cara bikin ktp yg hilang min", "kependudukan"),
    ("bpjs pbi orang tua saya tidak aktif, mau berobat ke puskesmas", "kesehatan"),
    ("oknum kelurahan minta uang 50rb buat tanda tangan, pungli", "pelayanan-aparatur"),
    ("anjing tetangga dilepas liar nggigit anak saya", "hewan"),
    ("jukir liar depan minimarket maksa minta 5 ribu", "lalu-lintas-parkir"),
    ("PKL menutup seluruh trotoar, mohon satpol pp menertibkan", "ketertiban-umum"),
    ("pabrik buang limbah ke sungai tiap malam, bau menyengat", "pencemaran-lingkungan"),
    ("saya belum pernah dapat bansos PKH padahal janda miskin", "bantuan-sosial"),
    ("SPPT PBB saya salah luas tanahnya, mau keberatan", "pajak-retribusi"),
]


@pytest.mark.parametrize(("text", "category"), PLAIN_CASES)
def test_plain_cases(shipped_model, text, category):
    assert shipped_model.predict(text).category == category


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lampu jalan mati sudah seminggu belum diperbaiki", "pengaduan"),
        ("apa saja syarat membuat KIA dan berapa biayanya?", "informasi"),
        ("usul dibuatkan taman bermain anak di lapangan RW", "aspirasi"),
    ],
)
def test_kinds(shipped_model, text, kind):
    assert shipped_model.predict(text).kind == kind


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("tolong kebakaran di belakang pasar sekarang, masih ada orang di dalam", "darurat"),
        ("kabel listrik putus menjuntai keluar percikan api, anak anak lewat situ", "darurat"),
        ("jalan berlubang di depan rumah mohon ditambal", "biasa"),
        ("bagaimana syarat pindah KK antar kecamatan?", "biasa"),
    ],
)
def test_urgency(shipped_model, text, urgency):
    assert shipped_model.predict(text).urgency == urgency


def test_a_verdict_is_consistent(shipped_model):
    for row in load_corpus()[::60]:
        verdict = shipped_model.predict(row.text)
        assert len(verdict.top) == 3
        assert [guess.probability for guess in verdict.top] == sorted(
            (guess.probability for guess in verdict.top), reverse=True
        )
        assert isinstance(verdict.top[0], Guess)
        assert verdict.top[0].slug in shipped_model.labels
        if verdict.category == OUT_OF_SCOPE:
            assert verdict.outcome == "out_of_scope"
        else:
            assert verdict.outcome == ("sure" if verdict.confidence >= shipped_model.threshold else "unsure")


def test_many_and_one_agree(shipped_model):
    texts = [row.text for row in load_corpus()[::50]]
    for one, many in zip(map(shipped_model.predict, texts), shipped_model.predict_many(texts), strict=True):
        assert one.category == many.category
        assert one.confidence == pytest.approx(many.confidence, abs=1e-4)
        assert (one.kind, one.urgency) == (many.kind, many.urgency)


def test_deciding_words_stand_in_the_text(shipped_model):
    text = "Selamat pagi bapak, Lampu PJU di gg. Melati MATI total, tolong diperbaiki"
    words = shipped_model.predict(text).words
    assert words
    assert all(word in text for word in words)
    assert "pju" in words[0].lower()
    assert not {"selamat", "pagi", "bapak", "tolong"} & {part.lower() for word in words for part in word.split()}


def test_deciding_words_of_every_corpus_text_stand_in_it(shipped_model):
    for row in load_corpus()[::30]:
        assert all(word in row.text for word in shipped_model.predict(row.text).words)


def test_disguised_letters_are_shown_as_written(shipped_model):
    text = "s\u200bampah numpuk"
    assert any("s\u200bampah" in word for word in shipped_model.predict(text).words)


@pytest.mark.parametrize("text", ["", "   ", "123 456 789", "🔥🔥🔥", "\u200b\u200d", "?!...", "0812345678"])
def test_nothing_to_read_is_out_of_scope(shipped_model, text):
    verdict = shipped_model.predict(text)
    assert (verdict.category, verdict.outcome, verdict.urgency) == (OUT_OF_SCOPE, "out_of_scope", "biasa")
    assert verdict.words == ()


WORST = {
    "a megabyte of words": "jalan rusak berlubang parah sekali " * 30_000,
    "a megabyte of distinct words": " ".join(f"kata{i:x}baru" for i in range(80_000)),
    "one word of 100,000 letters": "a" * 50_000 + "kerusakan" * 6_000,
    "crafted affixes": "memperkeberlakukannyalah" * 5_000,
    "hyphens": "anak-" * 20_000,
    "apostrophes": "a'" * 50_000,
    "brackets": "[A" * 50_000,
    "at signs": "a@b." * 30_000,
    "only numbers": "12 " * 100_000,
    "emoji": "🚧" * 100_000,
    "zero width": "\u200b" * 100_000,
    "combining marks": "a" + "\u0301" * 100_000,
    "another script": "道路が壊れています " * 10_000,
    "links": "https://" * 20_000,
}


@pytest.mark.parametrize("name", WORST)
def test_worst_inputs_are_answered_within_bounds(shipped_model, name):
    text = WORST[name]
    assert len(read_pieces(text)) <= MAX_TOKENS
    assert len(read(text).pieces) <= MAX_TOKENS + 4
    verdict = shipped_model.predict(text)
    assert verdict.category in shipped_model.labels
    assert 0.0 <= verdict.confidence <= 1.0
    assert all(len(word) <= 80 for word in verdict.words)


def test_no_texts_no_verdicts(shipped_model):
    assert shipped_model.predict_many([]) == []
    assert shipped_model.probabilities([]).shape == (0, len(shipped_model.labels))


def test_a_new_lexicon_entry_counts_without_training(shipped_model):
    text = "blarak mati di gang kami"
    before = dict(zip(shipped_model.labels, shipped_model.probabilities([text])[0], strict=True))
    lexicon = shipped_model.lexicon.changed(added=[Entry("penerangan-jalan", "blarak", 5)])
    after = dict(zip(shipped_model.labels, shipped_model.with_lexicon(lexicon).probabilities([text])[0], strict=True))
    assert after["penerangan-jalan"] > before["penerangan-jalan"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict(shipped_model, text):
    verdict = shipped_model.predict(text)
    assert verdict.outcome in {"sure", "unsure", "out_of_scope"}
    assert verdict.kind in {"pengaduan", "aspirasi", "informasi"}
    assert verdict.urgency in {"biasa", "darurat"}
    assert all(word in text for word in verdict.words)


def test_urgency_on_texts_that_taught_nothing(shipped_model):
    figures = evaluate(shipped_model, read_labelled(DATA / "heldout-urgency.tsv"))["urgency"]
    assert figures["recall"] >= 0.9
    assert figures["false_alarm_rate"] <= 0.05
