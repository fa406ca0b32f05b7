"""A group of prime order, written multiplicatively, as every proof of the protocol sees it.

An `Element` is opaque: only the group that made it knows what is inside, and two elements of one group are
equal when `==` says so. Text goes in by `element` (canonical form *and* membership checked) and out by
`text`. Numbers go in by `scalar`.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, NewType

from luber.canon import shape
from luber.crypto import entropy as chance
from luber.crypto.secret import Secret
from luber.errors import Malformed
from luber.errors import gettext_noop as _

Element = NewType("Element", object)


class Group(ABC):
    """What a group can do. Exponents are any integers; they are taken modulo `order`."""

    name: str
    order: int
    generator: Element
    one: Element

    @abstractmethod
    def decode(self, text: str, *, where: str) -> Element:
        """Read the canonical form of something that may or may not be a member. Raises `Malformed`."""

    @abstractmethod
    def text(self, element: Element) -> str:
        """The canonical form that is hashed and published."""

    @abstractmethod
    def is_member(self, element: Element) -> bool:
        """Is this decoded thing in the subgroup of prime order?"""

    @abstractmethod
    def power(self, base: Element, exponent: int) -> Element:
        """base^exponent, for a member."""

    @abstractmethod
    def generate(self, exponent: int) -> Element:
        """generator^exponent, faster than `power`."""

    @abstractmethod
    def multiply(self, left: Element, right: Element) -> Element:
        """left · right."""

    @abstractmethod
    def divide(self, left: Element, right: Element) -> Element:
        """left / right."""

    @abstractmethod
    def sort_key(self, element: Element) -> Any:
        """What elements are sorted by in published lists."""

    def member_power(self, element: Element, exponent: int, *, where: str) -> Element:
        """Like `power`, for something decoded but not yet checked. Raises `Malformed` when it is no member.

        A group whose library refuses to multiply non-members gets the membership check for nothing here.
        """
        self.require_member(element, where=where)
        return self.power(element, exponent)

    def public_generate(self, exponent: int) -> Element:
        """`generate` with a public exponent, for checking only."""
        return self.generate(exponent)

    def public_power(self, base: Element, exponent: int) -> Element:
        """`power` for a public base that comes again and again, with a public exponent: faster in the long run.

        The time it takes depends on the exponent, so it is for checking only.
        """
        return self.power(base, exponent)

    def require_member(self, element: Element, *, where: str) -> None:
        """Raise `Malformed` unless `element` is in the subgroup of prime order."""
        if not self.is_member(element):
            raise not_a_member(self.name, where)

    def element(self, text: Any, *, where: str) -> Element:
        """Read a member of the group from its canonical form. Raises `Malformed`."""
        decoded = self.decode(shape.string(text, where=where), where=where)
        self.require_member(decoded, where=where)
        return decoded

    def scalar(self, text: Any, *, where: str) -> int:
        """Read a number in [0, order) from its decimal string. Raises `Malformed`."""
        number = shape.decimal(text, where=where)
        if number >= self.order:
            raise Malformed(
                _("Bilangan di %(where)s terlalu besar untuk grup %(group)s."),
                code="group.scalar",
                facts={"where": where, "group": self.name},
            )
        return number

    def product(self, elements: Iterable[Element]) -> Element:
        """The product of all, `one` for none."""
        total: Element | None = None
        for element in elements:
            total = element if total is None else self.multiply(total, element)
        return self.one if total is None else total

    def challenge(self, prefix: str, elements: Iterable[Element]) -> int:
        """HG(prefix, P1..Pn) of belenios.md section 2: SHA-256 of prefix and comma-joined elements, modulo
        the order.
        """
        hashed = prefix + ",".join(map(self.text, elements))
        return int.from_bytes(hashlib.sha256(hashed.encode("utf-8")).digest(), "big") % self.order

    def random_scalar(self, entropy: chance.Entropy) -> int:
        """A uniform number in [0, order)."""
        return chance.below(self.order, entropy=entropy)

    def random_secret(self, entropy: chance.Entropy) -> Secret:
        """A uniform secret in [1, order)."""
        return Secret(1 + chance.below(self.order - 1, entropy=entropy))

    def respond(self, *, nonce: int, secret: Secret, challenge: int) -> int:
        """nonce - secret·challenge, modulo the order: the answer of every proof."""
        return (nonce - secret.value * challenge) % self.order

    def public(self, secret: Secret) -> Element:
        """generator^secret."""
        return self.generate(secret.value)


def not_a_member(group: str, where: str) -> Malformed:
    """The error for something that is well written but not in the subgroup."""
    return Malformed(
        _("Isi %(where)s bukan anggota grup %(group)s."),
        code="group.member",
        facts={"where": where, "group": group},
    )
