import csv

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.polls.actions.following import follow_poll
from participation.polls.forms.vote import FollowForm, ReceiptForm
from participation.polls.models import Poll
from participation.polls.permissions import get_public_poll, may_see_results
from participation.polls.queries import published
from participation.polls.queries import results as queries
from participation.polls.queries.public import is_receipt, listed_polls, voted_so_far

JSON_LINES = "application/jsonl"


@require_safe
def poll_list(request: HttpRequest) -> HttpResponse:
    return render(request, "polls/public/list.html", {"polls": listed_polls(timezone.now())})


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    poll = get_public_poll(slug)
    if not may_see_results(poll, timezone.now()):
        return redirect("polls:poll", slug=slug)
    if not poll.is_counted:
        found, ballots = queries.live_results(poll)
        context = {"poll": poll, "questions": found, "ballots": ballots, "so_far": voted_so_far(poll)}
        return render(request, "polls/public/live.html", context)
    context = {
        "poll": poll,
        "result": poll.result,
        "is_published": published.may_publish(poll.result),
        "questions": queries.results(poll) if published.may_publish(poll.result) else [],
        "turnout": queries.turnout(poll),
        "has_quorum": queries.has_quorum(poll.result),
        "receipt_form": ReceiptForm(),
        "follow_form": FollowForm(),
    }
    return render(request, "polls/public/results.html", context)


def _published_poll(slug: str) -> Poll:
    """A poll whose ballots may be read by all: counted, and not so small that single ballots speak."""
    poll = get_public_poll(slug)
    if not poll.is_counted or not published.may_publish(poll.result):
        raise Http404
    return poll


@require_safe
def results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    poll = _published_poll(slug)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{poll.slug}-hasil.csv"'
    csv.writer(response).writerows(queries.csv_rows(poll))
    return response


@require_safe
def ballot_file(request: HttpRequest, slug: str) -> FileResponse:
    return _file(published.ballot_path(_published_poll(slug)))


@require_safe
def receipt_file(request: HttpRequest, slug: str) -> FileResponse:
    return _file(published.receipt_path(_published_poll(slug)))


def _file(path) -> FileResponse:
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=JSON_LINES)


@require_safe
def result_file(request: HttpRequest, slug: str) -> JsonResponse:
    response = JsonResponse(published.result_data(_published_poll(slug)), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="hasil.json"'
    return response


@require_safe
def recount(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "polls/public/recount.html", {"poll": _published_poll(slug)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Looks a receipt up in the published list; before the count there is no list to look into."""
    poll = get_public_poll(slug)
    form = ReceiptForm(request.POST or None)
    context = {"poll": poll, "form": form, "is_open": poll.is_counted}
    if request.method == "POST" and poll.is_counted and form.is_valid():
        context |= {"code": form.cleaned_data["code"], "is_found": is_receipt(poll, form.cleaned_data["code"])}
    return render(request, "polls/public/check_receipt.html", context, status=422 if form.errors else 200)


@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    poll, form = get_public_poll(slug), FollowForm(request.POST)
    if form.is_valid():
        follow_poll(poll=poll, email=form.cleaned_data["email"])
        messages.success(request, _("Baik, Anda akan kami kabari."))
    else:
        messages.error(request, " ".join(form.errors["email"]))
    return redirect("polls:poll", slug=slug)
