import hashlib
import hmac
import re

from django.conf import settings

_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 of ``value`` under the office's lookup key, as 64 hex digits.

    ``purpose`` keeps the hashes of different columns apart, so that equal values in two of them cannot be matched.
    """
    key = settings.LOOKUP_HASH_KEY
    key = key.encode() if isinstance(key, str) else key
    return hmac.new(key, f"{purpose}\x1f{value}".encode(), hashlib.sha256).hexdigest()


def email_hash(email: str) -> str:
    return keyed_hash("email", email.strip().casefold())


def phone_hash(phone: str) -> str:
    """``phone`` must already be in E.164 form (+62812…)."""
    return keyed_hash("phone", phone)


def international(typed: str) -> str:
    """0812 3456 7890 -> +6281234567890; "" for what is no phone number."""
    digits = re.sub(r"[\s().-]", "", typed)
    if digits.startswith("0"):
        digits = f"+62{digits[1:]}"
    elif digits.startswith("62"):
        digits = f"+{digits}"
    return digits if _NUMBER.fullmatch(digits) else ""
