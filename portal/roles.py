"""What editors and the office's administrators may do in Wagtail's admin, as groups that follow from memberships."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.models import AnnouncementIndexPage
from participation.accounts.models import User
from participation.units.models import Membership, Role, Unit

EDITORS = "Editor kecamatan"
ADMINS = "Admin kantor"
POLLS = "Panitia jajak pendapat"
SECTION_PREFIX = "Editor "

ENTER = ["wagtailadmin.access_admin"]
WRITE = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
OWN_MEDIA = ["wagtailimages.add_image", "wagtailimages.choose_image"]
OWN_FILES = ["wagtaildocs.add_document", "wagtaildocs.choose_document"]
ALL_MEDIA = [*OWN_MEDIA, *OWN_FILES, "wagtailimages.change_image", "wagtaildocs.change_document"]
KEEP = ("add", "change", "view")
REMOVE = (*KEEP, "delete")


def _permitted(app: str, model: str, verbs: Iterable[str]) -> list[str]:
    return [f"{app}.{verb}_{model}" for verb in verbs]


CATEGORIES = _permitted("cms", "announcementcategory", REMOVE)
ALERTS = _permitted("cms", "alert", REMOVE)
OFFICE = [
    "cms.change_officesettings",
    *_permitted("units", "unit", KEEP),
    *_permitted("units", "area", KEEP),
    *_permitted("units", "category", KEEP),
    *_permitted("units", "service", KEEP),
    *_permitted("units", "closure", REMOVE),
    *_permitted("units", "membership", REMOVE),
    *_permitted("routing", "routingrule", REMOVE),
    *_permitted("routing", "lexiconentry", REMOVE),
    *_permitted("cases", "deadlineruleset", KEEP),
    *_permitted("cases", "replytemplate", REMOVE),
]


@transaction.atomic
def load_roles() -> list[str]:
    """Create the groups with their rights and put everybody in theirs. Safe to repeat; returns the names."""
    _group(ADMINS, [*ENTER, *OFFICE])
    _group(POLLS, [*ENTER, *_permitted("polls", "poll", REMOVE)])
    editors = _group(EDITORS, [*ENTER, *CATEGORIES, *ALERTS])
    _may_use_media(editors, ALL_MEDIA)
    home = _home()
    if home:
        _may_write(editors, home)
        for section in sections(home):
            group = _group(section_group_name(section), ENTER)
            _may_write(group, section)
            _may_use_media(group, [*OWN_MEDIA, *OWN_FILES])
    entitled = Q(memberships__role__in=[Role.EDITOR, Role.ADMIN, Role.POLL_COMMITTEE]) | Q(groups__in=_managed_groups())
    for user in User.objects.filter(entitled).distinct():
        assign_groups(user)
    return list(_managed_groups().order_by("name").values_list("name", flat=True))


def assign_groups(user: User) -> None:
    """Make the groups of a person those that the memberships call for; other groups are left alone."""
    wanted = set(filter(None, map(_group_name_for, user.memberships.select_related("unit__area"))))
    user.groups.remove(*_managed_groups().exclude(name__in=wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))


def sections(home: Page) -> Iterable[AnnouncementIndexPage]:
    """The announcement sections of the kelurahan: lists that stand below the office's own list."""
    return AnnouncementIndexPage.objects.descendant_of(home).filter(depth__gt=home.depth + 1)


def section_group_name(section: AnnouncementIndexPage) -> str:
    return f"{SECTION_PREFIX}{section.title}"[:150]


def _group_name_for(membership: Membership) -> str:
    if membership.role == Role.ADMIN:
        return ADMINS
    if membership.role == Role.POLL_COMMITTEE:
        return POLLS
    if membership.role != Role.EDITOR:
        return ""
    unit = membership.unit
    if unit.kind != Unit.Kind.VILLAGE:
        return EDITORS
    section = AnnouncementIndexPage.objects.filter(slug=unit.area.slug).first() if unit.area else None
    return section_group_name(section) if section else ""


def _managed_groups():
    return Group.objects.filter(Q(name__in=[ADMINS, POLLS]) | Q(name__startswith=SECTION_PREFIX))


def _home() -> Page | None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None


def _permissions(names: Iterable[str]) -> list[Permission]:
    found = []
    for name in names:
        app, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found


def _group(name: str, permissions: Iterable[str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(_permissions(permissions))
    return group


def _may_write(group: Group, page: Page) -> None:
    for permission in _permissions(f"wagtailcore.{name}" for name in WRITE):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _may_use_media(group: Group, names: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    for permission in _permissions(names):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
