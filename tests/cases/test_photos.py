"""What becomes of an uploaded photo, and who may fetch it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from participation.accounts.models import User
from participation.cases import access
from participation.cases.actions.photos import drop_photo, keep_photo
from participation.cases.models import Case, Photo
from participation.cases.photos import MAX_BYTES, PhotoRefused, clean_photo
from tests import pictures
from tests.factories import MONDAY, Cast, make_case, make_report, publish, route
from tests.pictures import as_upload, make_photo

SECRETS = [b"Exif", b"GPS", b"ICCP", b"XMP", b"xmpmeta", b"Budi", b"Kamera", b"rumah"]


@pytest.fixture(autouse=True)
def sealed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(storages["sealed"], "location", str(tmp_path / "sealed"), raising=False)
    return tmp_path / "sealed"


def assert_says_nothing(content: bytes) -> None:
    assert [secret for secret in SECRETS if secret in content] == []
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    assert dict(picture.getexif()) == {}
    assert {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys() == set()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG", "WEBP", "AVIF"])
def test_the_photos_of_this_test_really_carry_a_place(kind: str) -> None:
    exif = Image.open(io.BytesIO(make_photo(kind))).getexif()
    assert exif[0x010F] == pictures.CAMERA
    assert exif.get_ifd(0x8825)[1] == "S"


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG", "WEBP", "AVIF", "GIF"])
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    clean = clean_photo(as_upload(make_photo(kind)))
    assert_says_nothing(clean.image)
    assert_says_nothing(clean.thumbnail)
    assert (clean.width, clean.height) == (640, 480)


@pytest.mark.parametrize(("orientation", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))])
def test_photos_stand_upright(orientation: int, size: tuple[int, int]) -> None:
    clean = clean_photo(as_upload(make_photo(orientation=orientation)))
    assert (clean.width, clean.height) == size
    assert Image.open(io.BytesIO(clean.image)).size == size


def test_the_two_pictures_in_one_of_some_phones_become_one() -> None:
    out = io.BytesIO()
    pictures.make_picture().save(out, "MPO", save_all=True, append_images=[pictures.make_picture(colour="red")])
    assert Image.open(io.BytesIO(out.getvalue())).format == "MPO"
    assert_says_nothing(clean_photo(as_upload(out.getvalue())).image)


def test_large_photos_are_scaled_down_and_small_ones_left() -> None:
    large = clean_photo(as_upload(make_photo(width=4000, height=3000)))
    assert (large.width, large.height, large.thumbnail_width, large.thumbnail_height) == (1600, 1200, 480, 360)
    small = clean_photo(as_upload(make_photo(width=60, height=40)))
    assert (small.width, small.thumbnail_width) == (60, 60)


def test_a_transparent_picture_gets_a_white_ground() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    pixel = Image.open(io.BytesIO(clean_photo(as_upload(out.getvalue())).image)).convert("RGB").getpixel((20, 20))
    assert min(pixel) > 250


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pictures.make_bomb(), "pixels"),
        (pictures.make_bomb(60_000, 60_000), "pixels"),
        (pictures.EXECUTABLE, "not_a_photo"),
        (make_photo()[:900], "not_a_photo"),
        (b"", "not_a_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_photo"),
        (b"%PDF-1.7\n%", "not_a_photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not_a_photo"),
    ],
    ids=["bomb", "huge bomb", "executable", "cut off", "empty", "svg", "pdf", "postscript"],
)
def test_what_is_no_photo_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(PhotoRefused) as refusal:
        clean_photo(as_upload(content))
    assert refusal.value.code == reason


def test_a_file_of_thirty_megabytes_is_refused_before_it_is_read() -> None:
    class Unreadable(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("read although it is too large")

    upload = Unreadable("foto.jpg", b"", content_type="image/jpeg")
    upload.size = 30 * 1024 * 1024
    with pytest.raises(PhotoRefused) as refusal:
        clean_photo(upload)
    assert refusal.value.code == "too_large"
    assert str(MAX_BYTES // 1024**2) in refusal.value.messages[0]


@pytest.mark.django_db
def test_one_form_keeps_four_photos_and_each_once() -> None:
    token = make_report().form_token
    kept = [keep_photo(as_upload(make_photo(width=100 + n)), form_token=token, now=MONDAY) for n in range(4)]
    again = keep_photo(as_upload(make_photo(width=100)), form_token=token, now=MONDAY)
    assert again.pk == kept[0].pk
    with pytest.raises(ValidationError, match="Paling banyak 4 foto"):
        keep_photo(as_upload(make_photo(width=200)), form_token=token, now=MONDAY)
    assert Photo.objects.filter(form_token=token).count() == 4


@pytest.mark.django_db
def test_a_photo_can_only_be_taken_out_of_its_own_form(django_capture_on_commit_callbacks: Callable) -> None:
    token, other = make_report().form_token, make_report().form_token
    photo = keep_photo(as_upload(make_photo()), form_token=token, now=MONDAY)
    drop_photo(key=photo.key, form_token=other)
    assert Photo.objects.filter(pk=photo.pk).exists()
    path = Path(photo.image.path)
    with django_capture_on_commit_callbacks(execute=True):
        drop_photo(key=photo.key, form_token=token)
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert not path.exists()


@dataclass
class Scene:
    """Four photos, and the people who try every door to them."""

    cast: Cast
    photos: dict[str, Photo]
    cases: dict[str, Case]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    cases, photos = {}, {}
    for name, identity in [("unread", "anonymous"), ("published", "open"), ("confidential", "confidential")]:
        report = make_report(identity=identity, display_name="Budi")
        photos[name] = keep_photo(as_upload(make_photo()), form_token=report.form_token, now=MONDAY)
        if name == "published":
            photos["held back"] = keep_photo(
                as_upload(make_photo(colour="red")), form_token=report.form_token, now=MONDAY
            )
        cases[name] = route(make_case(form_token=report.form_token, identity=identity), cast)
    publish(cases["published"], cast.siti, photo_alts={photos["published"].pk: "Lampu yang mati"})
    cases["held back"] = cases["published"]
    return Scene(cast, photos, cases)


def _reporter_of(case: Case) -> Client:
    client = Client()
    client.post("/lacak/", {"code": case.code, "pin": access.pin_of(case)})
    return client


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _people(scene: Scene, photo: str) -> Iterator[tuple[str, Client]]:
    yield "stranger", Client()
    yield "reporter", _reporter_of(scene.cases[photo])
    yield "other reporter", _reporter_of(make_case())
    for name in ("dewi", "rahmat", "siti", "agus", "ratna", "ibu_camat", "eko", "wati", "warga"):
        yield name, _signed_in(getattr(scene.cast, name))


def _status(client: Client, address: str) -> str:
    answer = client.get(address)
    if answer.status_code == 200:
        assert_says_nothing(b"".join(answer.streaming_content))
        return "yes"
    if answer.status_code == 302:
        assert answer["Location"].startswith("/akun/masuk/")
    return "no"


OFFICE = {"dewi", "siti", "ratna", "ibu_camat"}
# photo -> door -> who gets it; every other pair is refused
SEEN = {
    "unread": {"own": {"reporter"}, "staff": OFFICE},
    "published": {"public": "everybody", "own": {"reporter"}, "staff": OFFICE},
    "held back": {"own": {"reporter"}, "staff": OFFICE},
    "confidential": {"own": {"reporter"}, "staff": OFFICE - {"siti"}},
}


@pytest.mark.parametrize("photo", SEEN)
def test_nobody_fetches_a_photo_that_is_not_theirs(scene: Scene, photo: str) -> None:
    case, key = scene.cases[photo], scene.photos[photo].key
    doors = {
        "draft": f"/lapor/foto/{key}/besar/",
        "public": f"/laporan/foto/{key}/kecil/",
        "own": f"/lacak/{case.code}/foto/{key}/besar/",
        "staff": f"/petugas/laporan/{case.code}/foto/{key}/kecil/",
    }
    for person, client in _people(scene, photo):
        for door, address in doors.items():
            allowed = SEEN[photo].get(door, set())
            expected = "yes" if allowed == "everybody" or person in allowed else "no"
            assert _status(client, address) == expected, (person, door)


@pytest.mark.parametrize("door", ["/lacak/{code}/foto/{key}/besar/", "/petugas/laporan/{code}/foto/{key}/besar/"])
def test_the_code_of_one_case_does_not_open_the_photo_of_another(scene: Scene, door: str) -> None:
    address = door.format(code=scene.cases["unread"].code, key=scene.photos["confidential"].key)
    for client in (_reporter_of(scene.cases["unread"]), _signed_in(scene.cast.dewi), _signed_in(scene.cast.ratna)):
        assert _status(client, address) == "no"


def test_a_photo_disappears_from_the_public_with_its_case(scene: Scene) -> None:
    from participation.cases.actions.publication import unpublish_case

    address = f"/laporan/foto/{scene.photos['published'].key}/besar/"
    assert Client().get(address).status_code == 200
    unpublish_case(case_id=scene.cases["published"].pk, actor=scene.cast.siti, now=MONDAY)
    assert Client().get(address).status_code == 404


def test_only_public_photos_may_be_kept_by_caches(scene: Scene) -> None:
    public = Client().get(f"/laporan/foto/{scene.photos['published'].key}/besar/")
    assert public["Cache-Control"].startswith("public")
    case = scene.cases["unread"]
    own = _reporter_of(case).get(f"/lacak/{case.code}/foto/{scene.photos['unread'].key}/besar/")
    assert own["Cache-Control"] == "private, no-store"
    staff = _signed_in(scene.cast.dewi).get(f"/petugas/laporan/{case.code}/foto/{scene.photos['unread'].key}/besar/")
    assert staff["Cache-Control"] == "private, no-store"


def test_photos_lie_where_no_address_leads(scene: Scene, sealed_folder: Path) -> None:
    name = scene.photos["unread"].image.name
    assert (sealed_folder / name).exists()
    for address in (f"/media/{name}", f"/media/images/{name}", f"/static/{name}", f"/sealed/{name}"):
        assert Client().get(address).status_code == 404
