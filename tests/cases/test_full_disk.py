"""The disk takes nothing more: the photo is refused, the report is not."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from participation.cases.models import Case, Photo
from tests.factories import TEXT, Cast


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the folder for photos should be stands a file, so that nothing can be written."""
    blocked = tmp_path / "sealed"
    blocked.write_text("")
    monkeypatch.setitem(vars(storages["sealed"]), "location", str(blocked))


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


def test_a_full_disk_costs_the_photo_and_not_the_words(cast: Cast, no_room: None, client: Client) -> None:
    form = {"text": TEXT, "identity": "anonymous", "form_token": str(uuid.uuid4()), "step": "send"}
    page = client.post("/lapor/", {**form, "photos": photo()})
    assert page.status_code == 422
    assert "Foto tidak bisa kami simpan sekarang" in page.content.decode()
    assert TEXT in page.content.decode()
    assert not Photo.objects.exists()
    assert client.post("/lapor/", form).status_code == 302
    assert Case.objects.count() == 1
