"""A second factor for whoever works here."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from participation.accounts.models import User
from tests.factories import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def required(settings) -> None:
    settings.STAFF_MFA_REQUIRED = True


STAFF_PLACES = ("/petugas/", "/petugas/survei/", "/petugas/warga/", "/kelola/")


@pytest.mark.parametrize("person", ["siti", "dewi", "tuti", "ratna", "ibu_camat", "eko", "wati", "panitia"])
def test_staff_are_led_to_a_second_factor_first(client: Client, cast: Cast, required: None, person: str) -> None:
    client.force_login(getattr(cast, person))
    for place in STAFF_PLACES:
        assert client.get(place).headers["Location"] == "/akun/keamanan/aplikasi/", place
    assert client.get("/akun/saya/").status_code == 200
    assert client.get("/").status_code in {200, 404}


def test_with_a_second_factor_the_desk_opens(client: Client, cast: Cast, required: None) -> None:
    Authenticator.objects.create(user=cast.siti, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(cast.siti)
    assert client.get("/petugas/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client, cast: Cast, required: None) -> None:
    Authenticator.objects.create(user=cast.siti, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(cast.siti)
    assert client.get("/petugas/").headers["Location"] == "/akun/keamanan/aplikasi/"


def test_superusers_need_one_and_residents_do_not(client: Client, cast: Cast, required: None) -> None:
    client.force_login(User.objects.create_superuser("super@contoh.id", "kata-sandi-uji"))
    assert client.get("/kelola/").headers["Location"] == "/akun/keamanan/aplikasi/"
    client.force_login(cast.warga)
    assert client.get("/petugas/").status_code == 403
    assert client.get("/akun/saya/").status_code == 200
    client.logout()
    assert client.get("/petugas/").headers["Location"].startswith("/akun/masuk/")


def test_the_documented_setting_switches_it_off(client: Client, cast: Cast, settings) -> None:
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(cast.siti)
    assert client.get("/petugas/").status_code == 200
