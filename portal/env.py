"""Every environment variable the project reads: name, type, default. docs/settings.md explains them."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env(
    SECRET_KEY=(str, ""),
    FIELD_ENCRYPTION_KEYS=(list, []),
    LOOKUP_HASH_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    SITE_URL=(str, ""),
    DEBUG=(bool, True),
    SW_DATA_DIR=(str, str(BASE_DIR / "var")),
    SEALS_FILE=(str, ""),
    STATIC_ROOT=(str, str(BASE_DIR / "staticfiles")),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, ""),
    CELERY_BROKER_URL=(str, ""),
    BROKER_KEY_PREFIX=(str, ""),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, "Suara Warga <tidak-dibalas@localhost>"),
    CASE_CODE_PREFIX=(str, "CNB"),
    IS_DEMO=(bool, False),
    SOURCE_CODE_URL=(str, ""),
    MAP_TILES_URL=(str, ""),
    MAP_TILES_CREDIT=(str, "© OpenStreetMap"),
    TRUSTED_PROXY_COUNT=(int, 0),
    HSTS_SECONDS=(int, 0),
    STAFF_MFA_REQUIRED=(bool, True),
    SMS_BACKEND=(str, ""),
    LOG_LEVEL=(str, "INFO"),
    HOST=(str, "127.0.0.1"),
    PORT=(int, 8000),
    WEB_PROCESSES=(int, 1),
    WEB_THREADS=(int, 8),
    WORKER_THREADS=(int, 2),
    BALLOT_MIX_MINIMUM=(int, 10),
    BLIND_SHARE=(float, 0.05),
    RETRAIN_MIN_NEW_LABELS=(int, 50),
    CORPUS_FILE=(str, ""),
)
