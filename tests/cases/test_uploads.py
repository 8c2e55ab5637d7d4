"""Photos of a form that has not been sent: kept over errors, taken to the case once, cleaned away when abandoned."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from participation.cases.actions.photos import clean_abandoned_photos, keep_photo
from participation.cases.models import Case, Photo
from participation.cases.tasks import UPLOADS_KEPT, clean_abandoned_uploads
from tests import pictures
from tests.factories import TEXT, Cast, make_case, make_report
from tests.pictures import as_upload, make_photo

NOW = timezone.now()


@pytest.fixture(autouse=True)
def sealed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(storages["sealed"], "location", str(tmp_path / "sealed"), raising=False)
    return tmp_path / "sealed"


class Form:
    """The report form in one browser."""

    def __init__(self) -> None:
        self.client = Client()
        self.token = re.search(r'name="form_token" value="([^"]+)"', self.client.get("/lapor/").content.decode())[1]

    def send(self, *photos: object, **fields: str):
        data = {"form_token": self.token, "text": TEXT, "identity": "anonymous", "step": "send", **fields}
        return self.client.post("/lapor/", {**data, "photos": list(photos)})


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.webp")}


def test_photos_survive_an_error_and_go_with_the_corrected_form(cast: Cast) -> None:
    form = Form()
    answer = form.send(as_upload(make_photo()), text="Lampu")
    assert answer.status_code == 422
    key = Photo.objects.get().key
    assert str(key) in answer.content.decode()
    assert form.client.get(f"/lapor/foto/{key}/kecil/").status_code == 200
    assert form.send().status_code == 302
    assert [photo.key for photo in Case.objects.get().photos.all()] == [key]


def test_a_good_photo_is_kept_beside_bad_ones_and_each_refusal_names_its_file(cast: Cast) -> None:
    form = Form()
    bad = [as_upload(pictures.EXECUTABLE, "virus.jpg"), as_upload(pictures.make_bomb(), "peta.png")]
    page = form.send(as_upload(make_photo()), *bad)
    assert page.status_code == 422
    words = page.content.decode()
    assert "virus.jpg: Berkas ini bukan foto atau rusak" in words
    assert "peta.png: Foto terlalu rinci" in words
    assert TEXT in words
    assert Photo.objects.count() == 1
    assert not Case.objects.exists()


def test_the_fifth_photo_is_refused_and_four_are_kept(cast: Cast) -> None:
    form = Form()
    page = form.send(*[as_upload(make_photo(width=90 + number), f"{number}.jpg") for number in range(5)])
    assert page.status_code == 422
    assert "4.jpg: Paling banyak 4 foto" in page.content.decode()
    assert Photo.objects.filter(form_token=form.token).count() == 4


def test_a_photo_taken_away_is_gone_and_nothing_is_sent(
    cast: Cast, sealed_folder: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    form = Form()
    form.send(as_upload(make_photo()), text="Lampu")
    key = Photo.objects.get().key
    with django_capture_on_commit_callbacks(execute=True):
        page = form.send(drop=str(key))
    assert page.status_code == 200
    assert TEXT in page.content.decode()
    assert not Photo.objects.exists()
    assert _files(sealed_folder) == set()
    assert not Case.objects.exists()


def test_another_form_neither_sees_nor_takes_nor_removes_the_photos(cast: Cast) -> None:
    Form().send(as_upload(make_photo()), text="Lampu")
    photo, other = Photo.objects.get(), Form()
    assert str(photo.key) not in other.send(text="Lampu").content.decode()
    other.send(drop=str(photo.key))
    other.send()
    photo.refresh_from_db()
    assert photo.case is None


def test_abandoned_photos_go_with_their_files_and_the_others_stay(
    cast: Cast, sealed_folder: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    old, fresh, sent = make_report().form_token, make_report().form_token, make_report().form_token
    long_ago = NOW - UPLOADS_KEPT - timedelta(minutes=1)
    for colour, token, at in [("red", old, long_ago), ("blue", fresh, NOW), ("green", sent, long_ago)]:
        keep_photo(as_upload(make_photo(colour=colour)), form_token=token, now=at)
    case = make_case(form_token=sent)
    assert len(_files(sealed_folder)) == 6
    with django_capture_on_commit_callbacks(execute=True):
        clean_abandoned_uploads()
    assert {photo.form_token or photo.case for photo in Photo.objects.all()} == {fresh, case}
    assert len(_files(sealed_folder)) == 4


def test_cleaning_again_finds_nothing(cast: Cast) -> None:
    keep_photo(as_upload(make_photo()), form_token=make_report().form_token, now=NOW - timedelta(days=2))
    assert clean_abandoned_photos(before=NOW) == 1
    assert clean_abandoned_photos(before=NOW) == 0


def test_a_photo_whose_file_is_lost_is_simply_not_there(cast: Cast, sealed_folder: Path) -> None:
    form = Form()
    form.send(as_upload(make_photo()), text="Lampu")
    photo = Photo.objects.get()
    Path(photo.image.path).unlink()
    assert form.client.get(f"/lapor/foto/{photo.key}/besar/").status_code == 404
