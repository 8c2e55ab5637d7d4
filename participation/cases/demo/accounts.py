from dataclasses import dataclass

from allauth.account.models import EmailAddress

from participation.accounts.models import User
from participation.units.models import Membership, Role, Unit

PASSWORD = "contoh-suara-warga"  # noqa: S105 -- printed with the demo log-ins, never made outside the demo


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    role: Role
    unit: str
    does: str


ACCOUNTS = (
    DemoAccount("triase@contoh.id", "Petugas Triase (contoh)", Role.TRIAGE, "kecamatan", "membaca dan meneruskan"),
    DemoAccount("kesos@contoh.id", "Petugas Kesos (contoh)", Role.OFFICER, "seksi-kesos", "mengerjakan laporan unit"),
    DemoAccount(
        "trantib@contoh.id", "Petugas Trantib (contoh)", Role.OFFICER, "seksi-trantib", "mengerjakan laporan unit"
    ),
    DemoAccount("trantib2@contoh.id", "Petugas Trantib 2 (contoh)", Role.OFFICER, "seksi-trantib", "rekan seunit"),
    DemoAccount("kasi-trantib@contoh.id", "Kepala Trantib (contoh)", Role.HEAD, "seksi-trantib", "kepala unit"),
    DemoAccount("penghubung@contoh.id", "Penghubung (contoh)", Role.LIAISON, "kecamatan", "unit tanpa akun"),
    DemoAccount(
        "pengelola@contoh.id", "Pengelola Pengaduan (contoh)", Role.COMPLAINTS_MANAGER, "sekretariat", "laporan Rahasia"
    ),
    DemoAccount("camat@contoh.id", "Camat (contoh)", Role.LEADER, "kecamatan", "membaca semua"),
    DemoAccount("editor@contoh.id", "Editor (contoh)", Role.EDITOR, "kecamatan", "halaman dan pengumuman"),
    DemoAccount("admin@contoh.id", "Admin (contoh)", Role.ADMIN, "kecamatan", "pengaturan kantor"),
)


def load_accounts() -> dict[str, User]:
    """E-mail -> account. An account that exists keeps its password."""
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(account.email, PASSWORD, first_name=account.name)
        EmailAddress.objects.get_or_create(user=user, email=account.email, defaults={"verified": True, "primary": True})
        unit = Unit.objects.get(slug=account.unit)
        Membership.objects.get_or_create(user=user, unit=unit, role=account.role)
        users[account.email] = user
    return users


def log_ins() -> str:
    lines = [f"  {account.email:<24} {account.does}" for account in ACCOUNTS]
    return "\n".join([f"Akun contoh (kata sandi: {PASSWORD}):", *lines])
