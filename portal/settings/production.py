"""For the open internet. Refuses to start without strong secrets."""

from django.core.exceptions import ImproperlyConfigured

from portal.env import env
from portal.secrets import check_encryption_keys, check_secret
from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, SITE_URL

DEBUG = False
SECRET_KEY = check_secret("SECRET_KEY", env("SECRET_KEY"))
LOOKUP_HASH_KEY = check_secret("LOOKUP_HASH_KEY", env("LOOKUP_HASH_KEY"))
FIELD_ENCRYPTION_KEYS = check_encryption_keys(env("FIELD_ENCRYPTION_KEYS"))
if LOOKUP_HASH_KEY == SECRET_KEY:
    raise ImproperlyConfigured("LOOKUP_HASH_KEY must differ from SECRET_KEY: one can be changed, the other cannot")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the site's hosts, for example ALLOWED_HOSTS=suara.example.go.id"
    )
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the public address, beginning with https://")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("TRUSTED_PROXY_COUNT") else None
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
SECURE_HSTS_SECONDS = env("HSTS_SECONDS")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
