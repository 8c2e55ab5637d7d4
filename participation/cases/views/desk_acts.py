"""The acts of the desk as one table: permission, form, first values, action."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nlp.privacy import mask
from participation.cases.actions import publication, routing, work
from participation.cases.actions.photos import keep_photo
from participation.cases.forms import desk as forms
from participation.cases.models import Case, Photo
from participation.cases.permissions import Act

Run = Callable[[HttpRequest, Case, Any], object]


@dataclass(frozen=True)
class DeskAct:
    permission: Act
    form: type[forms.ActForm]
    run: Run
    initial: Callable[[Case], dict[str, Any]] = lambda case: {}


def _who(request: HttpRequest, case: Case, form: forms.ActForm) -> dict[str, Any]:
    return {
        "case_id": case.pk,
        "actor": request.user,
        "now": timezone.now(),
        "revision": form.cleaned_data.get("revision"),
    }


def _route(request: HttpRequest, case: Case, form: forms.RouteForm) -> object:
    data = form.cleaned_data
    return routing.route_case(
        **_who(request, case, form), category=data["category"], unit=data["unit"], kind=data["kind"], note=data["note"]
    )


def _return(request: HttpRequest, case: Case, form: forms.ReturnForm) -> object:
    data = form.cleaned_data
    return routing.return_case(**_who(request, case, form), reason=data["text"], rightful_unit=data["rightful_unit"])


def _accept(request: HttpRequest, case: Case, form: forms.ActForm) -> object:
    return work.accept_case(**_who(request, case, form))


def _assign(request: HttpRequest, case: Case, form: forms.AssignForm) -> object:
    return work.assign_case(**_who(request, case, form), assignee=form.cleaned_data["assignee"])


def _publish(request: HttpRequest, case: Case, form: forms.PublishForm) -> object:
    data = form.cleaned_data
    return publication.publish_case(
        **_who(request, case, form), title=data["title"], text=data["text"], photo_alts=form.photo_alts()
    )


def _unpublish(request: HttpRequest, case: Case, form: forms.ActForm) -> object:
    return publication.unpublish_case(**_who(request, case, form))


def _note(request: HttpRequest, case: Case, form: forms.NoteForm) -> object:
    data = form.cleaned_data
    return work.note_on_case(
        case_id=case.pk, actor=request.user, now=timezone.now(), text=data["text"], form_token=data["form_token"]
    )


def _ask(request: HttpRequest, case: Case, form: forms.QuestionForm) -> object:
    return work.ask_reporter(**_who(request, case, form), text=form.cleaned_data["text"])


def _wait(request: HttpRequest, case: Case, form: forms.WaitExternalForm) -> object:
    data = form.cleaned_data
    return work.wait_for_external(**_who(request, case, form), body=data["body"], text=data["text"])


def _resume(request: HttpRequest, case: Case, form: forms.ResumeForm) -> object:
    return work.resume_case(**_who(request, case, form), text=form.cleaned_data["text"])


def _respond(request: HttpRequest, case: Case, form: forms.RespondForm) -> object:
    data = form.cleaned_data
    for upload in request.FILES.getlist(form.add_prefix("photos")):
        keep_photo(upload, form_token=data["form_token"], now=timezone.now(), purpose=Photo.Purpose.EVIDENCE)
    answer = work.Answer(
        outcome=data["outcome"],
        text=data["text"],
        evidence_token=data["form_token"],
        evidence_alt=data["evidence_alt"],
    )
    return work.respond_to_case(**_who(request, case, form), answer=answer)


def _reject(request: HttpRequest, case: Case, form: forms.RejectForm) -> object:
    data = form.cleaned_data
    return work.reject_case(**_who(request, case, form), reason=data["reason"], text=data["text"])


def _restore(request: HttpRequest, case: Case, form: forms.ReasonForm) -> object:
    return work.restore_case(**_who(request, case, form), text=form.cleaned_data["text"])


def _merge(request: HttpRequest, case: Case, form: forms.MergeForm) -> object:
    return work.merge_case(**_who(request, case, form), main_code=form.cleaned_data["main_code"])


def _unmerge(request: HttpRequest, case: Case, form: forms.ActForm) -> object:
    return work.unmerge_case(**_who(request, case, form))


def _new_token(case: Case) -> dict[str, Any]:
    return {"form_token": uuid.uuid4()}


def _masked(case: Case) -> dict[str, Any]:
    """What the public would read: as published, else the reporter's words with personal data masked."""
    return {"title": case.public_title or mask(case.title), "text": case.public_text or mask(case.text)}


ACTS: dict[str, DeskAct] = {
    "route": DeskAct(Act.ROUTE, forms.RouteForm, _route),
    "accept": DeskAct(Act.ACCEPT, forms.AcceptForm, _accept),
    "assign": DeskAct(Act.ASSIGN, forms.AssignForm, _assign),
    "publish": DeskAct(Act.PUBLISH, forms.PublishForm, _publish, _masked),
    "unpublish": DeskAct(Act.PUBLISH, forms.AcceptForm, _unpublish),
    "ask": DeskAct(Act.ASK, forms.QuestionForm, _ask),
    "note": DeskAct(Act.NOTE, forms.NoteForm, _note, _new_token),
    "respond": DeskAct(Act.RESPOND, forms.RespondForm, _respond, _new_token),
    "wait_external": DeskAct(Act.WAIT_EXTERNAL, forms.WaitExternalForm, _wait),
    "resume": DeskAct(Act.RESUME, forms.ResumeForm, _resume),
    "return": DeskAct(Act.RETURN, forms.ReturnForm, _return),
    "reject": DeskAct(Act.REJECT, forms.RejectForm, _reject),
    "restore": DeskAct(Act.RESTORE, forms.ReasonForm, _restore),
    "merge": DeskAct(Act.MERGE, forms.MergeForm, _merge),
    "unmerge": DeskAct(Act.UNMERGE, forms.AcceptForm, _unmerge),
}

DONE = {
    "route": _("Laporan diteruskan."),
    "accept": _("Laporan Anda kerjakan."),
    "assign": _("Petugas sudah ditunjuk."),
    "publish": _("Laporan ditayangkan."),
    "unpublish": _("Laporan tidak ditayangkan lagi."),
    "ask": _("Pertanyaan dikirim. Waktu berhenti sampai dijawab."),
    "note": _("Catatan disimpan."),
    "respond": _("Jawaban dikirim."),
    "wait_external": _("Waktu berhenti selama menunggu."),
    "resume": _("Laporan dikerjakan lagi."),
    "return": _("Laporan dikembalikan."),
    "reject": _("Laporan ditutup."),
    "restore": _("Laporan dibuka lagi."),
    "merge": _("Laporan digabungkan."),
    "unmerge": _("Laporan dipisah lagi."),
}
