"""Chance, one of the few doors to the world: the operating system's, handed to the core as `Entropy`."""

from __future__ import annotations

import os


def system(size_bytes: int) -> bytes:
    """`size_bytes` random bytes of the operating system; the core's `Entropy`."""
    return os.urandom(size_bytes)
