"""Between opening the form of an answer and sending it: a template put in, the answer looked at. Nothing is lost."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nlp.privacy import mask
from participation.cases.actions.replies import check_reply
from participation.cases.forms.desk import RespondForm
from participation.cases.models import Case
from participation.cases.permissions import Act, can, get_case_for_staff
from participation.cases.queries.replies import offered_replies, values_for
from participation.cases.replies import fill, put_in
from participation.cases.views.desk import case_page
from participation.cases.views.evidence import keep_evidence, kept_evidence

PREFIX = "respond"
_TYPED = ("revision", "reply", "outcome", "text", "evidence_alt", "form_token")


@login_required
@never_cache
@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Fills the form of an answer from a template, or shows the answer as the resident will read it."""
    case = get_case_for_staff(request.user, code)
    typed = {name: request.POST.get(f"{PREFIX}-{name}", "") for name in _TYPED}
    if not can(request.user, Act.RESPOND, case):
        if typed["revision"] == str(case.revision):
            raise PermissionDenied
        return _page(request, case, typed, {"": _("Laporan ini sudah berubah. Langkah ini tidak bisa dilakukan lagi.")})
    problems = {"": problem} if (problem := " ".join(keep_evidence(request, PREFIX))) else {}
    if "pratinjau" in request.POST:
        return _preview(request, case, typed, problems)
    return _page(request, case, *_filled(case, typed, problems))


def _filled(case: Case, typed: dict[str, str], problems: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    offered = offered_replies(case)
    chosen = next((reply for reply in offered if str(reply.pk) == typed["reply"]), None)
    if chosen is None:
        return typed, {**problems, "reply": _("Pilih contoh balasan")}
    if typed["outcome"] and chosen.outcome not in ("", typed["outcome"]):
        words = _("Contoh balasan ini untuk hasil “%(outcome)s”. Pilih contoh lain, atau ubah hasilnya")
        return typed, {**problems, "reply": words % {"outcome": chosen.get_outcome_display()}}
    values = values_for(case, today=timezone.localdate())
    text = put_in(typed["text"], fill(chosen.text, values), [fill(reply.text, values) for reply in offered])
    return {**typed, "text": text, "outcome": typed["outcome"] or chosen.outcome}, problems


def _preview(request: HttpRequest, case: Case, typed: dict[str, str], problems: dict[str, str]) -> HttpResponse:
    text = typed["text"].strip()
    try:
        check_reply(text)
    except ValidationError as error:
        problems = {**problems, "text": " ".join(error.messages)}
    if not text:
        return _page(request, case, typed, {**problems, "text": _("Tulis jawaban untuk pelapor")})
    public = mask(text) if case.is_published else ""
    shown = {
        "text": text,
        "outcome": dict(Case.Outcome.choices).get(typed["outcome"], _("Hasil belum dipilih")),
        "public_text": public if public != text else "",
    }
    return _page(request, case, typed, problems, preview=shown)


def _page(
    request: HttpRequest, case: Case, typed: dict[str, str], problems: dict[str, str], **extra: Any
) -> HttpResponse:
    """The case page with the form as it was typed: not bound, so that what is still empty is not yet called wrong."""
    form = RespondForm(case=case, user=request.user, prefix=PREFIX, initial=typed)
    for name, words in problems.items():
        form.errors[name or "__all__"] = form.error_class([words])
    return case_page(
        request,
        case,
        bound={PREFIX: form},
        status=422 if problems else 200,
        kept_photos=kept_evidence(typed["form_token"]),
        **extra,
    )
