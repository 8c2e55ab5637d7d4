"""For the suite's own process: fixed secrets, a temporary data folder, tasks run where they are called.

Real servers started by tests run on ``portal.settings.local`` instead.
"""

import atexit
import os
import shutil
import tempfile

if "SW_DATA_DIR" not in os.environ:
    os.environ["SW_DATA_DIR"] = tempfile.mkdtemp(prefix="suara-warga-tests-")
    atexit.register(shutil.rmtree, os.environ["SW_DATA_DIR"], ignore_errors=True)

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import MEMORY, STORAGES  # noqa: E402

SECRET_KEY = "tests-only-" + "0123456789abcdef" * 3
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE="]
LOOKUP_HASH_KEY = "tests-only-lookup-" + "fedcba9876543210" * 3
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "memory": {**MEMORY, "TIMEOUT": None},  # until the end of the test, so that counted queries do not depend on speed
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STAFF_MFA_REQUIRED = False
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict = {}
CELERY_TASK_ALWAYS_EAGER = True
