"""DPS, the provisional list, as everyone may see it: names masked, classes, nothing else.

A pupil finds themself ("Mel*** R***, 8A"); a stranger does not find a child. The number of stars says
nothing of the length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luber.registry.dpt import reading_order

STARS = "***"
SHOWN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the public list."""

    class_label: str
    masked_name: str


def masked(name: str) -> str:
    """The name with at most three letters of its first word and one of each other word: `Melati Rahayu`
    → `Mel*** R***`.

    Never more than half of the first word, so that short names (`Al`) stay masked too.
    """
    words = name.split()
    if not words:
        return STARS
    first = words[0]
    shown = first[: max(1, min(SHOWN_LETTERS, len(first) // 2))]
    return " ".join([shown + STARS, *(word[0] + STARS for word in words[1:])])


def lines(voters: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    """(class label, name) of each voter → the public lines, ordered by class and masked name, so that
    order tells nothing more."""
    shown = (Line(class_label, masked(name)) for class_label, name in voters)
    return tuple(
        sorted(shown, key=lambda line: (reading_order(line.class_label), line.masked_name.casefold()))
    )
