"""Finding the small m in g^m by baby steps and giant steps.

The table of baby steps is made once and serves all answers of an election. Totals up to 10^11 (the largest
total weight) take some 300,000 steps each way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Final

from luber.crypto.group import Element, Group
from luber.errors import Unverified
from luber.errors import gettext_noop as _

LARGEST_TABLE: Final = 2**18
"""Baby steps at most: some 40 MB. Beyond, giant steps take over."""


def solve(elements: Sequence[Element], *, group: Group, maximum: int) -> tuple[int, ...]:
    """The m in 0..maximum of each element g^m. Raises `Unverified` where there is none."""
    if not elements:
        return ()
    width = isqrt(maximum * max(1, len(elements))) + 1
    width = min(width, maximum + 1, LARGEST_TABLE)
    baby: dict[Element, int] = {}
    walked = group.one
    for m in range(width):
        baby[walked] = m
        walked = group.multiply(walked, group.generator)
    return tuple(
        _giant_steps(element, baby=baby, stride=walked, group=group, maximum=maximum) for element in elements
    )


def _giant_steps(
    element: Element, *, baby: dict[Element, int], stride: Element, group: Group, maximum: int
) -> int:
    width = len(baby)
    for giant in range(maximum // width + 1):
        found = baby.get(element)
        if found is not None and giant * width + found <= maximum:
            return giant * width + found
        element = group.divide(element, stride)
    raise Unverified(
        _("Jumlah suara yang terbuka bukan bilangan dari 0 sampai %(maximum)d."),
        code="dlog.none",
        facts={"maximum": maximum},
    )
