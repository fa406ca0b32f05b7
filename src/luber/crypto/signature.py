"""Ed25519 signatures (RFC 8032), by libsodium: who signs a checkpoint of the transparency log.

Not the group of the ballots' proofs, although the curve is the same: these keys sign notes and nothing else.
"""

from __future__ import annotations

import nacl.exceptions
import nacl.signing

from luber.errors import Malformed, Unverified
from luber.errors import gettext_noop as _

SEED_BYTES = 32
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64


class SigningKey:
    """A signing key, made of a seed of 32 secret bytes. Does not print."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        _check_length(seed, SEED_BYTES)
        self._key = nacl.signing.SigningKey(seed)

    def __repr__(self) -> str:
        return "SigningKey(…)"

    def __reduce__(self) -> str:
        raise TypeError("a signing key is not pickled")

    @property
    def public_key(self) -> bytes:
        """The 32 public bytes."""
        return bytes(self._key.verify_key)

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`: 64 bytes, the same each time."""
        return self._key.sign(message).signature


def verify(*, public_key: bytes, message: bytes, signature: bytes) -> None:
    """Check a signature. Raises `Malformed` for wrong lengths and `Unverified` where it is not this key's."""
    _check_length(public_key, PUBLIC_KEY_BYTES)
    _check_length(signature, SIGNATURE_BYTES)
    try:
        nacl.signing.VerifyKey(public_key).verify(message, signature)
    except nacl.exceptions.BadSignatureError:
        raise Unverified(_("Tanda tangan ini tidak dibuat oleh kunci itu."), code="signature.bad") from None


def _check_length(value: bytes, expected: int) -> None:
    if len(value) != expected:
        raise Malformed(
            _("Kunci atau tanda tangan Ed25519 seharusnya %(expected)d bita, ternyata %(found)d."),
            code="signature.length",
            facts={"expected": expected, "found": len(value)},
        )
