"""setup.election: the election file is of the form, its key a member of its group.

A version, group or question kind that Luber does not know is not a fault of the archive: it could not be
checked.
"""

from __future__ import annotations

from luber.ceremony import election as elections
from luber.ceremony.election import SealedElection


def run(raw: bytes) -> SealedElection:
    """The election. Raises `Malformed`, or `Refused` for what Luber does not know."""
    return elections.parse(raw)
