"""decryption.enough: whoever is needed to open the box has given a partial decryption before the result."""

from __future__ import annotations

from collections.abc import Collection

from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees
from luber.tally import result


def run(*, election: SealedElection, trustees: Trustees, owners: Collection[int]) -> None:
    """Raise `Refused` when someone who is needed is missing."""
    result.weights(trustees=trustees, election=election, present=frozenset(owners))
