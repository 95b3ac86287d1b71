"""Personal text is nowhere in clear at rest: sealed with AES-GCM, found again by a blind index."""

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from actions.keys import Keys

_NONCE = 12
# Broken phones send halves of emoji; they are kept as they came.
_LONE = "surrogatepass"


class SealBroken(Exception):
    """A sealed value was changed, moved to another row or column, or sealed with a key that is gone."""


@dataclass(frozen=True)
class Vault:
    """Seals text for one place and opens it only there."""

    keys: Keys

    def seal(self, text: str, place: str) -> bytes:
        """Seal text for a place (table, column, row key); shape: version byte, nonce, ciphertext with tag."""
        version = max(self.keys.fields)
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self.keys.fields[version]).encrypt(nonce, text.encode("utf-8", _LONE), place.encode("utf-8"))
        return bytes([version]) + nonce + sealed

    def open(self, sealed: bytes, place: str) -> str:
        """Give back the text; raise SealBroken when it does not belong to this place or was changed."""
        key = self.keys.fields.get(sealed[0]) if sealed else None
        if key is None:
            raise SealBroken(f"no key for {place}")
        try:
            text = AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.encode("utf-8"))
        except (InvalidTag, ValueError):
            raise SealBroken(f"cannot open {place}") from None
        return text.decode("utf-8", _LONE)

    def index(self, kind: str, value: str) -> str:
        """The blind index of a value: equal values of one kind give equal indexes, and nothing can be read from it."""
        return hmac.new(self.keys.index, f"{kind}\0{value}".encode("utf-8", _LONE), hashlib.sha256).hexdigest()
