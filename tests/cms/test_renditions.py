import io

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from cms.models import SiteRendition
from cms.renditions import SPECS, ready_renditions
from tests.cms.pages import Website, body, make_announcement, make_image


def _specs(image) -> set[str]:
    return set(SiteRendition.objects.filter(image=image).values_list("filter_spec", flat=True))


def test_saving_a_picture_makes_every_size(db) -> None:
    assert _specs(make_image(width=1800)) == set(SPECS)


def test_a_small_picture_is_offered_in_one_width_only_once(db) -> None:
    assert [rendition.width for rendition in ready_renditions(make_image(width=300))] == [300]


def test_a_visitor_makes_none(client: Client, website: Website) -> None:
    image = make_image()
    picture = {"image": image.pk, "decorative": False, "alt_text": "Antrean"}
    page = make_announcement(
        website.index,
        "Loket tutup",
        image=image,
        image_alt="Loket",
        body=body(("picture", {"picture": picture, "caption": ""})),
    )
    SiteRendition.objects.all().delete()
    assert client.get(page.url).status_code == 200
    assert not SiteRendition.objects.exists()


def test_publishing_a_page_makes_what_is_missing(client: Client, website: Website) -> None:
    image, inside = make_image(), make_image("dalam.png")
    picture = {"image": inside.pk, "decorative": False, "alt_text": "Antrean"}
    page = make_announcement(
        website.index,
        "Loket tutup",
        image=image,
        image_alt="Loket",
        body=body(("picture", {"picture": picture, "caption": "Di loket"})),
    )
    SiteRendition.objects.all().delete()
    page.save_revision().publish()
    assert _specs(image) == _specs(inside) == set(SPECS)
    html = client.get(page.url).content.decode()
    assert html.count("srcset=") == 2
    assert 'alt="Antrean"' in html
    assert 'alt="Loket"' in html


def test_a_decorative_picture_has_an_empty_alt(client: Client, website: Website) -> None:
    page = make_announcement(
        website.index, "Loket tutup", image=make_image(), image_alt="Loket", is_image_decorative=True
    )
    assert 'alt=""' in client.get(page.url).content.decode()


def test_replacing_the_file_makes_the_sizes_anew(db) -> None:
    image = make_image()
    content = io.BytesIO()
    Image.new("RGB", (900, 900), "red").save(content, "PNG")
    user = get_user_model().objects.create_superuser("admin@contoh.id", "kata-sandi-uji")
    form = get_image_form(get_image_model())(
        {"title": "Baru", "collection": image.collection_id},
        {"file": SimpleUploadedFile("baru.png", content.getvalue(), "image/png")},
        instance=image,
        user=user,
    )
    assert form.is_valid(), form.errors
    saved = form.save()
    assert _specs(saved) == set(SPECS)
    assert {rendition.height for rendition in ready_renditions(saved)} == {480, 900}


def test_pictures_are_served_with_their_bytes(client: Client, db) -> None:
    rendition = ready_renditions(make_image())[0]
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert client.get("/media/images/../../secrets.json").status_code in (404, 400)
