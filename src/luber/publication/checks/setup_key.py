"""setup.key: the election key is the product of the keys of all trustees."""

from __future__ import annotations

from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees
from luber.publication.report import DoesNotHold


def run(*, election: SealedElection, trustees: Trustees) -> None:
    """Raise `DoesNotHold` unless it is."""
    expected = trustees.public_key(election.group)
    if expected != election.public_key:
        raise DoesNotHold(
            where="election.public_key",
            expected=election.group.text(expected),
            found=election.group.text(election.public_key),
        )
