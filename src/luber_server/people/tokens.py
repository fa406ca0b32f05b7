"""One-time links: the person keeps the token, the database its hash."""

from __future__ import annotations

import base64
import hashlib

from luber_server.ports import entropy

TOKEN_BYTES = 24


def fresh() -> str:
    """A new token, 32 letters that fit in an address."""
    return base64.urlsafe_b64encode(entropy.system(TOKEN_BYTES)).decode()


def hashed(token: str) -> str:
    """What the database keeps of a token. A token has 192 bits of chance, so a plain hash needs no salt."""
    return hashlib.sha256(b"luber.people.invitation/1\x00" + token.encode()).hexdigest()
