"""The embedded default: one machine, no server to install, demo content. Never for the open internet."""

from portal.env import env
from portal.secrets import local_secrets
from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES, SW_DATA_DIR

_generated = local_secrets(SW_DATA_DIR)
SECRET_KEY = env("SECRET_KEY") or _generated.secret_key
FIELD_ENCRYPTION_KEYS = env("FIELD_ENCRYPTION_KEYS") or [_generated.field_encryption_key]
LOOKUP_HASH_KEY = env("LOOKUP_HASH_KEY") or _generated.lookup_hash_key
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
IS_DEMO = True
# The demo accounts have no second factor; a real office leaves this on.
STAFF_MFA_REQUIRED = env("STAFF_MFA_REQUIRED", default=False)
DEBUG = env("DEBUG")
if DEBUG:
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
