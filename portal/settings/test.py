import tempfile
from pathlib import Path

from portal.env import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES, database

SW_DATA_DIR = Path(tempfile.gettempdir()) / "suara-warga-tests"
SEALED_ROOT = SW_DATA_DIR / "sealed"
SEALS_FILE = SW_DATA_DIR / "seals.jsonl"
SECRET_KEY = "tests-only-" + "0123456789abcdef" * 3
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE="]
LOOKUP_HASH_KEY = "tests-only-lookup-" + "fedcba9876543210" * 3
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env("DATABASE_URL") or f"sqlite:///{SW_DATA_DIR}/tests.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(SW_DATA_DIR / "media"), "base_url": "/media/"},
    },
    "sealed": {**STORAGES["sealed"], "OPTIONS": {**STORAGES["sealed"]["OPTIONS"], "location": str(SEALED_ROOT)}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict = {}
