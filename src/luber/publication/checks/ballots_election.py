"""ballots.election: the ballot names this election's uuid and fingerprint."""

from __future__ import annotations

from luber.casting.ballot import ParsedBallot
from luber.ceremony.election import SealedElection
from luber.publication.report import DoesNotHold


def run(ballot: ParsedBallot, *, election: SealedElection, where: str) -> None:
    """Raise `DoesNotHold` unless it does."""
    expected = f"{election.uuid} {election.fingerprint}"
    found = f"{ballot.election_uuid} {ballot.election_hash}"
    if found != expected:
        raise DoesNotHold(where=where, expected=expected, found=found)
