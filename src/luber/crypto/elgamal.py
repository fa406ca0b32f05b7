"""ElGamal in the exponent: m is hidden as (g^r, y^r · g^m), and products of ciphertexts hide sums.

Written `{"alpha":"…","beta":"…"}`. Source: belenios.md section 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from luber.canon import shape
from luber.crypto.group import Element, Group


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """(alpha, beta) = (g^r, y^r · g^m)."""

    alpha: Element
    beta: Element

    def to_json(self, group: Group) -> dict[str, str]:
        return {"alpha": group.text(self.alpha), "beta": group.text(self.beta)}


def encrypt(*, group: Group, key: Element, message: int, randomness: int) -> Ciphertext:
    """Hide the small number `message` under the public `key`."""
    beta = group.power(key, randomness)
    if message:
        beta = group.multiply(beta, group.generate(message))
    return Ciphertext(alpha=group.generate(randomness), beta=beta)


def neutral(group: Group) -> Ciphertext:
    """The empty product, which hides 0."""
    return Ciphertext(alpha=group.one, beta=group.one)


def multiply(left: Ciphertext, right: Ciphertext, *, group: Group) -> Ciphertext:
    """Hides the sum of what both hide."""
    return Ciphertext(
        alpha=group.multiply(left.alpha, right.alpha), beta=group.multiply(left.beta, right.beta)
    )


def divide(left: Ciphertext, right: Ciphertext, *, group: Group) -> Ciphertext:
    """Hides the difference of what both hide."""
    return Ciphertext(alpha=group.divide(left.alpha, right.alpha), beta=group.divide(left.beta, right.beta))


def power(base: Ciphertext, exponent: int, *, group: Group) -> Ciphertext:
    """Hides `exponent` times what `base` hides."""
    if exponent == 1:
        return base
    return Ciphertext(alpha=group.power(base.alpha, exponent), beta=group.power(base.beta, exponent))


def product(ciphertexts: Iterable[Ciphertext], *, group: Group) -> Ciphertext:
    """Hides the sum of what all hide."""
    listed = tuple(ciphertexts)
    return Ciphertext(
        alpha=group.product(each.alpha for each in listed), beta=group.product(each.beta for each in listed)
    )


def text(ciphertexts: Sequence[Ciphertext], *, group: Group) -> str:
    """`s(alpha),s(beta)` of each, joined by commas: the form that prefixes hash."""
    return ",".join(f"{group.text(each.alpha)},{group.text(each.beta)}" for each in ciphertexts)


def decode(value: Any, *, group: Group, where: str) -> Ciphertext:
    """Read a ciphertext whose halves are canonical but **not yet** checked for membership.

    Raises `Malformed`.
    """
    read = shape.members(value, where=where, required=("alpha", "beta"), ordered=True)
    return Ciphertext(
        alpha=group.decode(shape.string(read["alpha"], where=where), where=where),
        beta=group.decode(shape.string(read["beta"], where=where), where=where),
    )


def parse(value: Any, *, group: Group, where: str) -> Ciphertext:
    """Read a ciphertext and check both halves for membership. Raises `Malformed`."""
    ciphertext = decode(value, group=group, where=where)
    group.require_member(ciphertext.alpha, where=where)
    group.require_member(ciphertext.beta, where=where)
    return ciphertext
