"""Photos as residents send them, made on the spot: with a place in their metadata, too large, fake."""

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CAMERA = "Kamera Budi"
PLACE = (6.0, 54.0, 31.2), (107.0, 41.0, 9.6)
COMMENT = b"rumah saya nomor 12"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>Budi di rumah</rdf:RDF></x:xmpmeta>'
EXECUTABLE = b"MZ\x90\x00" + b"This program cannot be run in DOS mode." + bytes(4000)

pillow_heif.register_heif_opener()


def make_picture(width: int = 640, height: int = 480, colour: str = "teal") -> Image.Image:
    picture = Image.new("RGB", (width, height), colour)
    picture.paste("gold", (0, 0, width // 2, height // 4))
    return picture


def make_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, orientation
    latitude, longitude = PLACE
    exif.get_ifd(0x8825).update({1: "S", 2: latitude, 3: "E", 4: longitude})
    return exif


def make_photo(kind: str = "JPEG", *, orientation: int = 1, **size: int | str) -> bytes:
    """A picture in the given format with camera, place and whatever else the format can carry."""
    extras: dict[str, object] = {"exif": make_exif(orientation).tobytes()}
    if kind == "JPEG":
        extras |= {"comment": COMMENT, "xmp": XMP, "icc_profile": b"Budi" * 40}
    if kind == "GIF":
        extras = {"comment": COMMENT}
    out = io.BytesIO()
    make_picture(**size).save(out, kind, **extras)
    return out.getvalue()


def make_bomb(width: int = 8000, height: int = 5000) -> bytes:
    """The head of a PNG of 40 million points with nothing behind it: whoever decodes it first finds it damaged."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"")
    chunks = [
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (head, body)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def as_upload(content: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
