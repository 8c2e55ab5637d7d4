import pytest
from django.core.management import call_command
from django.test import Client

from participation.cases.models import Case
from tests.cms.pages import Website, body, make_announcement, make_website
from tests.factories import Cast, make_case, make_cast, publish

PUBLISHED = {"title": "Saluran mampet di Pakemitan", "text": "Air naik ke jalan setiap hujan."}


@pytest.fixture
def website(db) -> Website:
    return make_website()


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def _found(client: Client, query: str) -> str:
    response = client.get("/cari/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_search_only_asks(client: Client, website: Website) -> None:
    html = client.get("/cari/").content.decode()
    assert 'name="q"' in html
    assert "Tidak ada hasil" not in html


@pytest.mark.parametrize("words", ["surat pindah", "PINDAH", "loket", "kartu"])
def test_pages_are_found_by_title_introduction_and_body(client: Client, website: Website, words: str) -> None:
    text = body(("text", "<p>Bawa kartu keluarga.</p>"))
    make_announcement(website.index, "Surat pindah", introduction="Datang ke loket.", body=text)
    assert "Surat pindah" in _found(client, words)


def test_drafts_are_not_found(client: Client, website: Website) -> None:
    make_announcement(website.index, "Surat pindah", live=False)
    assert "Tidak ada hasil" in _found(client, "pindah")


def test_published_cases_are_found_by_their_public_words(client: Client, website: Website, cast: Cast) -> None:
    case = publish(make_case(text="Selokan di depan rumah Pak RT mampet, air naik."), cast.siti, **PUBLISHED)
    html = _found(client, "saluran mampet")
    assert PUBLISHED["title"] in html
    assert case.code in html


def test_unread_and_confidential_cases_are_never_found(client: Client, website: Website, cast: Cast) -> None:
    make_case(text="Selokan mampet di depan rumah sejak kemarin.")
    make_case(text="Petugas meminta uang untuk selokan mampet.", identity=Case.Identity.CONFIDENTIAL)
    assert "Tidak ada hasil" in _found(client, "selokan mampet")


def test_any_word_counts_when_no_page_has_all(client: Client, website: Website) -> None:
    make_announcement(website.index, "Surat pindah")
    assert "Surat pindah" in _found(client, "cara mengurus surat")


@pytest.mark.parametrize("words", ["'", '"', "*", "a AND", "NOT", "(", "\\", "%", "surat:*", "-", "|", "&", "x" * 500])
def test_odd_input_finds_nothing_and_breaks_nothing(client: Client, website: Website, words: str) -> None:
    assert "Tidak ada hasil" in _found(client, words)


def test_many_results_are_paged(client: Client, website: Website) -> None:
    for number in range(12):
        make_announcement(website.index, f"Surat pindah {number}")
    assert _found(client, "surat").count('class="news"') == 5
    first = client.get("/cari/", {"q": "surat", "jenis": "halaman"}).content.decode()
    second = client.get("/cari/", {"q": "surat", "jenis": "halaman", "page": 2}).content.decode()
    assert (first.count('class="news"'), second.count('class="news"')) == (10, 2)


def test_as_many_queries_for_one_result_as_for_many(
    client: Client, website: Website, django_assert_num_queries
) -> None:
    make_announcement(website.index, "Surat pindah")
    _found(client, "surat")
    with django_assert_num_queries(6):
        _found(client, "surat")
    for number in range(8):
        make_announcement(website.index, f"Surat {number}")
    _found(client, "surat")
    with django_assert_num_queries(6):
        _found(client, "surat")


def test_rebuilding_the_index_finds_the_same(client: Client, website: Website) -> None:
    make_announcement(website.index, "Surat pindah")
    call_command("wagtail_update_index", verbosity=0)
    assert "Surat pindah" in _found(client, "pindah")
