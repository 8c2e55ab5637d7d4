import logging
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.cases.models import Case, CaseEvent, Photo
from participation.cases.photos import MAX_PHOTOS, CleanPhoto, PhotoRefused, clean_photo

logger = logging.getLogger(__name__)


def keep_photo(upload: UploadedFile, *, form_token: UUID, now: datetime, purpose: str = Photo.Purpose.REPORT) -> Photo:
    """Clean an upload and keep it for the form that ``form_token`` belongs to. The same file twice is kept once.

    Decoding happens before any transaction begins. Raises PhotoRefused, or ValidationError when the form is full.
    """
    photo = clean_photo(upload)
    kept = Photo.objects.filter(form_token=form_token, digest=photo.digest).first()
    if kept:
        return kept
    if Photo.objects.filter(form_token=form_token).count() >= MAX_PHOTOS:
        raise ValidationError(_("Paling banyak %(limit)s foto.") % {"limit": MAX_PHOTOS}, code="too_many")
    row = _row(photo, form_token=form_token, name=upload.name or "", purpose=purpose, now=now)
    _write_files(row, photo)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _delete_files(row)
        return Photo.objects.get(form_token=form_token, digest=photo.digest)
    return row


def _row(photo: CleanPhoto, *, form_token: UUID, name: str, purpose: str, now: datetime) -> Photo:
    return Photo(
        form_token=form_token,
        purpose=purpose,
        width=photo.width,
        height=photo.height,
        thumbnail_width=photo.thumbnail_width,
        thumbnail_height=photo.thumbnail_height,
        digest=photo.digest,
        name=name[:120],
        uploaded_at=now,
    )


def _write_files(row: Photo, photo: CleanPhoto) -> None:
    """Before the row, so that no row names a file that is not there. A full disk costs the photo, not the words."""
    try:
        row.image.save(f"{row.key}.webp", ContentFile(photo.image), save=False)
        row.thumbnail.save(f"{row.key}-kecil.webp", ContentFile(photo.thumbnail), save=False)
    except OSError as error:
        logger.exception("a photo could not be stored")
        _delete_files(row)
        raise PhotoRefused(
            _("Foto tidak bisa kami simpan sekarang. Coba lagi nanti, atau kirim tanpa foto"), code="not_stored"
        ) from error


def drop_photo(*, key: UUID, form_token: UUID) -> None:
    """Take one photo back out of a form that has not been sent."""
    for photo in Photo.objects.filter(key=key, form_token=form_token, case__isnull=True):
        _delete(photo)


def attach_photos(case: Case, event: CaseEvent, *, form_token: UUID | None, purpose: str, alt_text: str = "") -> int:
    """Hang a form's photos on an event. Evidence is part of the official answer and shown with it."""
    if form_token is None:
        return 0
    evidence = purpose == Photo.Purpose.EVIDENCE
    return Photo.objects.filter(form_token=form_token, case__isnull=True).update(
        case=case,
        event=event,
        form_token=None,
        purpose=purpose,
        alt_text=alt_text or (_("Foto bukti dari petugas") if evidence else ""),
        is_public=evidence,
    )


def clean_abandoned_photos(*, before: datetime) -> int:
    """Remove photos of forms that were never sent, rows and files."""
    abandoned = list(Photo.objects.filter(case__isnull=True, uploaded_at__lt=before)[:500])
    return sum(_delete(photo) for photo in abandoned)


def _delete(photo: Photo) -> int:
    """The row goes first, on condition that nobody sent the form meanwhile; the files only after that is committed."""
    with transaction.atomic():
        deleted, _rows = Photo.objects.filter(pk=photo.pk, case__isnull=True).delete()
        if deleted:
            transaction.on_commit(lambda: _delete_files(photo), robust=True)
    return deleted


def _delete_files(photo: Photo) -> None:
    for file in (photo.image, photo.thumbnail):
        if file:
            with suppress(OSError):
                file.delete(save=False)
