"""ballots.form: canonical bytes, known members, the lengths that the questions ask for."""

from __future__ import annotations

from luber.casting import ballot as ballots_of
from luber.casting.ballot import ParsedBallot
from luber.ceremony.election import SealedElection


def run(raw: bytes, *, election: SealedElection) -> ParsedBallot:
    """The ballot as parsed. Raises `Malformed`."""
    return ballots_of.parse(election=election, raw=raw)
