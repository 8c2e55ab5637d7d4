"""Verification of residence: at the counter, by a card from the RT/RW, by a document that staff look at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.residents.documents import sealed_document
from participation.residents.models import CardBatch, DocumentCheck, ResidentProfile, VerificationCode
from participation.residents.nik import last_four, nik_hash
from participation.residents.permissions import Act, require
from participation.sealing.codes import new_one_time_code, one_time_code_hash
from participation.units.models import Area

CODE_PURPOSE = "residence-card"
MOST_CARDS = 300
Level = ResidentProfile.Level


@dataclass(frozen=True)
class Place:
    area: Area
    rw: int
    rt: int | None = None


class AlreadyVerified(ValidationError):
    """The NIK belongs to another verified account. One person has one."""

    def __init__(self) -> None:
        super().__init__(
            _("NIK ini sudah dipakai akun lain. Satu orang, satu akun terverifikasi. Datang ke loket bila keliru."),
            code="taken",
        )


def verify_at_counter(
    account: User, *, nik: str, place: Place, actor: User, now: datetime, replaces: bool = False
) -> ResidentProfile:
    """The person and the card are there. With ``replaces`` another account of the same person loses its verification.

    Raises AlreadyVerified without it.
    """
    require(actor, Act.VERIFY, place.area)
    if actor.pk == account.pk:
        raise ValidationError(_("Minta rekan memeriksa akun Anda sendiri."), code="self")
    with transaction.atomic():
        if replaces:
            others = ResidentProfile.objects.filter(nik_hash=nik_hash(nik)).exclude(user=account)
            others.update(**_UNVERIFIED)
        return _verify(account, Level.COUNTER, nik, place, now, by=actor)


_UNVERIFIED = {"level": Level.NONE, "nik_hash": "", "nik_last_four": "", "verified_at": None, "verified_by": None}


def _verify(
    account: User, level: Level, nik: str, place: Place, now: datetime, by: User | None = None
) -> ResidentProfile:
    profile, _created = ResidentProfile.objects.select_for_update().get_or_create(user=account)
    hashed = nik_hash(nik)
    if profile.is_verified and level < Level.COUNTER and (profile.nik_hash != hashed or profile.level >= level):
        raise ValidationError(_("Akun ini sudah terverifikasi."), code="verified")
    profile.level, profile.nik_hash, profile.nik_last_four = level, hashed, last_four(nik)
    profile.area, profile.rw, profile.rt = place.area, place.rw, place.rt
    profile.verified_at, profile.verified_by = now, by
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        raise AlreadyVerified from error
    return profile


def redeem_card(account: User, *, code: str, nik: str, now: datetime) -> ResidentProfile:
    """Use up a printed card. Raises ValidationError when it is used, revoked or unknown; then nothing has changed."""
    with transaction.atomic():
        hashed = one_time_code_hash(CODE_PURPOSE, code)
        # Own columns only: PostgreSQL asks a condition on another table before it waits for the row, not again after.
        unused = VerificationCode.objects.filter(code_hash=hashed, used_at=None, revoked_at=None)
        if not unused.update(used_at=now):
            raise ValidationError(
                _("Kode ini sudah dipakai, dicabut, atau salah tulis. Periksa lagi kartunya."), code="code"
            )
        batch = CardBatch.objects.select_related("area").get(codes__code_hash=hashed)
        return _verify(account, Level.CARD, nik, Place(batch.area, batch.rw, batch.rt), now)


def revoke_verification(profile: ResidentProfile, *, actor: User) -> None:
    """Take a verification back, for example after moving away."""
    if profile.area is None:
        raise ValidationError(_("Akun ini belum terverifikasi."), code="unverified")
    require(actor, Act.VERIFY, profile.area)
    ResidentProfile.objects.filter(pk=profile.pk).update(**_UNVERIFIED)


def make_cards(
    place: Place, number: int, *, form_token: UUID, actor: User, now: datetime, handed_to: str = ""
) -> tuple[CardBatch, list[str]]:
    """A batch and its codes in clear, this once. The same form sent again raises: its cards cannot be shown anew."""
    require(actor, Act.PRINT_CARDS, place.area)
    if not 1 <= number <= MOST_CARDS:
        raise ValidationError(_("Paling banyak %(most)d kartu sekali cetak.") % {"most": MOST_CARDS}, code="number")
    codes = [new_one_time_code() for _number in range(number)]
    try:
        with transaction.atomic():
            batch = CardBatch.objects.create(
                form_token=form_token,
                area=place.area,
                rw=place.rw,
                rt=place.rt,
                card_count=number,
                handed_to=handed_to,
                made_by=actor,
                made_at=now,
            )
            VerificationCode.objects.bulk_create(
                VerificationCode(batch=batch, number=position, code_hash=one_time_code_hash(CODE_PURPOSE, code))
                for position, code in enumerate(codes, 1)
            )
    except IntegrityError as error:
        message = _("Kartu ini sudah dibuat. Bila tidak tercetak, cabut lalu buat yang baru.")
        raise ValidationError(message, code="made") from error
    return batch, codes


def revoke_cards(batch: CardBatch, *, actor: User, now: datetime) -> int:
    """Cards that nobody has used stop working; who has used one stays verified."""
    require(actor, Act.PRINT_CARDS, batch.area)
    with transaction.atomic():
        CardBatch.objects.filter(pk=batch.pk, revoked_at=None).update(revoked_at=now)
        return batch.codes.filter(used_at=None, revoked_at=None).update(revoked_at=now)


def send_document(account: User, *, upload: UploadedFile, place: Place, now: datetime) -> DocumentCheck:
    """Keep an encrypted picture for staff to look at; one at a time."""
    sealed = sealed_document(upload)
    check = DocumentCheck(user=account, area=place.area, rw=place.rw, rt=place.rt, sent_at=now)
    check.file.save(f"{check.key}.sealed", ContentFile(sealed), save=False)
    try:
        with transaction.atomic():
            check.save()
    except IntegrityError as error:
        check.file.delete(save=False)
        raise ValidationError(_("Dokumen Anda yang sebelumnya masih diperiksa."), code="open") from error
    return check


def accept_document(check: DocumentCheck, *, nik: str, actor: User, now: datetime) -> ResidentProfile:
    require(actor, Act.VERIFY, check.area)
    _refuse_own(check, actor)
    with transaction.atomic():
        check = _decide(check, DocumentCheck.Decision.ACCEPTED, now, actor)
        place = Place(check.area, check.rw, check.rt)
        return _verify(check.user, Level.DOCUMENT, nik, place, now, by=actor)


def refuse_document(check: DocumentCheck, *, reason: str, actor: User, now: datetime) -> DocumentCheck:
    require(actor, Act.VERIFY, check.area)
    _refuse_own(check, actor)
    with transaction.atomic():
        return _decide(check, DocumentCheck.Decision.REFUSED, now, actor, reason)


def withdraw_document(account: User, *, now: datetime) -> None:
    with transaction.atomic():
        check = DocumentCheck.objects.filter(user=account, decided_at=None).first()
        if check:
            _decide(check, DocumentCheck.Decision.WITHDRAWN, now, account)


def _refuse_own(check: DocumentCheck, actor: User) -> None:
    if check.user_id == actor.pk:
        raise ValidationError(_("Minta rekan memeriksa dokumen Anda sendiri."), code="self")


def _decide(
    check: DocumentCheck, decision: DocumentCheck.Decision, now: datetime, actor: User, reason: str = ""
) -> DocumentCheck:
    """Once only. The file goes after the commit: a decision that is rolled back must not cost the document."""
    check = DocumentCheck.objects.select_for_update().select_related("area", "user").get(pk=check.pk)
    if check.decided_at is not None:
        raise ValidationError(_("Dokumen ini sudah diputuskan petugas lain."), code="decided")
    name, storage = check.file.name, check.file.storage
    check.decision, check.decided_at, check.decided_by, check.reason = decision, now, actor, reason
    check.file = ""
    check.save()
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    return check
