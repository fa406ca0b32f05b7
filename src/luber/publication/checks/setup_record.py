"""setup.record: the sealing record holds the hashes of the three records before it."""

from __future__ import annotations

from collections.abc import Sequence

from luber.ceremony import setup
from luber.publication.report import DoesNotHold


def run(bodies: Sequence[bytes]) -> None:
    """`bodies` are election, trustees, credentials and the record. Raises `Malformed` or `DoesNotHold`."""
    election, trustees, credentials, sealed = bodies
    found = setup.parse(sealed)
    expected = setup.seal(election=election, trustees=trustees, credentials=credentials)
    for name in ("election", "trustees", "credentials"):
        if getattr(found, name) != getattr(expected, name):
            raise DoesNotHold(
                where=f"setup.{name}", expected=getattr(expected, name), found=getattr(found, name)
            )
