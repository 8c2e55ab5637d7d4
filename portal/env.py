"""Every environment variable the project reads: name, type, default. docs/settings.md explains them (a test compares)."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    SECRET_KEY=(str, ""),
    FIELD_ENCRYPTION_KEYS=(list, []),
    LOOKUP_HASH_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    SITE_URL=(str, "http://localhost:8000"),
    DATABASE_URL=(str, ""),
    CELERY_BROKER_URL=(str, ""),
    CACHE_URL=(str, ""),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, "Suara Warga <tidak-dibalas@localhost>"),
    SW_DATA_DIR=(str, str(BASE_DIR / "var")),
    CASE_CODE_PREFIX=(str, "CNB"),
    TRUSTED_PROXY_COUNT=(int, 0),
    HSTS_SECONDS=(int, 0),
    MAP_TILES_URL=(str, ""),
    LOG_LEVEL=(str, "INFO"),
)
