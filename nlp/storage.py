"""A classifier as one file: a checked JSON header and plain arrays, never code or pickles.

Layout: magic line, length of the header (8 digits), header (JSON), zlib-compressed payload. The header names version,
data hash, labels, metrics, thresholds and the SHA-256 of the payload; every array is named with type and shape.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path

import numpy as np

from nlp.classifier import Classifier, Head
from nlp.danger import SIGNS
from nlp.features import Family
from nlp.lexicon import Entry, Lexicon
from nlp.normalise import DATA
from nlp.pipeline import CUES

MAGIC = b"SUARA-WARGA-MODEL\n"
FORMAT = 1
MAX_PAYLOAD_BYTES = 400_000_000
ALIGNMENT = 64
ALLOWED_TYPES = ("<f4", "<i4")

SHIPPED_MODEL: Path = DATA / "model.swm"


class ModelFileError(ValueError):
    """The file is damaged, foreign or of another format; the message says which."""


def save(model: Classifier, path: Path) -> None:
    """Write the model; the same model always gives the same bytes. The file appears complete or not at all."""
    blobs: list[bytes] = []
    header = {
        "format": FORMAT,
        "version": model.version,
        "data_hash": model.data_hash,
        "labels": list(model.labels),
        "threshold": model.threshold,
        "urgency_threshold": model.urgency_threshold,
        "metrics": model.metrics,
        "families": {name: _pack_family(family, blobs) for name, family in sorted(model.families.items())},
        "heads": {name: _pack_head(head, blobs) for name, head in sorted(model.heads.items())},
        "lexicon": [[entry.category, entry.term, entry.weight] for entry in model.lexicon.entries],
    }
    payload = b"".join(blobs)
    header["payload_bytes"] = len(payload)
    header["sha256"] = hashlib.sha256(payload).hexdigest()
    head = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    seal = hashlib.sha256(head).hexdigest().encode()
    path = Path(path)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(MAGIC + b"%010d" % len(head) + seal + head + zlib.compress(payload, 6))
    partial.replace(path)


def load(path: Path) -> Classifier:
    """Read and check a model file; raises ModelFileError for anything that is not a whole model of this format."""
    header, payload = _open(Path(path))
    try:
        return _build(header, payload)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise ModelFileError(f"Berkas model {Path(path).name} tidak lengkap: {error}") from error


def _open(path: Path) -> tuple[dict, memoryview]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"Berkas model {path.name} tidak dapat dibaca: {error.strerror}") from error
    if not content.startswith(MAGIC):
        raise ModelFileError(f"Berkas {path.name} bukan berkas model Suara Warga.")
    header, body = _read_header(path, content[len(MAGIC) :])
    if header.get("format") != FORMAT:
        found = f"berformat {header.get('format')}, aplikasi ini membaca format {FORMAT}"
        raise ModelFileError(f"Berkas model {path.name} {found}; latih ulang.")
    return header, _read_payload(path, header, body)


def _read_header(path: Path, rest: bytes) -> tuple[dict, bytes]:
    size = rest[:10]
    if not size.isdigit() or len(rest) < 74 + int(size):
        raise ModelFileError(f"Berkas model {path.name} terpotong.")
    head = rest[74 : 74 + int(size)]
    if hashlib.sha256(head).hexdigest().encode() != rest[10:74]:
        raise ModelFileError(f"Berkas model {path.name} rusak: kepala berkas tidak cocok dengan tanda periksanya.")
    return json.loads(head), rest[74 + int(size) :]


def _read_payload(path: Path, header: dict, body: bytes) -> memoryview:
    expected = header.get("payload_bytes", 0)
    if not isinstance(expected, int) or not 0 < expected <= MAX_PAYLOAD_BYTES:
        raise ModelFileError(f"Berkas model {path.name} rusak: ukuran isi tidak masuk akal.")
    try:
        payload = zlib.decompressobj().decompress(body, expected + 1)
    except zlib.error as error:
        raise ModelFileError(f"Berkas model {path.name} rusak: isi tidak dapat dibuka.") from error
    if len(payload) != expected or hashlib.sha256(payload).hexdigest() != header.get("sha256"):
        raise ModelFileError(f"Berkas model {path.name} rusak: isi tidak cocok dengan tanda periksanya.")
    return memoryview(payload)


def _build(header: dict, payload: memoryview) -> Classifier:
    families = {name: _unpack_family(packed, payload) for name, packed in header["families"].items()}
    heads = {name: _unpack_head(packed, payload) for name, packed in header["heads"].items()}
    _check_shapes(families, heads)
    return Classifier(
        families=families,
        heads=heads,
        lexicon=Lexicon(Entry(category, term, float(weight)) for category, term, weight in header["lexicon"]),
        threshold=float(header["threshold"]),
        urgency_threshold=float(header["urgency_threshold"]),
        version=str(header["version"]),
        data_hash=str(header["data_hash"]),
        metrics=dict(header["metrics"]),
    )


def _check_shapes(families: dict[str, Family], heads: dict[str, Head]) -> None:
    """Every head and family is there and every array has the size that its labels and terms ask for."""
    if missing := ({"category", "kind", "urgency"} - set(heads)) | ({"words", "letters", "sentence"} - set(families)):
        raise ValueError(f"bagian {', '.join(sorted(missing))} tidak ada")
    sizes = {name: len(family.idf) for name, family in families.items()}
    sizes |= {"lexicon": 2 * len(heads["category"].labels), "cues": len(CUES), "danger": len(SIGNS)}
    for head in heads.values():
        shapes = {name: weights.shape for name, weights in head.weights.items()}
        if shapes != {name: (sizes[name], len(head.labels)) for name in shapes} or len(head.bias) != len(head.labels):
            raise ValueError("ukuran bobot tidak cocok dengan label dan istilah")


def _pack_array(array: np.ndarray, blobs: list[bytes]) -> dict:
    array = np.ascontiguousarray(array, dtype="<f4")
    return _place(array.tobytes(), blobs) | {"type": "<f4", "shape": list(array.shape)}


def _place(data: bytes, blobs: list[bytes]) -> dict:
    offset = sum(len(blob) for blob in blobs)
    blobs.append(data + bytes(-len(data) % ALIGNMENT))
    return {"offset": offset, "bytes": len(data)}


def _unpack_array(packed: dict, payload: memoryview) -> np.ndarray:
    if packed["type"] not in ALLOWED_TYPES:
        raise ValueError(f"tipe larik {packed['type']!r} tidak dikenal")
    data = payload[packed["offset"] : packed["offset"] + packed["bytes"]]
    return np.frombuffer(data, dtype=packed["type"]).reshape(packed["shape"])


def _pack_family(family: Family, blobs: list[bytes]) -> dict:
    terms = sorted(family.columns, key=family.columns.__getitem__)
    return {"terms": _place("\n".join(terms).encode(), blobs), "idf": _pack_array(family.idf, blobs)}


def _unpack_family(packed: dict, payload: memoryview) -> Family:
    place = packed["terms"]
    blob = bytes(payload[place["offset"] : place["offset"] + place["bytes"]]).decode()
    columns = {term: column for column, term in enumerate(blob.split("\n"))} if blob else {}
    idf = _unpack_array(packed["idf"], payload)
    if len(columns) != len(idf):
        raise ValueError("jumlah istilah dan bobot berbeda")
    return Family(columns, idf)


def _pack_head(head: Head, blobs: list[bytes]) -> dict:
    return {
        "labels": list(head.labels),
        "temperature": head.temperature,
        "bias": _pack_array(head.bias, blobs),
        "weights": {name: _pack_array(weights, blobs) for name, weights in sorted(head.weights.items())},
    }


def _unpack_head(packed: dict, payload: memoryview) -> Head:
    return Head(
        labels=tuple(packed["labels"]),
        weights={name: _unpack_array(weights, payload) for name, weights in packed["weights"].items()},
        bias=_unpack_array(packed["bias"], payload),
        temperature=float(packed["temperature"]),
    )
