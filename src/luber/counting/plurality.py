"""Plurality: the answers with the most votes are elected, as many as there are seats.

`seats` is 1 for a pair of chair and deputy, k where the ballot paper asks for k names (13 formatur). A tie
for more places than are left is named and left open: who wins a tie is for the rules of the organisation, not
for us. Blank votes are no answer and do not come in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rank:
    """One answer and where its votes put it. Equal votes share a place, and the next place is skipped (1, 2,
    2, 4).
    """

    answer: int  # position in the question, from 0
    votes: int
    place: int  # from 1


@dataclass(frozen=True, slots=True)
class Tie:
    """`among` (positions of answers, equal votes) stand for `seats_left` places, fewer than they are."""

    among: tuple[int, ...]
    votes: int
    seats_left: int


@dataclass(frozen=True, slots=True)
class Count:
    """The whole story: every answer ranked, those elected, and the tie that remains, if one does."""

    ranks: tuple[Rank, ...]
    elected: tuple[int, ...]
    tie: Tie | None


def count(*, votes: Sequence[int], seats: int = 1) -> Count:
    """Rank answers by votes and elect `seats` of them (at least 1, at most all).

    An answer without a single vote is never elected, and answers without votes are no tie.
    """
    if not 1 <= seats <= len(votes):
        raise ValueError(f"seats must be 1..{len(votes)}, got {seats}")
    if any(number < 0 for number in votes):
        raise ValueError("votes cannot be negative")
    order = sorted(range(len(votes)), key=lambda answer: (-votes[answer], answer))
    ranks = tuple(Rank(answer, votes[answer], 1 + sum(v > votes[answer] for v in votes)) for answer in order)
    elected: list[int] = []
    for level in sorted({number for number in votes if number > 0}, reverse=True):
        equal = tuple(answer for answer in order if votes[answer] == level)
        if len(equal) > seats - len(elected):
            return Count(ranks, tuple(elected), Tie(equal, level, seats - len(elected)))
        elected += equal
        if len(elected) == seats:
            break
    return Count(ranks, tuple(elected), None)
