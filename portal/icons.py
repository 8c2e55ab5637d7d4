"""The icons, read once from the sprite, so that a page carries only those it uses and needs no request for them."""

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "portal" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)" viewBox="0 0 24 24">(.*?)</symbol>')

BY_CATEGORY = {
    "jalan-jembatan": "construction",
    "drainase-banjir": "droplets",
    "penerangan-jalan": "lamp",
    "sampah-kebersihan": "trash-2",
    "pohon-taman": "trees",
    "pencemaran-lingkungan": "wind",
    "air-bersih": "droplets",
    "listrik-telekomunikasi": "zap",
    "lalu-lintas-parkir": "traffic-cone",
    "ketertiban-umum": "shield",
    "keamanan": "shield-check",
    "kependudukan": "id-card",
    "perizinan-pertanahan": "file-pen",
    "bantuan-sosial": "hand-coins",
    "kesehatan": "heart-pulse",
    "pendidikan": "graduation-cap",
    "ketenagakerjaan": "briefcase",
    "ekonomi-umkm": "store",
    "pelayanan-aparatur": "building-2",
    "pajak-retribusi": "receipt",
    "bencana-kebakaran": "flame",
    "hewan": "paw-print",
    "fasilitas-umum": "landmark",
}


@cache
def shapes() -> dict[str, str]:
    """Icon name -> its SVG shapes."""
    return dict(_SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


def for_category(slug: str) -> str:
    return BY_CATEGORY.get(slug, "tag")
