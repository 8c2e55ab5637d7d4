from importlib.util import find_spec
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from portal.env import BASE_DIR, env

DEBUG = False
SW_DATA_DIR = Path(env("SW_DATA_DIR")).resolve()
SEALED_ROOT = SW_DATA_DIR / "sealed"
SEALS_FILE = Path(env("SEALS_FILE") or SW_DATA_DIR / "seals" / "seals.jsonl")

SITE_URL = (env("SITE_URL") or f"http://localhost:{env('PORT')}").rstrip("/")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
CASE_CODE_PREFIX = env("CASE_CODE_PREFIX")
MAP_TILES_URL = env("MAP_TILES_URL")
MAP_TILES_CREDIT = env("MAP_TILES_CREDIT")
TRUSTED_PROXY_COUNT = env("TRUSTED_PROXY_COUNT")
SOURCE_CODE_URL = env("SOURCE_CODE_URL")
IS_DEMO = env("IS_DEMO")
POLL_FILES = SW_DATA_DIR / "polls"
BALLOT_MIX_MINIMUM = max(2, env("BALLOT_MIX_MINIMUM"))
# The classifier: share of sure cases judged blind, decisions that are worth a training, the texts it begins with.
BLIND_SHARE = env("BLIND_SHARE")
RETRAIN_MIN_NEW_LABELS = env("RETRAIN_MIN_NEW_LABELS")
CORPUS_FILE = env("CORPUS_FILE")
# Staff without a second factor are led to setting one up; phone log-in needs a channel for text messages.
STAFF_MFA_REQUIRED = env("STAFF_MFA_REQUIRED")
SMS_BACKEND = env("SMS_BACKEND")
DESK_PATH = "/petugas/"
ADMIN_PATH = "/kelola/"
ADMIN_LANGUAGE_CODE = "id-id"

INSTALLED_APPS = [
    "portal",
    "participation.accounts",
    "participation.units",
    "participation.ledger",
    "participation.notifications",
    "participation.residents",
    "participation.routing",
    "participation.cases",
    "participation.polls",
    "participation.satisfaction",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [app for app in INSTALLED_APPS if find_spec(app)]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.ContentPolicyMiddleware",
    "portal.middleware.permissions_policy",
    "portal.site_facts.known_site",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.second_factor_for_staff",
    "portal.middleware.FramingMiddleware",
    "portal.middleware.admin_language",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict:
    """The embedded default without a URL; PostgreSQL (or another SQLite file) with one."""
    if not url:
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(SW_DATA_DIR / "suara-warga.sqlite3")}
    else:
        settings = env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    else:
        settings.setdefault("CONN_MAX_AGE", 60)
        settings.setdefault("CONN_HEALTH_CHECKS", True)
        settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return settings


def cache(url: str) -> dict:
    """Shared by all processes in any case: rate limits and alerts must hold across them."""
    if is_redis(url):
        return {
            "BACKEND": "portal.shared_cache.ForgivingRedisCache",
            "LOCATION": url,
            "KEY_PREFIX": f"{BROKER_KEY_PREFIX}cache",
            "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 2},
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


def is_redis(url: str) -> bool:
    return url.startswith(("redis://", "rediss://"))


BROKER_KEY_PREFIX = env("BROKER_KEY_PREFIX")
DATABASES = {"default": database(env("DATABASE_URL"))}
# A process's own memory, for what may be a few seconds old and must not wait for anything.
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "memory", "TIMEOUT": 4}
CACHES = {"default": cache(env("CACHE_URL") or env("CELERY_BROKER_URL")), "memory": MEMORY}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(SW_DATA_DIR / "media"), "base_url": "/media/"},
    },
    # Files as residents sent them: no address leads here, a view hands out single ones after asking permissions.
    "sealed": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(SEALED_ROOT),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = SW_DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "portal.account_forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email", "phone"} if SMS_BACKEND else {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", *(["phone"] if SMS_BACKEND else []), "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Texts cost the office money and the owner of a number patience. A change counts twice: before and after the password.
ACCOUNT_RATE_LIMITS = {"text_message": "10/d/key,60/h/ip", "change_phone": "6/m/user"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Suara Warga"

SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"


def tile_hosts(pattern: str) -> list[str]:
    """Where the map's tiles may come from, for the content policy: nowhere else when the pattern names no host."""
    scheme, _separator, rest = pattern.partition("://")
    host = rest.partition("/")[0]
    if not host:
        return []
    return [f"{scheme}://*.{host.partition('.')[2]}" if "{" in host else f"{scheme}://{host}"]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_hosts(MAP_TILES_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}
X_FRAME_OPTIONS = "DENY"

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env("EMAIL_URL"):
    vars().update(env.email_url_config(env("EMAIL_URL")))
else:
    EMAIL_BACKEND = "portal.mail.ConsoleAndFileBackend"
    EMAIL_FILE_PATH = SW_DATA_DIR / "mail"

CELERY_BROKER_URL = env("CELERY_BROKER_URL") or "filesystem://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A publisher gives up fast: a lost ring is made good by the sweep, a resident who waits for a broker is not.
CELERY_BROKER_TRANSPORT_OPTIONS: dict = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
if is_redis(CELERY_BROKER_URL):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 2, "socket_timeout": 10, "visibility_timeout": 300}
    if BROKER_KEY_PREFIX:
        CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = BROKER_KEY_PREFIX
if CELERY_BROKER_URL.startswith("filesystem://"):
    BROKER_FOLDERS = {"queue": SW_DATA_DIR / "broker" / "queue", "control": SW_DATA_DIR / "broker" / "control"}
    for _folder in BROKER_FOLDERS.values():
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "data_folder_in": str(BROKER_FOLDERS["queue"]),
        "data_folder_out": str(BROKER_FOLDERS["queue"]),
        "control_folder": str(BROKER_FOLDERS["control"]),
        "polling_interval": 0.3,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(SW_DATA_DIR / "timetable")
CELERY_BEAT_SCHEDULE = {
    "sweep cases": {"task": "participation.cases.tasks.sweep_cases", "schedule": 120},
    "close silent cases": {"task": "participation.cases.tasks.close_silent_cases", "schedule": crontab(minute=7)},
    "clean abandoned uploads": {
        "task": "participation.cases.tasks.clean_abandoned_uploads",
        "schedule": crontab(minute=37),
    },
    "send due messages": {"task": "participation.notifications.tasks.send_due_messages", "schedule": 30},
    "seal the ledger": {
        "task": "participation.ledger.tasks.write_daily_seal",
        "schedule": crontab(hour="0-5", minute=10),
    },
    "retrain the classifier": {"task": "participation.routing.tasks.retrain", "schedule": crontab(hour=2, minute=40)},
    "close due polls": {"task": "participation.polls.tasks.close_due_polls", "schedule": 60},
    "mix waiting ballots": {"task": "participation.polls.tasks.mix_waiting_ballots", "schedule": 300},
    "remind of polls": {"task": "portal.tasks.remind_of_polls", "schedule": crontab(minute=27)},
    "queue weekly digests": {
        "task": "portal.tasks.queue_weekly_digests",
        "schedule": crontab(hour=7, minute=20, day_of_week="mon"),
    },
    "publish scheduled pages": {"task": "portal.tasks.publish_scheduled_pages", "schedule": 20},
}
for _entry in CELERY_BEAT_SCHEDULE.values():
    # Rings that piled up while the worker was down are worth one run, not one each.
    _entry["options"] = {"expires": 600}

WAGTAIL_SITE_NAME = "Suara Warga"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id-id", "Bahasa Indonesia"), ("en", "English")]
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.image_forms.SiteImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "odt", "ods", "txt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"] = "indonesian"
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
