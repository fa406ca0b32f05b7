"""The subgroup of prime order q of the integers modulo a prime p, computed by gmpy2.

Published form: the decimal number. Membership: 0 < x < p and x^q = 1. BELENIOS-2048 has a 2048-bit p and a
256-bit q.

Source: belenios.md section 3.1.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from gmpy2 import invert, mpz, powmod

from luber.canon import shape
from luber.crypto import fixed_base
from luber.crypto.fixed_base import RepeatedBase
from luber.crypto.group import Element, Group
from luber.errors import Malformed
from luber.errors import gettext_noop as _


class Multiplicative(Group):
    """Elements are gmpy2 integers in [0, p)."""

    def __init__(self, *, name: str, modulus: int, order: int, generator: int) -> None:
        self.name = name
        self.order = order
        self.generator = Element(mpz(generator))
        self.one = Element(mpz(1))
        self._p = mpz(modulus)
        self._q = mpz(order)
        self._repeated = lru_cache(maxsize=16)(self._repeat)

    def decode(self, text: str, *, where: str) -> Element:
        number = mpz(shape.decimal(text, where=where))
        if number >= self._p:
            raise Malformed(
                _("Bilangan di %(where)s terlalu besar untuk grup %(group)s."),
                code="group.canonical",
                facts={"where": where, "group": self.name},
            )
        return Element(number)

    def text(self, element: Element) -> str:
        return str(element)

    def is_member(self, element: Element) -> bool:
        return bool(cast(Any, element) > 0 and powmod(element, self._q, self._p) == 1)

    def power(self, base: Element, exponent: int) -> Element:
        return Element(powmod(base, exponent % self.order, self._p))

    def generate(self, exponent: int) -> Element:
        return self.power(self.generator, exponent)

    def public_generate(self, exponent: int) -> Element:
        return self.public_power(self.generator, exponent)

    def public_power(self, base: Element, exponent: int) -> Element:
        return self._repeated(base).power(exponent % self.order)

    def multiply(self, left: Element, right: Element) -> Element:
        return Element(cast(Any, left) * right % self._p)

    def divide(self, left: Element, right: Element) -> Element:
        return Element(cast(Any, left) * invert(right, self._p) % self._p)

    def _repeat(self, base: Element) -> RepeatedBase[Element]:
        return RepeatedBase(
            plain=lambda exponent: self.power(base, exponent),
            build=lambda: fixed_base.integers_modulo(self._p, base=base, bits=self.order.bit_length()),
        )

    def sort_key(self, element: Element) -> Any:
        return element
