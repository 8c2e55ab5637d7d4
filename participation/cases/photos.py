"""Cleaning of uploaded photos: decoded, turned upright, scaled, written anew without any metadata. No database."""

import hashlib
import io
import warnings
from dataclasses import dataclass

import pillow_heif
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PHOTOS = 4
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 36_000_000
LARGE_SIDE = 1600
SMALL_SIDE = 480
# Names that Pillow opens by; the two pictures in one of some phones (MPO) come in as JPEG.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF")

pillow_heif.register_heif_opener(thumbnails=False)


class PhotoRefused(ValidationError):
    """The file cannot be taken; the message tells the person what to do."""


@dataclass(frozen=True)
class CleanPhoto:
    image: bytes
    thumbnail: bytes
    width: int
    height: int
    thumbnail_width: int
    thumbnail_height: int
    digest: str


def clean_photo(upload: UploadedFile) -> CleanPhoto:
    """Raises PhotoRefused for a file that is too large, too many pixels, damaged, or no photo at all."""
    if upload.size and upload.size > MAX_BYTES:
        raise PhotoRefused(_("Foto terlalu besar. Pilih foto di bawah 10 MB, atau kirim tanpa foto"), code="too_large")
    data = upload.read()
    picture = _decode(data)
    large = ImageOps.contain(picture, (LARGE_SIDE, LARGE_SIDE)) if max(picture.size) > LARGE_SIDE else picture
    small = ImageOps.contain(large, (SMALL_SIDE, SMALL_SIDE)) if max(large.size) > SMALL_SIDE else large
    return CleanPhoto(
        image=_encode(large),
        thumbnail=_encode(small),
        width=large.width,
        height=large.height,
        thumbnail_width=small.width,
        thumbnail_height=small.height,
        digest=hashlib.sha256(data).hexdigest(),
    )


def _decode(data: bytes) -> Image.Image:
    """The picture itself, upright, in plain RGB. The size is read from the header before a pixel is decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise PhotoRefused(
                    _("Foto terlalu rinci untuk diproses. Kirim dengan ukuran lebih kecil"), code="pixels"
                )
            if picture.format in ("JPEG", "MPO"):
                picture.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
            return _flatten(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PhotoRefused(
            _("Foto terlalu rinci untuk diproses. Kirim dengan ukuran lebih kecil"), code="pixels"
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise PhotoRefused(_("Berkas ini bukan foto atau rusak. Pilih foto lain"), code="not_a_photo") from error


def _flatten(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _encode(picture: Image.Image) -> bytes:
    """Only pixels are written: a new image carries no EXIF, no GPS, no comment, no colour profile."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    out = io.BytesIO()
    fresh.save(out, "WEBP", quality=78, method=4)
    return out.getvalue()
