"""A model file is whole and ours, or it is refused with a clear word."""

import json

import numpy as np
import pytest

from nlp.storage import MAGIC, SHIPPED_MODEL, ModelFileError, load, save
from nlp.training import LANGUAGE_FILES, data_hash, load_corpus

TEXTS = ["lampu pju mati", "sampah menumpuk bau", "bagaimana syarat ktp?", ""]


@pytest.fixture
def saved(small_model, tmp_path):
    path = tmp_path / "model.swm"
    save(small_model, path)
    return path


def test_a_saved_model_answers_the_same(small_model, saved):
    again = load(saved)
    assert again.predict_many(TEXTS) == small_model.predict_many(TEXTS)
    assert [again.predict(text) for text in TEXTS] == [small_model.predict(text) for text in TEXTS]
    assert (again.version, again.data_hash, again.metrics) == (
        small_model.version,
        small_model.data_hash,
        json.loads(json.dumps(small_model.metrics)),
    )


def test_the_same_model_gives_the_same_bytes(saved, tmp_path):
    save(load(saved), tmp_path / "again.swm")
    assert (tmp_path / "again.swm").read_bytes() == saved.read_bytes()


def test_no_partial_file_is_left(saved):
    assert [path.name for path in saved.parent.iterdir()] == ["model.swm"]


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _cut_in_header(content: bytes) -> bytes:
    return content[:60]


def _flip_in_payload(content: bytes) -> bytes:
    return content[:-200] + bytes([content[-200] ^ 0xFF]) + content[-199:]


def _flip_in_header(content: bytes) -> bytes:
    place = len(MAGIC) + 200
    return content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_cut, "rusak"),
        (_cut_in_header, "terpotong"),
        (_flip_in_payload, "rusak"),
        (_flip_in_header, "rusak"),
        (lambda content: b"", "bukan berkas model"),
        (lambda content: b"\x80\x04\x95 pickle", "bukan berkas model"),
        (lambda content: b"PK\x03\x04" + content, "bukan berkas model"),
        (lambda content: MAGIC + b"9999999999" + content, "terpotong"),
    ],
)
def test_damaged_and_foreign_files_are_refused(saved, damage, message):
    saved.write_bytes(damage(saved.read_bytes()))
    with pytest.raises(ModelFileError, match=message):
        load(saved)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ModelFileError, match="tidak dapat dibaca"):
        load(tmp_path / "none.swm")
    with pytest.raises(ModelFileError, match="tidak dapat dibaca"):
        load(tmp_path)


def _with_header(path, **changes):
    """Rewrite the header with a right seal: what an older or newer version would have written."""
    import hashlib

    content = path.read_bytes()
    size = int(content[len(MAGIC) : len(MAGIC) + 10])
    start = len(MAGIC) + 74
    header = json.loads(content[start : start + size]) | changes
    head = json.dumps(header, sort_keys=True).encode()
    seal = hashlib.sha256(head).hexdigest().encode()
    path.write_bytes(MAGIC + b"%010d" % len(head) + seal + head + content[start + size :])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 0}, "format 1"),
        ({"format": 99}, "format 1"),
        ({"payload_bytes": 10**12}, "ukuran"),
        ({"payload_bytes": 12}, "rusak"),
        ({"heads": {}}, "tidak lengkap"),
        ({"families": {"words": {}}}, "tidak lengkap"),
        ({"threshold": "tinggi"}, "tidak lengkap"),
        ({"lexicon": [["hewan"]]}, "tidak lengkap"),
    ],
)
def test_other_formats_and_gaps_are_refused(saved, changes, message):
    _with_header(saved, **changes)
    with pytest.raises(ModelFileError, match=message):
        load(saved)


def test_arrays_of_other_types_are_refused(saved):
    content = saved.read_bytes()
    size = int(content[len(MAGIC) : len(MAGIC) + 10])
    header = json.loads(content[len(MAGIC) + 74 : len(MAGIC) + 74 + size])
    header["heads"]["kind"]["bias"]["type"] = "|O"
    _with_header(saved, heads=header["heads"])
    with pytest.raises(ModelFileError, match="tipe larik"):
        load(saved)


def test_the_shipped_model_is_made_from_what_is_shipped(shipped_model):
    assert shipped_model.data_hash == data_hash(load_corpus(), shipped_model.lexicon)
    assert LANGUAGE_FILES
    assert SHIPPED_MODEL.stat().st_size <= 15_000_000
    assert len(shipped_model.labels) == 24
    assert all(
        weights.dtype == np.float32 for head in shipped_model.heads.values() for weights in head.weights.values()
    )
