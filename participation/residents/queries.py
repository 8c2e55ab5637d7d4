"""Who is a verified resident of where, and what waits for staff or for the account holder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from participation.accounts.models import User
from participation.residents.models import CardBatch, DataRequest, DocumentCheck, ResidentProfile
from participation.residents.nik import nik_hash, normalise_nik, resident_id_of
from participation.sealing.hashing import international, phone_hash
from participation.units.models import Area


@dataclass(frozen=True)
class Resident:
    """A verified person as polls may know them. ``id`` is one person's for ever, whichever account they use."""

    id: str
    area_id: int
    rw: int


def profile_of(user: User) -> ResidentProfile | None:
    return ResidentProfile.objects.filter(user=user).select_related("area").first()


def resident_for(user: User | AnonymousUser) -> Resident | None:
    """The verified resident behind an account; None for visitors, for staff as such, and for the unverified."""
    if not user.is_authenticated or not user.is_active:
        return None
    profile = ResidentProfile.objects.filter(user=user).first()
    return _resident(profile.nik_hash, profile.area_id, profile.rw) if profile and profile.is_verified else None


def eligible_residents(*, areas: Iterable[Area] = (), rws: Iterable[tuple[int, int]] = ()) -> Iterator[Resident]:
    """Every verified resident, or those of the given kelurahan and of the given (kelurahan id, RW) pairs."""
    return (_resident(*row) for row in _eligible(areas, rws).values_list("nik_hash", "area_id", "rw").iterator())


def count_eligible(*, areas: Iterable[Area] = (), rws: Iterable[tuple[int, int]] = ()) -> int:
    return _eligible(areas, rws).count()


def find_resident(typed_nik: str) -> Resident | None:
    """The verified resident whose NIK somebody at a counter has typed."""
    nik = normalise_nik(typed_nik)
    profile = _eligible((), ()).filter(nik_hash=nik_hash(nik)).first() if nik else None
    return _resident(profile.nik_hash, profile.area_id, profile.rw) if profile else None


def accounts_of(resident_ids: Iterable[str]) -> QuerySet[User]:
    """The accounts behind resident ids, for messages only."""
    wanted = set(resident_ids)
    hashes = [row for row in _eligible((), ()).values_list("nik_hash", flat=True) if resident_id_of(row) in wanted]
    return User.objects.filter(resident_profile__nik_hash__in=hashes, is_active=True)


def _eligible(areas: Iterable[Area], rws: Iterable[tuple[int, int]]) -> QuerySet[ResidentProfile]:
    verified = ResidentProfile.objects.filter(level__gt=0, user__is_active=True).order_by("pk")
    places = Q()
    for area in areas:
        places |= Q(area=area)
    for area_id, rw in rws:
        places |= Q(area_id=area_id, rw=rw)
    return verified.filter(places)


def _resident(hashed_nik: str, area_id: int | None, rw: int | None) -> Resident:
    return Resident(id=resident_id_of(hashed_nik), area_id=area_id or 0, rw=rw or 0)


def open_document_check(user: User) -> DocumentCheck | None:
    return DocumentCheck.objects.filter(user=user, decided_at__isnull=True).first()


def last_document_check(user: User) -> DocumentCheck | None:
    return DocumentCheck.objects.filter(user=user).order_by("-sent_at").first()


def waiting_documents(areas: QuerySet[Area]) -> QuerySet[DocumentCheck]:
    return DocumentCheck.objects.filter(decided_at__isnull=True, area__in=areas).select_related("area", "user")


def card_batches(areas: QuerySet[Area]) -> QuerySet[CardBatch]:
    return (
        CardBatch.objects.filter(area__in=areas)
        .select_related("area", "made_by")
        .annotate(
            used_count=Count("codes", filter=Q(codes__used_at__isnull=False)),
            unused_count=Count("codes", filter=Q(codes__used_at__isnull=True, codes__revoked_at__isnull=True)),
        )
    )


def verified_counts() -> list[dict[str, Any]]:
    """How many verified residents each kelurahan has, by level."""
    levels = ResidentProfile.Level
    return list(
        Area.objects.filter(kind=Area.Kind.VILLAGE, is_active=True)
        .order_by("name")
        .values("name")
        .annotate(
            card=Count("residents", filter=Q(residents__level=levels.CARD)),
            document=Count("residents", filter=Q(residents__level=levels.DOCUMENT)),
            counter=Count("residents", filter=Q(residents__level=levels.COUNTER)),
        )
    )


def account_by_contact(contact: str) -> User | None:
    """The account that somebody at the counter names by its e-mail or verified phone; nobody browses accounts."""
    number = international(contact)
    named = Q(phone_hash=phone_hash(number)) if number else Q(email__iexact=contact.strip())
    return User.objects.filter(named, is_active=True).first()


def open_requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(answered_at__isnull=True).select_related("user")


def answered_requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(answered_at__isnull=False).order_by("-answered_at")


def requests_of(user: User) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(user=user).order_by("-requested_at")


@dataclass(frozen=True)
class Timer:
    """What is left of the 3 x 24 hours, in whole hours; the same for the person and for the office."""

    hours: int
    is_late: bool


def timer_of(request: DataRequest, now: datetime) -> Timer:
    left = request.due_at - now
    return Timer(hours=abs(int(left.total_seconds() // 3600)), is_late=left.total_seconds() < 0)
