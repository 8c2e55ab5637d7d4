"""The alerts that every page shows, from this process's own memory: no look-up elsewhere, and never old.

Each process asks the database again after a few seconds (``CACHES["memory"]``), so that no change has to travel
between processes, through a cache that may be down; start and end are compared with the clock on every page.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.utils import timezone

from cms.models import Alert
from cms.queries import alerts_to_come
from portal.wording import moment_words

MEMORY_KEY = "portal.alerts"
TONES = {Alert.Level.WASPADA: "warn", Alert.Level.SIAGA: "warn", Alert.Level.AWAS: "bad"}
GRAVEST_FIRST = [Alert.Level.AWAS, Alert.Level.SIAGA, Alert.Level.WASPADA, Alert.Level.INFO]


@dataclass(frozen=True)
class Strip:
    level: str
    tone: str
    title: str
    text: str
    url: str
    link_text: str
    until: str
    starts_at: datetime
    expires_at: datetime


def current_alerts(now: datetime) -> list[Strip]:
    """The gravest first, then the newest."""
    memory = caches["memory"]
    strips = memory.get(MEMORY_KEY)
    if strips is None:
        strips = _read(now)
        memory.set(MEMORY_KEY, strips)
    return [strip for strip in strips if strip.starts_at <= now < strip.expires_at]


def _read(now: datetime) -> list[Strip]:
    alerts = sorted(alerts_to_come(now), key=lambda alert: GRAVEST_FIRST.index(alert.level))
    return [
        Strip(
            level=alert.get_level_display(),
            tone=TONES.get(alert.level, "info"),
            title=alert.title,
            text=alert.text,
            url=alert.address,
            link_text=alert.link_text,
            until=moment_words(timezone.localtime(alert.expires_at), timezone.localdate(now)),
            starts_at=alert.starts_at,
            expires_at=alert.expires_at,
        )
        for alert in alerts
    ]
