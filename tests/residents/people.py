"""Residents as tests need them. No NIK here belongs to anybody: the place code 99 does not exist."""

import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.accounts.models import User
from participation.residents.actions.verification import Place, make_cards, verify_at_counter
from participation.residents.models import ResidentProfile
from participation.units.models import Area, Role, Unit
from tests.factories import MONDAY, make_area, make_unit, make_user

BUDI_NIK = "9901010203900001"
ANI_NIK = "9901014203900002"


def make_village(name: str = "Pakemitan") -> tuple[Area, Unit]:
    area = make_area(name)
    return area, make_unit(f"Kelurahan {name}", Unit.Kind.VILLAGE, area)


def make_clerk(name: str = "Lilis", village: str = "Pakemitan") -> User:
    """An officer at the counter of one kelurahan."""
    return make_user(name, Role.OFFICER, make_village(village)[1])


def make_verified(name: str = "Budi", *, nik: str = BUDI_NIK, rw: int = 5, village: str = "Pakemitan") -> User:
    user = make_user(name)
    area = make_village(village)[0]
    clerk = User.objects.filter(email="petugas.uji@contoh.id").first() or make_user("Petugas Uji", Role.TRIAGE)
    verify_at_counter(user, nik=nik, place=Place(area, rw), actor=clerk, now=MONDAY)
    return user


def make_codes(actor: User, area: Area, number: int = 3, rw: int = 5) -> list[str]:
    return make_cards(Place(area, rw), number, form_token=uuid.uuid4(), actor=actor, now=MONDAY)[1]


def nth_nik(number: int) -> str:
    return f"990101020390{number + 1:04d}"


def profile(user: User) -> ResidentProfile:
    return ResidentProfile.objects.get(user=user)


def picture(colour: str = "white", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010E] = "Rumah Budi"
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("ktp.jpg", out.getvalue(), content_type="image/jpeg")
