import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.cases import access
from participation.cases.actions.photos import drop_photo, keep_photo
from participation.cases.actions.submission import submit_case
from participation.cases.forms.report import ReportForm, typed_token
from participation.cases.models import Case, Photo
from participation.cases.nearness import Spot
from participation.cases.queries.receipts import case_by_key, receipt_dates
from participation.cases.queries.similar import similar_published_cases
from participation.cases.queries.uploads import kept_photos
from participation.cases.views.place import map_sources
from participation.routing.decisions import decide_route
from participation.units.models import Area
from participation.units.queries import villages

RECEIPT_COOKIE = "tanda-terima"
RECEIPT_PATH = "/lapor/"
RECEIPT_MAX_AGE = 60 * 60 * 24
_SALT = "receipt"


@dataclass(frozen=True)
class Help:
    """What the second step says before sending: where the report would go, and what looks alike."""

    decision: Any
    similar: list


def _help_for(text: str, area: Area | None, **place: Any) -> Help:
    here = Spot(area_id=area.pk if area else None, at=timezone.now(), **place)
    return Help(decide_route(text, area=area), similar_published_cases(text, here=here))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = ReportForm(initial={"form_token": uuid.uuid4(), **_preset(request)})
        return _form_page(request, form, [])
    token = typed_token(request.POST.get("form_token"))
    form = ReportForm({**request.POST.dict(), "form_token": str(token)})
    photo_errors = _take_photos(request, token, timezone.now())
    if "drop" in request.POST:
        drop_photo(key=typed_token(request.POST["drop"]), form_token=token)
    stays = "drop" in request.POST or "edit" in request.POST or bool(photo_errors)
    if stays or not form.is_valid():
        return _form_page(request, form if not stays or photo_errors else _unjudged(form), photo_errors)
    if request.POST.get("step") != "send":
        return _check_page(request, form, token)
    return _receipt_redirect(submit_case(form.report(request.user), now=timezone.now()))


def _preset(request: HttpRequest) -> dict[str, str]:
    """A link may carry the beginning of a report ("laporkan masalah layanan ini")."""
    preset = {name: request.GET[name][:500] for name in ("text", "address") if name in request.GET}
    return preset | ({"email": request.user.email or ""} if request.user.is_authenticated else {})


def _unjudged(form: ReportForm) -> ReportForm:
    """The same typed values without error messages: the person has only taken a photo away, or gone back."""
    return ReportForm(initial=form.data)


def _take_photos(request: HttpRequest, token: uuid.UUID, now: datetime) -> list[str]:
    errors = []
    for upload in request.FILES.getlist("photos"):
        try:
            keep_photo(upload, form_token=token, now=now)
        except ValidationError as error:
            errors.extend(f"{upload.name}: {message}" for message in error.messages)
    return errors


def _form_page(request: HttpRequest, form: ReportForm, photo_errors: list[str]) -> HttpResponse:
    token = typed_token(str(form["form_token"].value()))
    bad = form.is_bound and not form.is_valid()
    return render(
        request,
        "cases/public/report.html",
        {
            "form": form,
            "photo_errors": photo_errors,
            "kept_photos": kept_photos(token),
            "map": map_sources(),
        },
        status=422 if bad or photo_errors else 200,
    )


def _check_page(request: HttpRequest, form: ReportForm, token: uuid.UUID) -> HttpResponse:
    data = form.cleaned_data
    place = {name: data[name] for name in ("rw", "latitude", "longitude")}
    help_ = _help_for(data["text"], data["area"], **place)
    return render(
        request,
        "cases/public/report_check.html",
        {
            "form": form,
            "kept_photos": kept_photos(token),
            "decision": help_.decision,
            "similar": help_.similar,
            "kind_suggestion": _other_kind(help_.decision.kind, data["kind"]),
        },
    )


def _other_kind(suggested: str, chosen: str) -> str:
    """The kind that the text seems to be, when another one was chosen."""
    return Case.Kind(suggested).label if suggested in Case.Kind and suggested != chosen else ""


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The live help under the text box, as a fragment."""
    text = request.POST.get("text", "")[:6000]
    if len(text.split()) < 3:
        return HttpResponse()
    area = villages().filter(slug=request.POST.get("area", "")).first()
    help_ = _help_for(text, area)
    return render(
        request,
        "cases/public/_suggestion.html",
        {"decision": help_.decision, "similar": help_.similar, "is_live": True},
    )


def _receipt_redirect(case: Case) -> HttpResponse:
    response = redirect("cases:receipt")
    response.set_signed_cookie(
        RECEIPT_COOKIE,
        str(case.key),
        salt=_SALT,
        max_age=RECEIPT_MAX_AGE,
        path=RECEIPT_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Code and PIN, shown to the browser that sent the report, for a day."""
    try:
        key = request.get_signed_cookie(RECEIPT_COOKIE, salt=_SALT, max_age=RECEIPT_MAX_AGE)
    except (KeyError, signing.BadSignature):
        return redirect("cases:track")
    case = case_by_key(key)
    if case is None:
        return redirect("cases:track")
    address = f"{settings.SITE_URL}/lacak/?kode={case.code}"
    return render(
        request,
        "cases/public/receipt.html",
        {
            "case": case,
            "pin": access.pin_of(case),
            "dates": receipt_dates(case),
            "track_url": address,
            "qr_svg": _qr(address),
            "photo_count": case.photos.filter(purpose=Photo.Purpose.REPORT).count(),
        },
    )


def _qr(address: str) -> str:
    code = segno.make(address, error="m")
    return mark_safe(code.svg_inline(scale=4, border=2, svgclass="qr__svg", lineclass=None, omitsize=True))  # noqa: S308
