"""Values that we hand to a browser and recognise when they come back."""

import base64
import hashlib
import hmac
import secrets


def sign(key: bytes, purpose: str, value: str) -> str:
    """The value with a signature that fits this purpose only."""
    return f"{value}.{_mac(key, purpose, value)}"


def unsign(key: bytes, purpose: str, signed: str) -> str | None:
    """The value, or None when the signature is not ours."""
    value, dot, mac = signed.rpartition(".")
    if not dot or not hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(key, purpose, value).encode()):
        return None
    return value


def new_value() -> str:
    """A new unguessable value."""
    return secrets.token_urlsafe(18)


def _mac(key: bytes, purpose: str, value: str) -> str:
    digest = hmac.new(key, f"{purpose}\0{value}".encode("utf-8", "replace"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode("ascii")
