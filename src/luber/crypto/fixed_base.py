"""Powers of one public base, again and again: a table makes each power a few multiplications.

Checking ballots raises the generator and the election key to a fresh exponent a dozen times a ballot each. Modulo a
number of 2048 bits a power out of the table costs a fifth of a general one. A table takes as long to make as some
fifty powers, so it is made only once more than that were asked for.

For public bases and public exponents only: the time it takes depends on both. Secrets go through `power`. Ed25519 has
no such table: what gmpy2 could do was no faster than libsodium's general multiplication.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from gmpy2 import mpz

Power = TypeVar("Power")

WORTH_A_TABLE: Final = 200
"""Powers of one base before its table is made."""

_WINDOW_BITS: Final = 8


class RepeatedBase(Generic[Power]):
    """Counts how often a base is raised; at first by `plain`, later by the table that `build` makes."""

    def __init__(self, *, plain: Callable[[int], Power], build: Callable[[], Callable[[int], Power]]) -> None:
        self._raise = plain
        self._build = build
        self._left = WORTH_A_TABLE

    def power(self, exponent: int) -> Power:
        """The base to `exponent`, which is in [0, order)."""
        if self._left > 0:
            self._left -= 1
            if self._left <= 0:
                self._raise = self._build()
        return self._raise(exponent)


def integers_modulo(modulus: Any, *, base: Any, bits: int) -> Callable[[int], Any]:
    """Powers of `base` modulo `modulus`, for exponents of up to `bits` bits."""
    rows: list[list[Any]] = []
    start = base
    for _window in range(-(-bits // _WINDOW_BITS)):
        row = [start]
        for _digit in range(2**_WINDOW_BITS - 2):
            row.append(row[-1] * start % modulus)
        rows.append(row)
        start = row[-1] * start % modulus

    def power(exponent: int) -> Any:
        product = mpz(1)
        for row in rows:
            digit = exponent & (2**_WINDOW_BITS - 1)
            exponent >>= _WINDOW_BITS
            if digit:
                product = product * row[digit - 1] % modulus
        return product

    return power
