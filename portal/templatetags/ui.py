"""The interface's building blocks for templates: icons, badges, words for dates, form fields, pager, bars."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import CheckboxInput, Form, RadioSelect
from django.forms.boundfield import BoundField
from django.template import Context, RequestContext
from django.template.defaultfilters import linebreaks
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nlp.privacy import LABELS
from participation.cases.queries import public
from portal import icons, status_words, wording

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon beside its word; with ``label`` it speaks for itself. Raises KeyError for an unknown name."""
    return _drawn(name, label)


@lru_cache(maxsize=512)
def _drawn(name: str, label: str = "") -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    shapes = mark_safe(icons.shapes()[name])  # noqa: S308 -- the sprite is a file of this project
    return format_html('<svg class="i" viewBox="0 0 24 24" {}>{}</svg>', spoken, shapes)


@register.simple_tag
def category_icon(category: Any) -> SafeString:
    return _drawn(icons.for_category(getattr(category, "slug", "")))


@register.simple_tag
def status_badge(case: Any, audience: str = "public", size: str = "") -> SafeString:
    """The status of a case (or a bare status value); audience is "public", "reporter" or "staff"."""
    badge = status_words.badge_for(case, is_reporter=audience == "reporter")
    return _drawn_badge(badge, " badge--lg" if size == "lg" else "")


@lru_cache(maxsize=512)
def _drawn_badge(badge: status_words.Badge, large: str) -> SafeString:
    return format_html(
        '<span class="badge badge--{}{}">{}{}</span>', badge.style, large, _drawn(badge.icon), badge.text
    )


@register.simple_tag
def status_text(case: Any, audience: str = "public") -> str:
    return status_words.badge_for(case, is_reporter=audience == "reporter").text


@register.simple_tag
def public_title(case: Any) -> str:
    return public.public_title(case)


@register.simple_tag
def public_pin(case: Any) -> public.Pin | None:
    return public.public_pin(case)


@register.simple_tag
def steps_of(case: Any, events: Any = ()) -> list[status_words.Step]:
    return status_words.steps_of(case, events)


@register.simple_tag(takes_context=True)
def photo_url(context: Context, photo: Any, size: str = "kecil") -> str:
    """Where this page's visitors get a photo. ``photo_audience`` in the context: public (default), own or staff."""
    audience = context.get("photo_audience", "public")
    place = {"key": photo.key, "size": size}
    if audience != "public":
        place["code"] = context["case"].code
    return reverse(f"cases:{audience}_photo", kwargs=place)


@register.simple_tag
def marked(text: str, words: Iterable[str] = ()) -> SafeString:
    """Masked text for staff: hidden personal data as a badge, the words that drove the route marked."""
    known = {label: _hidden(label) for label in LABELS.values()}
    driving = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
    pattern = "|".join(re.escape(label) for label in known) + (rf"|\b(?:{driving})\b" if driving else "")
    parts, position = [], 0
    for found in re.finditer(pattern, text, re.IGNORECASE):
        shown = known.get(found[0]) or format_html("<mark>{}</mark>", found[0])
        parts += [escape(text[position : found.start()]), shown]
        position = found.end()
    return mark_safe(linebreaks("".join([*parts, escape(text[position:])]), autoescape=False))  # noqa: S308 -- escaped


def _hidden(label: str) -> SafeString:
    return format_html('<span class="pii">{}{}</span>', _drawn("eye-off"), label.strip("[]"))


@register.simple_tag
def due(due_date: date | None, prefix: str = "") -> SafeString:
    """The time left, for staff. Nothing for a case whose clock does not run."""
    if due_date is None:
        return mark_safe("")
    tone, text = wording.due_words(due_date, timezone.localdate())
    style = f" due--{tone}" if tone else ""
    symbol = _drawn("circle-alert" if tone == "late" else "clock")
    return format_html(
        '<span class="due{}" title="{}">{}{}</span>',
        style,
        wording.date_words(due_date),
        symbol,
        f"{prefix} {text}".strip(),
    )


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _day(value: date | datetime) -> date:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Rabu, 2 Desember; with the year when it is not this year."""
    return wording.date_words(_day(value), timezone.localdate()) if value else ""


@register.filter
def day_full(value: date | datetime | None) -> str:
    """Rabu, 2 Desember 2026"""
    return wording.date_words(_day(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Jumat, 20 November, 20.10"""
    return wording.moment_words(_local(value), timezone.localdate()) if value else ""


@register.filter
def moment_full(value: datetime | None) -> str:
    """Rabu, 2 Desember 2026 pukul 09.41"""
    return wording.moment_words(_local(value)) if value else ""


@register.filter
def age(value: datetime | None) -> str:
    """2 jam lalu; older than a week: the date."""
    return wording.age_words(_local(value), timezone.localtime()) if value else ""


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """1.284 or, with decimals, 3,4."""
    return "" if value is None else wording.number_words(value, int(decimals))


@register.filter
def percent(value: float | None, decimals: int = 0) -> str:
    """0.81 -> 81%"""
    return "" if value is None else f"{wording.number_words(value * 100, int(decimals))}%"


@register.filter
def sureness(probability: float, threshold: float | None = None) -> int:
    """Tubes of the confidence mark: 3 above the model's threshold, 2 above half of it, else 1."""
    bar_height = threshold or 0.75
    return 3 if probability >= bar_height else 2 if probability >= bar_height / 2 else 1


@register.filter
def sureness_words(probability: float, threshold: float | None = None) -> str:
    return {3: "yakin", 2: "cukup yakin", 1: "ragu"}[sureness(probability, threshold)]


@register.filter
def short_user_name(user: Any) -> str:
    """The first name, else the part of the e-mail before the @."""
    if not user.is_authenticated:
        return ""
    return user.first_name.split(" ")[0] if user.first_name else str(user).split("@")[0]


@register.filter
def make_initial(user: Any) -> str:
    return short_user_name(user)[:1].upper()


@register.inclusion_tag("components/conf.html")
def conf(probability: float, threshold: float | None = None) -> dict[str, Any]:
    return {"tubes": sureness(probability, threshold), "words": sureness_words(probability, threshold)}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    size: str = "",
    width: str = "",
    rows: int = 0,
    kind: str = "",
    is_heading: bool = False,
) -> dict[str, Any]:
    """A form field: label, hint, error, control. ``size``: l or xl; ``width``: w20 or w26; ``kind``: e.g. code."""
    context = {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "size": size,
        "is_heading": is_heading,
        "hint_id": f"{bound.auto_id}_hint",
        "error_id": f"{bound.auto_id}_error",
        "is_group": isinstance(bound.field.widget, RadioSelect),
        "is_check": isinstance(bound.field.widget, CheckboxInput),
    }
    return {**context, "control": _control(bound, context, width, rows, kind)}


def _control(bound: BoundField, context: dict[str, Any], width: str, rows: int, kind: str) -> SafeString:
    if context["is_group"]:
        return mark_safe("")
    css = "check" if context["is_check"] else " ".join(filter(None, ["input", kind and f"input--{kind}", width]))
    described = [context["hint_id"]] if context["hint"] else []
    described += [context["error_id"]] if bound.errors else []
    attrs: dict[str, Any] = {"class": css}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if rows:
        attrs["rows"] = rows
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("components/error.html")
def field_error(bound: BoundField) -> dict[str, Any]:
    return {"field": bound, "error_id": f"{bound.auto_id}_error"}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form, kept: str = "", anchor: str = "galat", photos: Iterable[str] = ()) -> dict[str, Any]:
    """What has to be corrected, with links to the fields. ``kept`` says what need not be typed again."""
    errors = [(None, message) for message in form.non_field_errors()]
    errors += [(bound.id_for_label or bound.auto_id, message) for bound in form for message in bound.errors]
    errors += [("photos", message) for message in photos]
    return {"errors": errors, "kept": kept, "anchor": anchor}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Label and address by turns, ending with the label of the page itself; the home page is put before them."""
    steps = list(zip(parts[:-1:2], parts[1::2], strict=False))
    return {"crumbs": [(_("Beranda"), "/"), *steps, (parts[-1], "")]}


@register.filter
def latest(events: Iterable[Any], kind: str) -> Any:
    """The newest event of a kind from a history that begins with the newest."""
    return next((event for event in events if event.kind == kind), None)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"], "ellipsis": page.paginator.ELLIPSIS}


@register.simple_tag(takes_context=True)
def query_without(context: RequestContext, *names: str) -> str:
    """The present query string without these parameters, and on its first page."""
    query = context["request"].GET.copy()
    for name in {*names, "page"}:
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag
def bar(value: float, goal: float | None = None, tone: str = "") -> SafeString:
    """A bar of 0..100 with an optional target line. Decoration: the figure must stand in text beside it."""
    style = f" bar__track--{tone}" if tone else ""
    target = (
        format_html('<rect class="bar__goal" x="{}" width=".8" height="8"/>', f"{goal:g}") if goal is not None else ""
    )
    return format_html(
        '<svg class="bar__track{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/>{}</svg>',
        style,
        f"{max(0, min(100, value)):g}",
        target,
    )
