from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.polls.actions import issuing, paper, states
from participation.polls.actions.voting import check_in_paper_voter
from participation.polls.forms.desk import MOST_PAPERS, CodeForm, FollowUpForm, IssueForm, PapersForm
from participation.polls.lifecycle import Phase, TransitionRefused
from participation.polls.models import PaperBatch, Poll
from participation.polls.permissions import get_poll_for_committee, require_committee
from participation.polls.queries import desk as queries
from participation.polls.queries.definition import asked
from participation.polls.queries.entitlement import Entitlement, by_code, by_resident
from participation.polls.voter_roll import current_roll
from participation.sealing.codes import grouped_code


@login_required
@never_cache
@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    require_committee(request.user)
    return render(request, "polls/staff/polls.html", {"polls": queries.polls_for_desk()})


@login_required
@never_cache
@require_safe
def poll(request: HttpRequest, slug: str) -> HttpResponse:
    return _poll_page(request, get_poll_for_committee(request.user, slug))


def _poll_page(request: HttpRequest, found: Poll, *, status: int = 200, **forms: object) -> HttpResponse:
    now = timezone.now()
    context = {
        "poll": found,
        "phase": found.phase(now).value,
        "desk_poll": queries.desk_poll(found, now),
        "issue_form": IssueForm(),
        "replace_form": CodeForm(prefix="replace"),
        "check_in_form": CodeForm(prefix="paper"),
        "follow_up_form": FollowUpForm(initial={"text": found.follow_up}),
        "most_papers": MOST_PAPERS,
        "is_voting": found.phase(now) is Phase.VOTING,
        **forms,
    }
    return render(request, "polls/staff/poll.html", context, status=status)


def _try(form, act: Callable[[], object]) -> object | None:
    """What ``act`` returned, or None with the reason put into the form."""
    try:
        return act()
    except TransitionRefused:
        form.add_error(None, _("Langkah ini tidak bisa dilakukan sekarang."))
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


@login_required
@require_POST
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Open, close, certify, or write what follows from it."""
    found, now = get_poll_for_committee(request.user, slug), timezone.now()
    if step == "tindak-lanjut":
        return _write_follow_up(request, found)
    acts = {
        "buka": (states.open_poll, _("Jajak pendapat dibuka. Isinya tidak bisa diubah lagi.")),
        "tutup": (states.close_poll, _("Jajak pendapat ditutup dan dihitung.")),
        "sahkan": (states.certify_poll, _("Hasil dihitung ulang, cocok, dan disahkan.")),
    }
    if step not in acts:
        raise Http404
    act, done = acts[step]
    try:
        act(poll_id=found.pk, actor=request.user, now=now)
        messages.success(request, done)
    except TransitionRefused:
        messages.error(request, _("Langkah ini tidak bisa dilakukan sekarang."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("polls:desk_poll", slug=slug)


def _write_follow_up(request: HttpRequest, found: Poll) -> HttpResponse:
    form = FollowUpForm(request.POST)
    if form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        if _try(form, lambda: states.write_follow_up(poll_id=found.pk, actor=request.user, text=text, now=now)):
            messages.success(request, _("Tindak lanjut tayang dan dikabarkan."))
            return redirect("polls:desk_poll", slug=found.slug)
    return _poll_page(request, found, follow_up_form=form, status=422)


@login_required
@never_cache
@require_POST
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """A batch of codes as cards to print. They are shown this once."""
    found, form = get_poll_for_committee(request.user, slug), IssueForm(request.POST)
    if not form.is_valid():
        return _poll_page(request, found, issue_form=form, status=422)
    data = form.cleaned_data
    batch = _try(
        form,
        lambda: issuing.issue_codes(
            poll_id=found.pk,
            actor=request.user,
            count=data["count"],
            area=data["area"],
            rw=data["rw"],
            now=timezone.now(),
        ),
    )
    if batch is None:
        return _poll_page(request, found, issue_form=form, status=422)
    return _cards(request, found, batch.codes, area=data["area"], rw=data["rw"], number=batch.number)


def _cards(request: HttpRequest, found: Poll, codes: list[str], **place: object) -> HttpResponse:
    # The code is the fragment of the address: browsers do not send it, so it stands in no log.
    address = request.build_absolute_uri(reverse("polls:poll", args=[found.slug]))
    cards = [(grouped_code(code), f"{address}#{code}") for code in codes]
    return render(request, "polls/staff/cards.html", {"poll": found, "cards": cards, "address": address, **place})


@login_required
@never_cache
@sensitive_post_parameters()
@require_POST
def replace(request: HttpRequest, slug: str) -> HttpResponse:
    found, form = get_poll_for_committee(request.user, slug), CodeForm(request.POST, prefix="replace")
    made = None
    if form.is_valid():
        lost, now = form.cleaned_data["typed"], timezone.now()
        made = _try(form, lambda: issuing.replace_code(poll_id=found.pk, actor=request.user, lost=lost, now=now))
    if made is None:
        return _poll_page(request, found, replace_form=form, status=422)
    return _cards(request, found, [str(made)])


@login_required
@never_cache
@sensitive_post_parameters()
@require_POST
def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """A voter gets a paper ballot: the right is used up, the receipt is printed."""
    found, form = get_poll_for_committee(request.user, slug), CodeForm(request.POST, prefix="paper")
    receipt = None
    if form.is_valid():
        right = _right(found, form.cleaned_data["typed"])
        if right is None:
            form.add_error("typed", _("Tidak ditemukan di antara yang berhak memilih."))
        else:
            now = timezone.now()
            receipt = _try(form, lambda: check_in_paper_voter(poll_id=found.pk, right=right, now=now))
    if receipt is None:
        return _poll_page(request, found, check_in_form=form, status=422)
    return render(request, "polls/staff/checked_in.html", {"poll": found, "code": grouped_code(str(receipt))})


def _right(found: Poll, typed: str) -> Entitlement | None:
    right = by_code(found, typed)
    if right is None and found.audience == Poll.Audience.RESIDENTS:
        resident = current_roll().find(typed)
        right = by_resident(found, resident) if resident else None
    return right


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enter_papers(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_poll_for_committee(request.user, slug)
    form = PapersForm(request.POST or None, questions=asked(found), count=_count(request))
    if _is_filled(form) and _try(
        form, lambda: paper.enter_papers(poll_id=found.pk, actor=request.user, papers=form.papers)
    ):
        messages.success(request, _("Berkas tersimpan. Orang kedua mengetik ulang tumpukan yang sama."))
        return redirect("polls:desk_poll", slug=slug)
    return _papers_page(request, found, form, None)


def _is_filled(form: PapersForm) -> bool:
    return form.is_bound and form.is_valid()


def _count(request: HttpRequest) -> int:
    typed = request.POST.get("count") or request.GET.get("jumlah", "")
    return min(max(int(typed), 1), MOST_PAPERS) if typed.isdecimal() and len(typed) < 4 else 10


def _papers_page(request: HttpRequest, found: Poll, form: PapersForm, batch: PaperBatch | None) -> HttpResponse:
    context = {"poll": found, "form": form, "batch": batch, "count": len(form.numbers)}
    return render(request, "polls/staff/papers.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_papers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = get_poll_for_committee(request.user, slug)
    batch = get_object_or_404(found.paper_batches, number=number, status=PaperBatch.Status.WAITING)
    form = PapersForm(request.POST or None, questions=asked(found), count=batch.paper_count)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        if _try(form, lambda: paper.confirm_papers(batch_id=batch.pk, actor=request.user, papers=form.papers, now=now)):
            messages.success(request, _("Kedua ketikan sama. Surat-surat ini sudah masuk kotak."))
            return redirect("polls:desk_poll", slug=slug)
    return _papers_page(request, found, form, batch)


@login_required
@require_POST
def drop_papers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = get_poll_for_committee(request.user, slug)
    batch = get_object_or_404(found.paper_batches, number=number)
    paper.drop_papers(batch_id=batch.pk, actor=request.user)
    messages.success(request, _("Berkas dibatalkan. Ketik lagi dari awal."))
    return redirect("polls:desk_poll", slug=slug)
