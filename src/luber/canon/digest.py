"""SHA-256 in the two dresses it wears: hex for record names, unpadded base64 for what people compare.

`fingerprint(b"...")` gives 43 characters, the form of election fingerprints and ballot trackers. Source:
belenios.md section 2.
"""

from __future__ import annotations

import base64
import hashlib


def sha256(data: bytes) -> bytes:
    """The 32 bytes of the digest."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes) -> str:
    """The digest as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(data: bytes) -> str:
    """The digest in the standard base64 alphabet, its one `=` left away: 43 characters."""
    return base64.b64encode(sha256(data)).decode("ascii").rstrip("=")


def integer(text: str) -> int:
    """The digest of the UTF-8 bytes of `text`, read as a big-endian number below 2^256."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big")
