"""An uploaded proof of residence: decoded, written anew without metadata, and encrypted. No database."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from participation.sealing.fields import cipher

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 36_000_000
LONG_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")


def sealed_document(upload: UploadedFile) -> bytes:
    """The picture as an encrypted JPEG. Raises ValidationError for what is too large or no picture."""
    if upload.size and upload.size > MAX_BYTES:
        raise ValidationError(_("Berkas terlalu besar. Pilih foto di bawah 8 MB."), code="too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return cipher().encrypt(_clean(upload.read()))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise _not_a_picture() from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise _not_a_picture() from error


def opened_document(sealed: bytes) -> bytes:
    return cipher().decrypt(sealed)


def _not_a_picture() -> ValidationError:
    return ValidationError(_("Berkas ini bukan foto atau rusak. Pilih foto JPG, PNG, atau WebP."), code="no_picture")


def _clean(data: bytes) -> bytes:
    picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise ValueError("too many pixels")
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    fresh, out = Image.new("RGB", upright.size), io.BytesIO()
    fresh.paste(upright)
    fresh.save(out, "JPEG", quality=82)
    return out.getvalue()
