"""ballots.signature: the holder of the credential signed exactly these bytes."""

from __future__ import annotations

from luber.casting import ballot as ballots_of
from luber.casting.ballot import ParsedBallot
from luber.ceremony.election import SealedElection
from luber.publication.report import DoesNotHold


def run(ballot: ParsedBallot, *, election: SealedElection, where: str) -> None:
    """Raise `DoesNotHold` when another hash was signed, `Unverified` when the signature fails."""
    if ballot.hash != ballot.signed:
        raise DoesNotHold(where=where, expected=ballot.signed, found=ballot.hash)
    ballots_of.verify_signature(ballot, election=election)
