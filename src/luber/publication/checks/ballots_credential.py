"""ballots.credential: the ballot's credential stands in the published list."""

from __future__ import annotations

from luber.publication.report import DoesNotHold
from luber.registry.credentials import PublicCredentials


def run(credential: str, *, credentials: PublicCredentials, where: str) -> int:
    """The credential's weight. Raises `DoesNotHold`."""
    if credential not in credentials:
        raise DoesNotHold(where=where, expected="public_credentials", found=credential)
    return credentials.weight(credential)
