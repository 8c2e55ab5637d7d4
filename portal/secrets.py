"""Secrets: made once for a local site, checked for a production one."""

import fcntl
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

MINIMUM_LENGTH = 40
_GUESSABLE = ("insecure", "changeme", "rahasia", "secret", "password", "contoh", "example")


@dataclass(frozen=True)
class LocalSecrets:
    secret_key: str
    field_encryption_key: str
    lookup_hash_key: str


def local_secrets(data_dir: Path) -> LocalSecrets:
    """The secrets of this data directory, made at first use and readable by its owner only."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secrets.json"
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        path.chmod(0o600)
        file.seek(0)
        written = file.read()
        if written:
            return LocalSecrets(**json.loads(written))
        made = LocalSecrets(
            secret_key=secrets.token_urlsafe(50),
            field_encryption_key=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            lookup_hash_key=secrets.token_urlsafe(50),
        )
        json.dump(asdict(made), file)
        return made


def check_secret(name: str, value: str) -> str:
    """The value when it can serve as a secret. Raises ImproperlyConfigured saying what is wrong and how to mend it."""
    hint = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; {hint}")
    if len(value) < MINIMUM_LENGTH or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{name} is too weak (at least {MINIMUM_LENGTH} varied characters); {hint}")
    if any(word in value.lower() for word in _GUESSABLE):
        raise ImproperlyConfigured(f"{name} looks like a placeholder; {hint}")
    return value


def check_encryption_keys(keys: Iterable[str]) -> list[str]:
    keys = list(keys)
    hint = "make one with: python3 -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
    if not keys:
        raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS is not set; {hint}")
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS holds a key that is none; {hint}") from error
        if len(set(key)) < 10:
            raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS holds a key that is too weak; {hint}")
    return keys
