"""Who is elected by a result: one question's figures, named.

The rule comes from the sealed record (method and seats), the figures from the result. A tie is named and left
open. *Kotak kosong*, the empty box that stands against a single pair, is an answer like another, but nobody:
where it has the most votes, nobody is elected and that is said as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from luber.counting import plurality
from luber.errors import Refused
from luber.errors import gettext_noop as _


class Verdict(Enum):
    """How a question ended."""

    ELECTED = "elected"  # as many as there are seats, or all who got a vote
    TIE = "tie"  # for the last of the places; whoever is surely elected is named too
    EMPTY_BOX = "empty_box"  # the empty box won: nobody is elected
    NOBODY = "nobody"  # not one vote for anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of the ballot paper: `number` as printed there, `name` of the people or the thing."""

    number: int
    name: str
    empty_box: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One answer's figures. `tied`: it stands in the open tie."""

    choice: Choice
    votes: int
    place: int
    elected: bool
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question. `standings` are in the order of the ballot paper.

    `blank` is None where a blank vote is not offered. `valid` are the ballots that
    choose (all in force without the blank ones), so shares are parts of it.
    """

    question: str
    standings: tuple[Standing, ...]
    blank: int | None
    valid: int
    seats: int
    verdict: Verdict
    seats_left: int  # places the tie is about, 0 without one

    @property
    def elected(self) -> tuple[Standing, ...]:
        """Who is elected, by votes."""
        elected = (standing for standing in self.standings if standing.elected)
        return tuple(sorted(elected, key=lambda standing: (standing.place, standing.choice.number)))

    @property
    def tied(self) -> tuple[Standing, ...]:
        """Who stands in the open tie."""
        return tuple(standing for standing in self.standings if standing.tied)


def decide(
    *,
    question: str,
    choices: Sequence[Choice],
    votes: Sequence[int],
    blank: int | None,
    in_force: int,
    method: str,
    seats: int,
) -> Outcome:
    """Apply the sealed rule to the figures of one question. Raises `Refused` for an unknown method."""
    if method != "plurality":
        raise Refused(
            _("Cara menghitung “%(method)s” tidak dikenal."),
            code="outcome.method",
            facts={"method": method[:40]},
        )
    count = plurality.count(votes=votes, seats=min(seats, len(votes)))
    tied = count.tie.among if count.tie else ()
    places = {rank.answer: rank.place for rank in count.ranks}
    won_by_nobody = [answer for answer in count.elected if choices[answer].empty_box]
    return Outcome(
        question=question,
        standings=tuple(
            Standing(
                choice=choice,
                votes=votes[answer],
                place=places[answer],
                elected=answer in count.elected and not choice.empty_box,
                tied=answer in tied,
            )
            for answer, choice in enumerate(choices)
        ),
        blank=blank,
        valid=in_force - (blank or 0),
        seats=seats,
        verdict=_verdict(count, won_by_nobody=bool(won_by_nobody)),
        seats_left=count.tie.seats_left if count.tie else 0,
    )


def _verdict(count: plurality.Count, *, won_by_nobody: bool) -> Verdict:
    if count.tie is not None:
        return Verdict.TIE
    if won_by_nobody:
        return Verdict.EMPTY_BOX
    return Verdict.ELECTED if count.elected else Verdict.NOBODY
