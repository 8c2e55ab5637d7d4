"""The office's name and contacts, from the site settings that the editors keep."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

_FIELDS = {
    "name": "office_name",
    "short_name": "office_short_name",
    "region": "region_name",
    "address": "address",
    "phone": "phone",
    "email": "email",
    "whatsapp": "whatsapp",
    "opening_hours": "opening_hours",
    "emergency_note": "emergency_note",
}


@dataclass(frozen=True)
class Office:
    name: str = "Kantor ini"
    short_name: str = ""
    region: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    whatsapp: str = ""
    opening_hours: str = ""
    emergency_note: str = "Keadaan darurat? Telepon 112."
    product_name: str = "Suara Warga"

    @property
    def phone_number(self) -> str:
        return dialled(self.phone)

    @property
    def whatsapp_number(self) -> str:
        return dialled(self.whatsapp).removeprefix("+")


def dialled(written: str) -> str:
    """(022) 123 4567 -> +62221234567; a number that is already international stays."""
    digits = re.sub(r"\D", "", written)
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}" if digits else ""


def read_office(request: HttpRequest) -> Office:
    stored = _stored_settings(request)
    read = {ours: str(getattr(stored, theirs, "") or "").strip() for ours, theirs in _FIELDS.items()}
    values = {name: value for name, value in read.items() if value}
    values.setdefault("name", getattr(settings, "OFFICE_NAME", Office.name))
    values.setdefault("short_name", values["name"])
    return Office(**values)


def _stored_settings(request: HttpRequest) -> Any:
    try:
        model = apps.get_model("cms", "OfficeSettings")
    except LookupError:
        return None
    # not for_request, which would write an empty row on the first visit
    return model.objects.filter(site=Site.find_for_request(request)).first()
