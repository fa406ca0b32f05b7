"""What checking an archive found: data for people and programs, no exception.

*Does not hold* and *could not be checked* are different outcomes. A check that has nothing to look at yet,
because the archive has not come that far, is neither: `NOT_YET`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import resources

from luber.ceremony.election import SealedElection
from luber.errors import LuberError, Unverified
from luber.errors import gettext_noop as _
from luber.publication.events import State


class Status(Enum):
    """How a check ended."""

    HOLDS = "holds"
    FAILS = "fails"
    COULD_NOT_CHECK = "could_not_check"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Check:
    """A row of `checks.toml`: what a check is called and what it means, in both languages."""

    id: str
    name: str
    source: str
    meaning_id: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended: for a failure the first place, what was expected there and found, and how many there are.

    `expected` and `found` are of no language where there is something to compare; else `found` is a sentence,
    and `cause` says it in another language. For what could not be checked because of another check, `found` is
    that check's id.
    """

    check: str
    status: Status
    where: str = ""
    expected: str = ""
    found: str = ""
    failures: int = 0
    cause: LuberError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, in the order of `checks.toml`.

    `ballots` are all in the box, `in_force` those that count, `voters` the credentials listed; `counts` is
    the published result, a row a question, None while there is none.
    """

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...]
    state: State
    election: SealedElection | None
    last_event: str | None
    voters: int
    ballots: int
    in_force: int
    total_weight: int
    counts: tuple[tuple[int, ...], ...] | None

    @property
    def status(self) -> Status:
        """FAILS if anything fails, else COULD_NOT_CHECK if anything could not be checked, else HOLDS."""
        for status in (Status.FAILS, Status.COULD_NOT_CHECK):
            if any(outcome.status is status for outcome in self.outcomes):
                return status
        return Status.HOLDS

    @property
    def first_failure(self) -> Outcome | None:
        """The first check that does not hold, or else the first that could not be made."""
        for status in (Status.FAILS, Status.COULD_NOT_CHECK):
            for outcome in self.outcomes:
                if outcome.status is status:
                    return outcome
        return None

    @property
    def finished(self) -> bool:
        """Is there a result?"""
        return self.state is State.FINISHED

    def outcome(self, check: str) -> Outcome:
        """The outcome of the check with this id."""
        return next(outcome for outcome in self.outcomes if outcome.check == check)


class DoesNotHold(Unverified):
    """Raised by a check: where it does not hold, what was expected, what was found."""

    def __init__(self, *, where: str, expected: str | int, found: str | int) -> None:
        super().__init__(
            _("%(where)s: seharusnya %(expected)s, ternyata %(found)s."),
            code="check",
            facts={"where": where, "expected": expected, "found": found},
        )


@cache
def catalogue() -> tuple[Check, ...]:
    """All checks, in the order in which they are made and reported."""
    table = tomllib.loads(
        resources.files("luber.publication.checks").joinpath("checks.toml").read_text(encoding="utf-8")
    )
    return tuple(
        Check(
            id=row["id"],
            name=row["name"],
            source=row["source"],
            meaning_id=row["meaning"]["id"],
            meaning_en=row["meaning"]["en"],
        )
        for row in table["check"]
    )
