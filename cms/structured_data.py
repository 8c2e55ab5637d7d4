"""What pages tell search engines, in the words of schema.org."""

import json
from typing import Any
from urllib.parse import urljoin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.models import ServicePage
from cms.service_standard import calendar_duration

Trail = list[tuple[str, str]]
# As in Django's json_script: nothing in the words can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def graph_script(*things: dict[str, Any]) -> SafeString:
    """A data block; the content policy concerns scripts that run, and this one does not."""
    words = json.dumps({"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words.translate(ESCAPES)))  # noqa: S308


def breadcrumb_list(trail: Trail, base: str) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": position, "name": label, "item": urljoin(base, address)}
        for position, (label, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def government_service(page: ServicePage, address: str, office_name: str, region: str = "") -> dict[str, Any]:
    channel: dict[str, Any] = {"@type": "ServiceChannel", "serviceUrl": address, "availableLanguage": "id"}
    if page.processing_days:
        channel["processingTime"] = calendar_duration(page.processing_days)
    service: dict[str, Any] = {
        "@type": "GovernmentService",
        "name": page.title,
        "description": page.introduction,
        "url": address,
        "serviceType": page.service.name,
        "serviceOperator": {"@type": "GovernmentOffice", "name": office_name},
        "availableChannel": channel,
    }
    if region:
        service["areaServed"] = {"@type": "AdministrativeArea", "name": region}
    return service
