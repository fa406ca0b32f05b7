"""setup.credentials: every public credential is a member of the group, none stands there twice, weights are
lawful.
"""

from __future__ import annotations

from luber.ceremony.election import SealedElection
from luber.registry import credentials as credentials_of
from luber.registry.credentials import PublicCredentials


def run(raw: bytes, *, election: SealedElection) -> PublicCredentials:
    """The list. Raises `Malformed` or `Refused`."""
    return credentials_of.parse(raw, group=election.group)
