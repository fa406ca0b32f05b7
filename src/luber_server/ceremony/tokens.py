"""The token of an invitation: 22 letters of base58 in the fragment of a link, which no server log ever sees.

We keep its SHA-256 alone. 128 bits of chance need no slow hash; who reads the table cannot come in.
"""

from __future__ import annotations

import hashlib

from django.conf import settings

from luber.crypto.entropy import base58
from luber_server.ports import entropy

LETTERS = 22


def new() -> str:
    """A fresh token."""
    return base58(LETTERS, entropy=entropy.system)


def digest(token: str) -> str:
    """What is kept of a token: 64 hex digits."""
    return hashlib.sha256(b"luber.invitation/1\x00" + token.encode()).hexdigest()


def link(*, page: str, token: str) -> str:
    """The whole address, e.g. https://…/kunci/#token. `page` begins and ends with a slash."""
    return f"{settings.BASE_URL}{page}#{token}"
