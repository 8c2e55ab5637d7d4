"""Django's settings for the servers that an address in the environment names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str, data_dir: Path) -> dict[str, Any]:
    if not url:
        return _sqlite(data_dir / "suara-warga.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL: {parts.scheme!r} is not supported; use postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **dict(parse_qsl(parts.query))},
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            # Writers queue for the lock at BEGIN; a lock taken later could not wait and would fail at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def cache(url: str, key_prefix: str) -> dict[str, Any]:
    """Shared by all processes, since rate limits and alerts count across them."""
    if is_redis(url):
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": f"{key_prefix}cache",
            "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 2},
        }
    if url:
        raise ValueError(f"CACHE_URL: {urlsplit(url).scheme!r} is not supported; use redis:// or leave it empty")
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


def is_redis(url: str) -> bool:
    return urlsplit(url).scheme in {"redis", "rediss"}


def broker_options(url: str, data_dir: Path, key_prefix: str) -> dict[str, Any]:
    """A publisher gives up fast: a lost ring is made good by the sweep, a blocked resident is not."""
    giving_up = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
    scheme = urlsplit(url).scheme
    if scheme == "filesystem":
        return {**giving_up, "polling_interval": 0.2, **_broker_folders(data_dir / "broker")}
    if scheme in {"redis", "rediss"}:
        limits = {"socket_timeout": 10, "socket_connect_timeout": 2, "visibility_timeout": 300}
        return {**giving_up, **limits, **({"global_keyprefix": key_prefix} if key_prefix else {})}
    return giving_up


def _broker_folders(folder: Path) -> dict[str, str]:
    queue, control = folder / "queue", folder / "control"
    for path in (queue, control):
        path.mkdir(parents=True, exist_ok=True)
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control)}


def email(url: str) -> dict[str, Any]:
    """The ``EMAIL_…`` settings of an smtp:// address."""
    if not url:
        return {"EMAIL_BACKEND": "portal.mail.ConsoleAndFileBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError(f"EMAIL_URL: {parts.scheme!r} is not supported; use smtp:// or smtps://")
    options = dict(parse_qsl(parts.query))
    is_ssl = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if is_ssl else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_ssl,
        "EMAIL_USE_TLS": not is_ssl and options.get("tls", "0") in {"1", "true"},
    }
