"""Collecting outcomes while checks are made: the first failure of each check is kept, the others are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from luber.errors import LuberError, Refused
from luber.publication.report import Outcome, Status, catalogue

Value = TypeVar("Value")

NOT_KNOWN_TO_US: Final = frozenset({"archive.version", "election.version", "group.unknown", "question.kind"})
"""Codes that say that Luber cannot compute something, not that it is wrong."""


class Findings:
    """Outcomes by check id. A check that was never attempted has nothing to look at yet."""

    def __init__(self) -> None:
        self._outcomes = {check.id: Outcome(check=check.id, status=Status.NOT_YET) for check in catalogue()}

    def attempt(self, check: str, make: Callable[[], Value], *, where: str = "") -> Value | None:
        """Make a check, once or once more: what it returns, or None where it does not hold."""
        try:
            value = make()
        except LuberError as error:
            self.enter(blame(check, error, where=where))
            return None
        if self._outcomes[check].status is Status.NOT_YET:
            self._outcomes[check] = Outcome(check=check, status=Status.HOLDS)
        return value

    def hold(self, check: str) -> None:
        """Enter that a check made elsewhere holds."""
        self.attempt(check, lambda: True)

    def skip(self, *checks: str, reason: str) -> None:
        """Enter that these could not be made, because `reason` (a check's id) did not hold."""
        for check in checks:
            if self._outcomes[check].status is not Status.FAILS:
                self._outcomes[check] = Outcome(check=check, status=Status.COULD_NOT_CHECK, found=reason)

    def status(self, check: str) -> Status:
        """How this check stands."""
        return self._outcomes[check].status

    def all_hold(self, *checks: str) -> bool:
        """Did none of these fail or stay unchecked?"""
        return all(self.status(check) in (Status.HOLDS, Status.NOT_YET) for check in checks)

    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, in the order of the catalogue."""
        return tuple(self._outcomes.values())

    def enter(self, outcome: Outcome) -> None:
        """Enter an outcome reached elsewhere. Of a check's failures the first stays, the others are counted."""
        earlier = self._outcomes[outcome.check]
        if earlier.status is Status.FAILS:
            self._outcomes[outcome.check] = replace(earlier, failures=earlier.failures + 1)
        else:
            self._outcomes[outcome.check] = outcome


def blame(check: str, error: LuberError, *, where: str) -> Outcome:
    """What an error says of the check that it stopped: it fails, or Luber does not know what is asked for."""
    inner = str(error.facts.get("where", ""))
    place = " ".join(part for part in (where, inner if inner != where else "") if part)
    if isinstance(error, Refused) and error.code in NOT_KNOWN_TO_US:
        return Outcome(check, Status.COULD_NOT_CHECK, where=place, found=str(error), cause=error)
    told = {"expected", "found"} <= set(error.facts)
    return Outcome(
        check,
        Status.FAILS,
        where=place,
        expected=str(error.facts["expected"]) if told else "",
        found=str(error.facts["found"]) if told else str(error),
        failures=1,
        cause=error,
    )
