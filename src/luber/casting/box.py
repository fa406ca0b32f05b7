"""The box: ballots in the order cast, of which the last of each credential is in force.

The box here is a value for small elections, tests and tools; the server's box keeps the same rule in its
database. Source: belenios.md section 7 ("among ballots with the same credential the last counts").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luber.casting.ballot import CheckedBallot
from luber.errors import Refused
from luber.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Box:
    """Checked ballots, in the order cast."""

    ballots: tuple[CheckedBallot, ...] = ()

    def put(self, ballot: CheckedBallot, *, single_cast: bool = False) -> Box:
        """The box with one more ballot.

        Raises `Refused` for the same bytes twice, or a second cast where only one is allowed.
        """
        for earlier in self.ballots:
            if earlier.tracker == ballot.tracker:
                raise Refused(_("Surat suara ini sudah ada di kotak."), code="box.same")
            if single_cast and earlier.credential == ballot.credential:
                raise Refused(
                    _("Kartu ini sudah dipakai; di pemilihan ini suara tidak dapat diganti."),
                    code="box.single",
                )
        return Box(ballots=(*self.ballots, ballot))

    @property
    def in_force(self) -> tuple[CheckedBallot, ...]:
        """The ballots that count."""
        return in_force(self.ballots)


def in_force(ballots: Iterable[CheckedBallot]) -> tuple[CheckedBallot, ...]:
    """The last ballot of each credential, in the order in which those were cast."""
    last: dict[str, CheckedBallot] = {}
    for ballot in ballots:
        last.pop(ballot.credential, None)
        last[ballot.credential] = ballot
    return tuple(last.values())


def superseded(credentials: Sequence[str]) -> frozenset[int]:
    """Positions (from 0) of ballots that a later one with the same credential replaced."""
    last = {credential: position for position, credential in enumerate(credentials)}
    return frozenset(
        position for position, credential in enumerate(credentials) if last[credential] != position
    )
