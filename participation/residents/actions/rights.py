"""What a person may ask about their own data: to see it, to take it along, to have it erased."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.notifications.actions import forget_account, queue_message
from participation.residents.models import DataRequest, DocumentCheck, ResidentProfile
from participation.residents.permissions import Act, require
from participation.residents.registry import holdings
from participation.units.models import Role

ANSWER_WITHIN = timedelta(hours=3 * 24)
Kind, Outcome = DataRequest.Kind, DataRequest.Outcome


def export_account(account: User) -> dict[str, Any]:
    """Everything that is kept about an account, as plain values."""
    profile = ResidentProfile.objects.filter(user=account).select_related("area").first()
    own = {
        "akun": {
            "e-mail": account.email,
            "nomor HP": account.phone,
            "nama": account.get_full_name(),
            "dibuat": account.date_joined.date().isoformat(),
        },
        "tempat tinggal": _exported_profile(profile) if profile else None,
        "permintaan data": [
            {"permintaan": row.get_kind_display(), "diminta": row.requested_at.isoformat(), "hasil": row.outcome}
            for row in DataRequest.objects.filter(user=account)
        ],
    }
    return own | {holding.name: holding.export(account) for holding in holdings()}


def _exported_profile(profile: ResidentProfile) -> dict[str, Any]:
    return {
        "kelurahan": profile.area.name if profile.area else None,
        "RW": profile.rw,
        "RT": profile.rt,
        "tingkat pemeriksaan": profile.get_level_display(),
        "empat angka terakhir NIK": profile.nik_last_four,
    }


def record_self_service(account: User, kind: Kind, *, now: datetime) -> DataRequest:
    """Seeing and downloading are answered on the spot; the register says so."""
    return DataRequest.objects.create(
        user=account,
        account_number=account.pk,
        kind=kind,
        requested_at=now,
        due_at=now + ANSWER_WITHIN,
        answered_at=now,
        outcome=Outcome.DONE,
    )


def request_erasure(account: User, *, now: datetime) -> DataRequest:
    """Ask for one's account to be erased. Asked again while it is open: the same request, the same timer."""
    if account.memberships.exists():
        raise ValidationError(_("Akun petugas dihapus setelah perannya dilepas. Hubungi admin kantor."), code="staff")
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(
                user=account,
                account_number=account.pk,
                kind=Kind.ERASURE,
                requested_at=now,
                due_at=now + ANSWER_WITHIN,
            )
            _tell_managers(request, now)
            return request
    except IntegrityError:
        return DataRequest.objects.get(user=account, kind=Kind.ERASURE, answered_at=None)


def _tell_managers(request: DataRequest, now: datetime) -> None:
    people = User.objects.filter(
        memberships__role=Role.COMPLAINTS_MANAGER, is_active=True, email__isnull=False
    ).distinct()
    for person in people:
        queue_message(
            reference=f"data:{request.pk}",
            key=f"data:{request.pk}:{person.pk}",
            recipient=person.email or "",
            subject=_("Permintaan menghapus akun, 3 x 24 jam"),
            body=_("Ada permintaan menghapus akun dan data pribadi. Batas waktunya 3 x 24 jam.\n\n%(address)s")
            % {"address": f"{settings.SITE_URL}/petugas/data-pribadi/"},
            now=now,
        )


def withdraw_erasure(account: User, *, now: datetime) -> None:
    _open_requests().filter(user=account, kind=Kind.ERASURE).update(answered_at=now, outcome=Outcome.WITHDRAWN)


def _open_requests():
    return DataRequest.objects.filter(answered_at=None)


def refuse_request(request: DataRequest, *, reason: str, actor: User, now: datetime) -> None:
    require(actor, Act.ANSWER_REQUESTS)
    answered = _open_requests().filter(pk=request.pk)
    answered.update(answered_at=now, outcome=Outcome.REFUSED, note=reason[:300], answered_by=actor)


def carry_out_erasure(request: DataRequest, *, actor: User, now: datetime) -> None:
    """Erase the account that asked. Safe to press twice."""
    require(actor, Act.ANSWER_REQUESTS)
    with transaction.atomic():
        request = DataRequest.objects.select_for_update().get(pk=request.pk)
        if request.answered_at is not None or request.user is None:
            return
        account = request.user
        _confirm_by_mail(account, request, now)
        request.answered_at, request.outcome, request.answered_by = now, Outcome.DONE, actor
        request.save()
        erase_account(account, now=now)


def _confirm_by_mail(account: User, request: DataRequest, now: datetime) -> None:
    """Queued before the address is forgotten; the message itself is emptied once it has been sent."""
    if account.email:
        queue_message(
            reference=f"data:{request.pk}",
            key=f"data:{request.pk}:done",
            recipient=account.email,
            subject=_("Akun Anda sudah dihapus"),
            body=_("Akun dan data pribadi Anda di sini sudah dihapus, seperti yang Anda minta."),
            now=now,
            is_forgotten_when_sent=True,
        )


def erase_account(account: User, *, now: datetime) -> None:
    """Let go of everything that says who this was. Tallies, figures and chains stay as they are.

    The account's row stays without a name, because events name their actor by number.
    """
    with transaction.atomic():
        account = User.objects.select_for_update().get(pk=account.pk)
        if account.memberships.exists():
            raise ValidationError(_("Akun petugas dihapus setelah perannya dilepas."), code="staff")
        for holding in holdings():
            holding.erase(account, now)
        forget_account(account)
        _forget_documents(account)
        ResidentProfile.objects.filter(user=account).delete()
        DataRequest.objects.filter(user=account).update(user=None)
        EmailAddress.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        account.groups.clear()
        _anonymise(account)


def _forget_documents(account: User) -> None:
    for check in DocumentCheck.objects.filter(user=account):
        if check.file:
            name, storage = check.file.name, check.file.storage
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)
        check.delete()


def _anonymise(account: User) -> None:
    account.email = f"dihapus-{account.pk}@dihapus.invalid"
    account.phone, account.phone_hash = "", None
    account.first_name = account.last_name = ""
    account.is_active = False
    account.last_login = None
    account.set_unusable_password()
    account.save()
