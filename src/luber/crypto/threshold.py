"""The arithmetic of shares: polynomials over the scalars, their commitments in the group, and putting
shares together.

Trustee i's polynomial f_i has t coefficients; everyone's share of it is f_i(j), j = 1..n; any t shares
together give f(0) in the exponent by Lagrange's weights. Source: belenios.md sections 6.3 and 8; Pedersen
1991.
"""

from __future__ import annotations

from collections.abc import Sequence

from luber.crypto.group import Element, Group
from luber.crypto.secret import Secret


def share(*, group: Group, polynomial: Sequence[Secret], index: int) -> Secret:
    """f(index), index from 1."""
    total = 0
    for coefficient in reversed(polynomial):
        total = (total * index + coefficient.value) % group.order
    return Secret(total)


def commitments(*, group: Group, polynomial: Sequence[Secret]) -> tuple[Element, ...]:
    """g^a_0, …, g^a_(t-1)."""
    return tuple(group.public(coefficient) for coefficient in polynomial)


def committed_share(*, group: Group, commitments: Sequence[Element], index: int) -> Element:
    """g^f(index), from the commitments alone: the product of (g^a_k)^(index^k)."""
    total = group.one
    for commitment in reversed(commitments):
        total = group.multiply(group.power(total, index), commitment)
    return total


def lagrange(*, group: Group, index: int, present: Sequence[int]) -> int:
    """The weight of share `index` when the shares `present` are put together: the product of k/(k - index)
    over the others.
    """
    weight = 1
    for other in present:
        if other != index:
            weight = weight * other * pow(other - index, -1, group.order) % group.order
    return weight
