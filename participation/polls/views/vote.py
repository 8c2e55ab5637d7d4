"""From the poll's page to the receipt. Nothing about a choice is kept between two requests, nor logged."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from participation.polls.actions.voting import AlreadyVoted, VoteRefused, cast_vote
from participation.polls.forms.vote import BallotForm, FollowForm
from participation.polls.lifecycle import Phase
from participation.polls.models import Poll
from participation.polls.permissions import get_public_poll
from participation.polls.queries.definition import asked_of_voters
from participation.polls.queries.entitlement import by_account, has_voted
from participation.polls.queries.public import voted_so_far
from participation.sealing.codes import grouped_code

RECEIPT_COOKIE = "bukti"
RECEIPT_MAX_AGE = 60 * 60
_SALT = "polls.receipt"


@never_cache
@require_safe
def poll(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_public_poll(slug)
    phase = found.phase(timezone.now())
    if phase is Phase.RESULTS:
        return redirect("polls:results", slug=slug)
    if phase is not Phase.VOTING:
        return render(request, "polls/public/waiting.html", {"poll": found, **_aside(found)})
    return _form_page(request, found, _form(request, found, initial={"token": uuid.uuid4().hex}))


@never_cache
@sensitive_post_parameters()
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """What was chosen, once more, before it is sent. The server keeps none of it."""
    found = get_public_poll(slug)
    form = _form(request, found, request.POST)
    if "edit" in request.POST:
        return _form_page(request, found, form, is_judged=False)
    if not form.is_valid():
        return _form_page(request, found, form)
    return render(request, "polls/public/confirm.html", {"poll": found, "form": form})


@never_cache
@sensitive_post_parameters()
@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_public_poll(slug)
    form = _form(request, found, request.POST)
    if not form.is_valid():
        return _form_page(request, found, form)
    try:
        receipt = cast_vote(
            poll_id=found.pk,
            right=form.right,
            filled=form.filled,
            token=form.cleaned_data["token"],
            now=timezone.now(),
        )
    except VoteRefused as refusal:
        form.add_error(None, refusal)
        return _refused_page(request, found, form, refusal)
    return _to_receipt(found, receipt)


def _refused_page(request: HttpRequest, found: Poll, form: BallotForm, refusal: VoteRefused) -> HttpResponse:
    if isinstance(refusal, AlreadyVoted) or refusal.code == "closed":
        return render(request, "polls/public/refused.html", {"poll": found, "message": refusal.messages[0]}, status=409)
    return _form_page(request, found, form)


def _form(request: HttpRequest, found: Poll, data: Any = None, **kwargs: Any) -> BallotForm:
    return BallotForm(
        data, poll=found, questions=asked_of_voters(found), account_right=by_account(found, request.user), **kwargs
    )


def _form_page(request: HttpRequest, found: Poll, form: BallotForm, *, is_judged: bool = True) -> HttpResponse:
    judged = form.is_bound and is_judged
    right = form.account_right
    context = {
        "poll": found,
        "form": form if judged or not form.is_bound else _unjudged(request, found, form),
        "errors": form.error_list() if judged else [],
        "right": right,
        "has_voted": bool(right and has_voted(found, right.voter_key)),
        "needs_account": found.audience == Poll.Audience.RESIDENTS and not right,
        **_aside(found),
    }
    return render(request, "polls/public/poll.html", context, status=422 if judged and form.errors else 200)


def _unjudged(request: HttpRequest, found: Poll, form: BallotForm) -> BallotForm:
    """The same values without error messages: the voter came back to change something."""
    initial = {name: field.widget.value_from_datadict(form.data, {}, name) for name, field in form.fields.items()}
    return _form(request, found, initial=initial)


def _aside(found: Poll) -> dict[str, Any]:
    return {"so_far": voted_so_far(found), "phase": found.phase(timezone.now()).value}


def _to_receipt(found: Poll, receipt: str) -> HttpResponse:
    response = redirect("polls:receipt", slug=found.slug)
    response.set_signed_cookie(
        RECEIPT_COOKIE,
        receipt,
        salt=_SALT,
        max_age=RECEIPT_MAX_AGE,
        path=reverse("polls:poll", args=[found.slug]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt, shown for an hour to the browser that voted; the server does not know whose it is."""
    found = get_public_poll(slug)
    try:
        code = request.get_signed_cookie(RECEIPT_COOKIE, salt=_SALT, max_age=RECEIPT_MAX_AGE)
    except (KeyError, signing.BadSignature):
        return redirect("polls:check_receipt", slug=slug)
    address = f"{settings.SITE_URL}{reverse('polls:check_receipt', args=[slug])}#{code}"
    context = {
        "poll": found,
        "code": grouped_code(code),
        "check_address": address,
        "follow_form": FollowForm(),
        "invitation": _("Saya sudah ikut memilih. Giliran Anda:") + f" {settings.SITE_URL}/jajak/{slug}/",
    }
    return render(request, "polls/public/receipt.html", context)
