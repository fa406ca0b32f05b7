"""setup.trustees: every proof of every trustee, and every verification key recomputed from the commitments.

In the old dialect of 2.0 certificates have no context and step 3 no signatures: what is there is checked,
and a note says what was not.
"""

from __future__ import annotations

from luber.ceremony import trustees as trustees_of
from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees


def run(raw: bytes, *, election: SealedElection) -> Trustees:
    """The trustees, verified. Raises `Malformed` or `Unverified`."""
    trustees = trustees_of.parse(raw, group=election.group)
    trustees_of.verify(trustees, group=election.group)
    return trustees
