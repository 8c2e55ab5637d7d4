"""Accounts by phone where an office has a channel for texts; by e-mail alone where it has none."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client

from participation.accounts.models import User
from participation.residents.actions.rights import erase_account, export_account
from participation.residents.queries import account_by_contact
from participation.sealing.hashing import international
from portal.account_adapter import AccountAdapter
from tests.factories import MONDAY, make_user

pytestmark = pytest.mark.django_db
NUMBER, TYPED, PASSWORD = "+6281234567890", "0812 3456 7890", "kata-sandi-uji"


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


def sent(texts: Path) -> list[str]:
    """The texts so far, oldest first, each as the number and the words."""
    return [" ".join(path.read_text().splitlines()) for path in sorted(texts.glob("*.txt"))]


def code_in(text: str) -> str:
    found = re.search(r"Kode Anda: (\S+)\.", text)
    assert found, text
    return found[1]


def sign_up(client: Client, **fields: str):
    return client.post("/akun/daftar/", {"phone": TYPED, "password1": PASSWORD, **fields})


@pytest.fixture
def resident(client: Client, texts: Path) -> User:
    """Budi with an account that has a phone number and nothing else."""
    sign_up(client)
    client.post("/akun/hp/periksa/", {"code": code_in(sent(texts)[-1])})
    client.logout()
    return User.objects.get()


def test_budi_signs_up_with_his_phone_alone(client: Client, texts: Path) -> None:
    assert sign_up(client).headers["Location"] == "/akun/hp/periksa/"
    budi = User.objects.get()
    assert (budi.email, budi.phone, budi.phone_hash) == (None, NUMBER, None)
    assert "_auth_user_id" not in client.session
    [text] = sent(texts)
    assert text.startswith(f"{NUMBER} Kode Anda: ")
    client.post("/akun/hp/periksa/", {"code": code_in(text)})
    assert client.session["_auth_user_id"] == str(budi.pk)
    assert NUMBER in client.get("/akun/saya/").content.decode()
    budi.refresh_from_db()
    assert AccountAdapter().get_user_by_phone(TYPED) == budi


def test_he_comes_back_with_his_password_or_with_a_code(client: Client, texts: Path, resident: User) -> None:
    client.post("/akun/masuk/", {"login": TYPED, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(resident.pk)
    client.logout()
    client.post("/akun/masuk/kode/", {"phone": TYPED})
    client.post("/akun/masuk/kode/periksa/", {"code": code_in(sent(texts)[-1])})
    assert client.session["_auth_user_id"] == str(resident.pk)


def test_a_wrong_code_opens_nothing_and_the_third_ends_it(client: Client, texts: Path) -> None:
    sign_up(client)
    for _ in range(2):
        page = client.post("/akun/hp/periksa/", {"code": "SALAH1"})
        assert page.status_code == 200
        assert page.context["form"].errors["code"]
    assert client.post("/akun/hp/periksa/", {"code": "SALAH1"}).headers["Location"] == "/akun/masuk/"
    assert client.get("/akun/hp/periksa/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert User.objects.get().phone_hash is None
    client.post("/akun/masuk/", {"login": TYPED, "password": PASSWORD})
    assert "_auth_user_id" not in client.session, "a number that was never verified logs nobody in"


def test_twice_in_a_moment_is_told_and_stores_no_second_account(texts: Path) -> None:
    sign_up(Client())
    assert "Tunggu satu menit" in sign_up(Client()).context["form"].errors["phone"][0]
    assert User.objects.count() == len(sent(texts)) == 1


def seen(client: Client, phone: str) -> list:
    """What a sign-up shows, with the number and the secret of the form taken out."""
    answers = [sign_up(client, phone=phone)]
    answers += [client.get("/akun/hp/periksa/"), client.post("/akun/hp/periksa/", {"code": "SALAH1"})]
    pages = [re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page.content.decode()) for page in answers]
    pages = [page.replace(international(phone), "NOMOR") for page in pages]
    return [(page.status_code, page.headers.get("Location")) for page in answers] + pages


def test_a_number_that_is_taken_shows_in_nothing_but_the_text(texts: Path, resident: User) -> None:
    cache.clear()  # the minute after his own sign-up has passed
    taken, free = seen(Client(REMOTE_ADDR="192.0.2.1"), TYPED), seen(Client(REMOTE_ADDR="192.0.2.2"), "0812 0000 0001")
    assert taken == free
    assert "sudah punya akun" in sent(texts)[-2]
    assert "Kode Anda" in sent(texts)[-1]
    assert User.objects.filter(phone_hash=resident.phone_hash).count() == 1


def test_a_log_in_code_for_an_unknown_number_looks_like_one_for_a_known(texts: Path, resident: User) -> None:
    known = Client().post("/akun/masuk/kode/", {"phone": TYPED})
    unknown = Client().post("/akun/masuk/kode/", {"phone": "0812 0000 0001"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "belum ada akunnya" in sent(texts)[-1]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"phone": ""}, "email", "Tulis e-mail atau nomor HP."),
        ({"email": "budi@contoh.id"}, "phone", "Isi salah satu saja."),
        ({"phone": "nomor saya"}, "phone", "Tulis nomor HP, contohnya"),
        ({"phone": "", "email": "budi"}, "email", "Masukkan alamat email"),
    ],
)
def test_one_of_the_two_is_asked_for(client: Client, texts: Path, fields: dict, field: str, words: str) -> None:
    page = sign_up(client, **fields)
    assert words in page.context["form"].errors[field][0]
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.exists()
    assert not sent(texts)


def test_with_a_channel_e_mail_alone_still_does(client: Client, texts: Path, mailoutbox: list) -> None:
    page = sign_up(client, phone="", email="budi@contoh.id")
    assert page.headers["Location"] == "/akun/email/periksa/"
    assert mailoutbox[0].to == ["budi@contoh.id"]
    assert not sent(texts)
    assert "_auth_user_id" not in client.session


def test_two_accounts_without_e_mail_stand_side_by_side(texts: Path, resident: User) -> None:
    sign_up(Client(REMOTE_ADDR="192.0.2.2"), phone="0812 0000 0001")
    assert list(User.objects.values_list("email", flat=True)) == [None, None]


def test_a_number_gets_only_so_many_texts_a_day(client: Client, texts: Path, resident: User, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"text_message": "2/d/key"}
    answers = [Client().post("/akun/masuk/kode/", {"phone": TYPED}) for _ in range(3)]
    assert len(sent(texts)) == 3, "one at sign-up, under the old limit, and two now"
    assert len({(page.status_code, page.headers["Location"]) for page in answers}) == 1


def test_a_channel_that_fails_is_told_and_breaks_nothing(client: Client, texts: Path, settings) -> None:
    settings.SMS_BACKEND = "portal.no_such_channel.send"
    assert sign_up(client).headers["Location"] == "/akun/hp/periksa/"
    assert "SMS tidak terkirim" in client.get("/akun/hp/periksa/").content.decode()


def test_the_number_is_in_no_column_of_the_database(resident: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        assert "81234567890" not in repr(cursor.fetchall())


def test_the_counter_finds_him_by_his_number(resident: User) -> None:
    assert account_by_contact(TYPED) == resident
    assert account_by_contact("0812 0000 0001") is None


def test_he_takes_his_number_along_and_has_it_erased(client: Client, texts: Path, resident: User) -> None:
    assert export_account(resident)["akun"]["nomor HP"] == NUMBER
    erase_account(resident, now=MONDAY)
    resident.refresh_from_db()
    assert (resident.phone, resident.phone_hash, resident.is_active) == ("", None, False)
    client.post("/akun/masuk/", {"login": TYPED, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert AccountAdapter().get_user_by_phone(TYPED) is None


def test_somebody_with_an_e_mail_adds_a_number(client: Client, texts: Path) -> None:
    ani = make_user("Ani")
    EmailAddress.objects.create(user=ani, email=ani.email, verified=True, primary=True)
    client.post("/akun/masuk/", {"login": ani.email, "password": PASSWORD})
    assert "/akun/hp/ganti/" in client.get("/akun/saya/").content.decode()
    asked = client.post("/akun/hp/ganti/", {"phone": TYPED}).headers["Location"]
    assert asked.startswith("/akun/periksa-ulang/"), "a new way in needs the password once more"
    client.post(asked, {"password": PASSWORD})
    client.post("/akun/hp/periksa/", {"code": code_in(sent(texts)[-1])})
    assert AccountAdapter().get_user_by_phone(TYPED) == ani


@pytest.mark.parametrize("place", ["/akun/daftar/", "/akun/masuk/", "/akun/masuk/kode/"])
def test_without_a_channel_nobody_is_asked_for_a_phone(client: Client, place: str) -> None:
    html = client.get(place).content.decode()
    assert "phone" not in html
    assert "Nomor HP" not in html


def test_without_a_channel_there_is_no_number_to_change(client: Client) -> None:
    client.force_login(make_user("Ani"))
    assert "/akun/hp/" not in client.get("/akun/saya/").content.decode()
    assert client.get("/akun/hp/ganti/").status_code == 404


def test_without_a_channel_e_mail_is_required_and_a_number_sent_along_is_ignored(client: Client) -> None:
    assert sign_up(client).context["form"].errors["email"]
    assert not User.objects.exists()
