"""Chance comes in as an argument: a function that gives n random bytes.

In production it is the operating system's generator, in tests a seeded one. Nothing in the core makes its
own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Entropy: TypeAlias = Callable[[int], bytes]
"""`entropy(n)` gives n fresh, independent, uniform bytes."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Letters and digits without 0, O, I and l, which people mix up."""


def below(bound: int, *, entropy: Entropy) -> int:
    """A uniform number in [0, bound): bits beyond the bound's are cut off, and what is too large is thrown away."""
    bits = (bound - 1).bit_length()
    size = (bits + 7) // 8
    while True:
        number = int.from_bytes(entropy(size), "big") >> (8 * size - bits)
        if number < bound:
            return number


def base58(length: int, *, entropy: Entropy) -> str:
    """`length` independent uniform letters of `BASE58`."""
    return "".join(BASE58[below(58, entropy=entropy)] for _ in range(length))
