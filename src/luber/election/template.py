"""What a committee starts from: a template with its first question and sensible rules, all of which it may
change.

Pilketos: pupils elect the chair of OSIS among numbered pairs (chair and deputy), each with two photographs,
a vision, a mission and a programme. Plain: choose one, exactly k (13 formatur), from so many to so many, or
yes/no.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from luber.errors import gettext_noop as _


class Template(Enum):
    """The templates, by the value stored."""

    PILKETOS = "pilketos"
    PLAIN = "plain"


class Shape(Enum):
    """How many answers a voter marks in a plain question."""

    ONE = "one"
    EXACTLY = "exactly"
    RANGE = "range"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Start:
    """The first question and rules that a template proposes."""

    question: str
    paslon: bool  # pairs with photographs, rather than plain answers
    blank: bool  # a vote for nobody (golput) is offered
    voice: str


STARTS: dict[Template, Start] = {
    Template.PILKETOS: Start(
        _("Siapa Ketua dan Wakil Ketua OSIS pilihanmu?"), paslon=True, blank=True, voice="kamu"
    ),
    Template.PLAIN: Start(_("Siapa pilihan Anda?"), paslon=False, blank=True, voice="anda"),
}


def bounds(shape: Shape, *, answers: int, least: int, most: int) -> tuple[int, int]:
    """The least and the most answers that a ballot marks, for a question of `answers` answers."""
    match shape:
        case Shape.ONE | Shape.YES_NO:
            return 1, 1
        case Shape.EXACTLY:
            return most, most
        case Shape.RANGE:
            return least, min(most, answers)
