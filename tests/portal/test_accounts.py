"""A second factor for whoever works here, and phones where an office has a channel for texts."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from participation.accounts.models import User
from portal.account_adapter import AccountAdapter, international
from tests.factories import Cast, make_cast, make_user

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


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+1 202 555 0100", "+12025550100"),
        ("12", ""),
        ("budi", ""),
    ],
)
def test_numbers_as_people_write_them(typed: str, number: str) -> None:
    assert international(typed) == number


@pytest.fixture
def texts(settings, tmp_path: Path) -> Path:
    """Phones switched on, with the channel that writes files."""
    settings.SMS_BACKEND = "portal.sms.write_to_log_and_file"
    settings.ACCOUNT_LOGIN_METHODS = {"email", "phone"}
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
    settings.SW_DATA_DIR = tmp_path
    return tmp_path / "sms"


def test_a_number_is_somebodys_only_once_it_is_verified(texts: Path) -> None:
    budi, ani, adapter = make_user("Budi"), make_user("Ani"), AccountAdapter()
    adapter.set_phone(ani, "+6281234567890", False)
    assert adapter.get_user_by_phone("0812 3456 7890") is None
    adapter.set_phone_verified(budi, "+6281234567890")
    assert adapter.get_user_by_phone("0812 3456 7890") == budi
    assert adapter.get_phone(User.objects.get(pk=ani.pk)) == ("+6281234567890", False)
    assert "81234567890" not in repr(list(User.objects.values_list("phone_hash")))


@pytest.fixture
def budi(texts: Path) -> User:
    budi = make_user("Budi")
    EmailAddress.objects.create(user=budi, email=budi.email, verified=True, primary=True)
    AccountAdapter().set_phone_verified(budi, "+6281234567890")
    return budi


def test_budi_logs_in_with_a_code_sent_to_his_phone(client: Client, texts: Path, budi: User) -> None:
    client.post("/akun/masuk/kode/", {"phone": "0812 3456 7890"})
    number, text = next(texts.glob("*.txt")).read_text().splitlines()
    assert number == "+6281234567890"
    code = text.split(":")[1].split(".")[0].strip()
    client.post("/akun/masuk/kode/periksa/", {"code": code})
    assert client.session["_auth_user_id"] == str(budi.pk)


def test_budi_logs_in_with_phone_and_password(client: Client, budi: User) -> None:
    client.post("/akun/masuk/", {"login": "0812 3456 7890", "password": "kata-sandi-uji"})
    assert client.session["_auth_user_id"] == str(budi.pk)


def test_without_a_channel_nobody_is_asked_for_a_phone(client: Client) -> None:
    assert "phone" not in client.get("/akun/daftar/").content.decode()
    assert "phone" not in client.get("/akun/masuk/kode/").content.decode()
