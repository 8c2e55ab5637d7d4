from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress

from participation.accounts.models import User
from participation.residents.actions.verification import Place, verify_at_counter
from participation.units.models import Area, Membership, Role, Unit

PASSWORD = "contoh-suara-warga"  # noqa: S105 -- printed with the demo log-ins, never made outside the demo


RESIDENT, RESIDENT_NIK = "warga@contoh.id", "9901010203900001"


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
        "kasi-pemerintahan@contoh.id", "Kepala Pemerintahan (contoh)", Role.HEAD, "seksi-pemerintahan", "survei"
    ),
    DemoAccount("kasi-kesos@contoh.id", "Kepala Kesos (contoh)", Role.HEAD, "seksi-kesos", "kepala unit, survei"),
    DemoAccount("sekretaris@contoh.id", "Sekretaris (contoh)", Role.HEAD, "sekretariat", "survei laporan warga"),
    DemoAccount(
        "pengelola@contoh.id", "Pengelola Pengaduan (contoh)", Role.COMPLAINTS_MANAGER, "sekretariat", "laporan Rahasia"
    ),
    DemoAccount("camat@contoh.id", "Camat (contoh)", Role.LEADER, "kecamatan", "membaca semua"),
    DemoAccount("editor@contoh.id", "Editor (contoh)", Role.EDITOR, "kecamatan", "halaman dan pengumuman"),
    DemoAccount("panitia@contoh.id", "Panitia (contoh)", Role.POLL_COMMITTEE, "kecamatan", "jajak pendapat"),
    DemoAccount("panitia2@contoh.id", "Panitia Dua (contoh)", Role.POLL_COMMITTEE, "kecamatan", "orang kedua"),
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


def load_resident(users: dict[str, User], *, now: datetime) -> User:
    """A resident whose residence was verified at the counter; the NIK is made up and belongs to no place."""
    user = User.objects.filter(email=RESIDENT).first()
    if user is None:
        user = User.objects.create_user(RESIDENT, PASSWORD, first_name="Warga (contoh)")
        EmailAddress.objects.create(user=user, email=RESIDENT, verified=True, primary=True)
        place = Place(Area.objects.get(slug="pakemitan"), rw=5)
        verify_at_counter(user, nik=RESIDENT_NIK, place=place, actor=users["triase@contoh.id"], now=now)
    return user


def log_ins() -> str:
    lines = [f"  {account.email:<24} {account.does}" for account in ACCOUNTS]
    lines.append(f"  {RESIDENT:<24} warga terverifikasi")
    return "\n".join([f"Akun contoh (kata sandi: {PASSWORD}):", *lines])
