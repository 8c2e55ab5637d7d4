from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participation.routing import engine
from participation.routing.actions.lexicon import put_back, take_out
from participation.routing.actions.versions import use_version
from participation.routing.forms import VersionForm, WordForm
from participation.routing.permissions import can_change_words, can_choose_version, can_see_classification
from participation.routing.queries.figures import live_figures
from participation.routing.queries.lexicon import words_of
from participation.routing.queries.versions import versions
from participation.units.queries import active_categories


@login_required
@never_cache
@require_safe
def classification(request: HttpRequest) -> HttpResponse:
    if not can_see_classification(request.user):
        raise PermissionDenied
    return render(
        request,
        "routing/classification.html",
        {
            "problem": engine.problem(),
            "figures": live_figures(timezone.now()),
            "versions": versions(),
            "can_choose": can_choose_version(request.user),
        },
    )


@login_required
@require_POST
def choose_version(request: HttpRequest) -> HttpResponse:
    if not can_choose_version(request.user):
        raise PermissionDenied
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Versi itu tidak ada lagi."))
        return redirect("routing:classification")
    version = form.cleaned_data["version"]
    try:
        use_version(version, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        name = version.version if version else _("bawaan")
        messages.success(request, _("Versi %(name)s dipakai mulai sekarang.") % {"name": name})
    return redirect("routing:classification")


@login_required
@never_cache
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    if not can_see_classification(request.user):
        raise PermissionDenied
    categories = list(active_categories())
    wanted = request.GET.get("topik", "")
    chosen = next((category for category in categories if category.slug == wanted), next(iter(categories), None))
    return render(
        request,
        "routing/words.html",
        {
            "categories": categories,
            "chosen": chosen,
            "words": words_of(chosen.slug) if chosen else [],
            "can_change": can_change_words(request.user),
        },
    )


@login_required
@require_POST
def change_word(request: HttpRequest) -> HttpResponse:
    if not can_change_words(request.user):
        raise PermissionDenied
    form = WordForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Kata atau topik tidak dikenal."))
    data = form.cleaned_data
    change = take_out if data["is_removed"] else put_back
    change(category=data["category"], phrase=data["phrase"])
    done = _("“%(phrase)s” dicabut.") if data["is_removed"] else _("“%(phrase)s” seperti daftar bawaan lagi.")
    messages.success(request, done % {"phrase": data["phrase"]})
    return redirect(f"{reverse('routing:words')}?topik={data['category'].slug}")
