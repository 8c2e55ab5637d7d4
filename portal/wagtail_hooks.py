"""Wagtail's admin meets the office: its set-up tables, and the rules that hold for them there too."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from participation.cases.models import DeadlineRuleSet
from participation.polls.models import Poll
from participation.units.models import Membership
from portal.office_setup import OfficeGroup, is_used
from portal.poll_setup import PollViewSet
from portal.roles import assign_groups

register_snippet(OfficeGroup)
register_snippet(PollViewSet)


def _back_to_list(thing: Model) -> HttpResponse:
    return redirect(thing.snippet_viewset.get_url_name("list"))


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_used(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    for thing in instances:
        if is_used(thing):
            messages.error(request, _("“%(name)s” masih dipakai, jadi tidak bisa dihapus.") % {"name": thing})
            return _back_to_list(thing)
    return None


@hooks.register("before_edit_snippet")
def refuse_to_change_an_open_poll(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """Editing and going back to an earlier version alike; models and triggers say the same to other doors."""
    if not isinstance(instance, Poll) or not Poll.objects.exclude(status="draft").filter(pk=instance.pk).exists():
        return None
    messages.error(request, _("Jajak pendapat ini sudah dibuka, jadi tidak bisa diubah lagi."))
    return _back_to_list(instance)


@hooks.register("before_edit_snippet")
def refuse_to_change_deadlines_in_use(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """A case keeps the deadlines it was opened under: new ones are a new version."""
    if not isinstance(instance, DeadlineRuleSet) or not is_used(instance):
        return None
    messages.error(request, _("Versi ini sudah dipakai laporan. Salin menjadi versi baru untuk mengubahnya."))
    return _back_to_list(instance)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def give_groups(request: HttpRequest, instance: Model) -> None:
    if isinstance(instance, Membership):
        assign_groups(instance.user)


@hooks.register("after_delete_snippet")
def take_groups(request: HttpRequest, instances: Iterable[Model]) -> None:
    for membership in instances:
        if isinstance(membership, Membership):
            assign_groups(membership.user)
