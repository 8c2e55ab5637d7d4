"""What is printed and scanned: QR codes, drawn on the server."""

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    """The QR code of an address, to be put into a ``.qr`` block; the address must stand in text beside it."""
    code = segno.make(address, error="m")
    return mark_safe(code.svg_inline(scale=4, border=2, svgclass="qr__svg", lineclass=None, omitsize=True))  # noqa: S308
