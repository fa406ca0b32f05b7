"""ballots.proofs: every ciphertext is a member of the group, and every answer is proved to hide a valid vote."""

from __future__ import annotations

from luber.casting import ballot as ballots_of
from luber.casting.ballot import ParsedBallot
from luber.ceremony.election import SealedElection


def run(ballot: ParsedBallot, *, election: SealedElection) -> None:
    """Raise `Unverified`, naming the proof."""
    ballots_of.verify_proofs(ballot, election=election)
