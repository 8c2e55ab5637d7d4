"""Who may do what to which page. The groups follow from the memberships of Eko, Lia, Wati and Dewi."""

import pytest
from django.test import Client
from wagtail.models import Page

from participation.accounts.models import User
from participation.units.models import Role, Unit
from portal.roles import load_roles
from tests.cms.pages import Website, make_announcement
from tests.factories import make_area, make_unit, make_user

Pages = dict[str, Page]


@pytest.fixture
def people(website: Website) -> dict[str, User]:
    kelurahan = make_unit("Kelurahan Pakemitan", Unit.Kind.VILLAGE, make_area("Pakemitan"))
    people = {
        "Eko": make_user("Eko", Role.EDITOR),
        "Lia": make_user("Lia", Role.EDITOR, kelurahan),
        "Wati": make_user("Wati", Role.ADMIN),
        "Dewi": make_user("Dewi", Role.OFFICER),
        "Budi": make_user("Budi"),
    }
    load_roles()
    return {name: User.objects.get(pk=user.pk) for name, user in people.items()}


@pytest.fixture
def pages(website: Website) -> Pages:
    return {
        "home": website.home,
        "about": website.about,
        "index": website.index,
        "own section": website.pakemitan,
        "own announcement": make_announcement(website.pakemitan, "Kerja bakti"),
        "other section": website.sukamulya,
        "other announcement": make_announcement(website.sukamulya, "Ronda"),
        "office announcement": make_announcement(website.index, "Loket tutup"),
    }


EVERYWHERE = {
    "home",
    "about",
    "index",
    "own section",
    "own announcement",
    "other section",
    "other announcement",
    "office announcement",
}
MAY_EDIT = {"Eko": EVERYWHERE, "Lia": {"own section", "own announcement"}, "Wati": set(), "Dewi": set(), "Budi": set()}


@pytest.mark.parametrize("name", MAY_EDIT)
def test_who_may_edit_and_publish_which_page(name: str, people: dict[str, User], pages: Pages) -> None:
    for title, page in pages.items():
        tester = page.permissions_for_user(people[name])
        may = title in MAY_EDIT[name]
        assert (tester.can_edit(), tester.can_publish(), tester.can_unpublish()) == (may, may, may), title


@pytest.mark.parametrize(
    ("name", "is_let_in"), [("Eko", True), ("Lia", True), ("Wati", True), ("Dewi", False), ("Budi", False)]
)
def test_who_enters_the_admin(name: str, is_let_in: bool, people: dict[str, User], client: Client) -> None:
    client.force_login(people[name])
    assert (client.get("/kelola/").status_code == 200) is is_let_in


def test_a_kelurahan_editor_is_refused_at_the_door(people: dict[str, User], pages: Pages, client: Client) -> None:
    client.force_login(people["Lia"])
    own, other = pages["own announcement"].pk, pages["other announcement"].pk
    assert client.get(f"/kelola/pages/{own}/edit/").status_code == 200
    assert client.get(f"/kelola/pages/{other}/edit/").status_code == 302
    client.post(f"/kelola/pages/{other}/edit/", {"title": "Diganti", "slug": "diganti"})
    assert Page.objects.get(pk=other).title == "Ronda"


def test_a_stranger_is_sent_to_the_log_in(website: Website, client: Client) -> None:
    response = client.get("/kelola/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/akun/masuk/")


def test_loading_roles_again_changes_nothing(people: dict[str, User]) -> None:
    before = load_roles()
    assert load_roles() == before
    assert list(people["Lia"].groups.values_list("name", flat=True)) == ["Editor Kelurahan Pakemitan"]


def test_who_is_no_longer_an_editor_loses_the_group(people: dict[str, User], pages: Pages) -> None:
    people["Eko"].memberships.all().delete()
    load_roles()
    eko = User.objects.get(pk=people["Eko"].pk)
    assert not pages["home"].permissions_for_user(eko).can_edit()
