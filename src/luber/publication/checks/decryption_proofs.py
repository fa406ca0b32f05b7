"""decryption.proofs: every factor was computed from the published tally with the owner's key."""

from __future__ import annotations

from luber.ceremony.election import SealedElection
from luber.crypto.group import Element
from luber.tally import decryption
from luber.tally.decryption import PartialDecryption
from luber.tally.encrypted import EncryptedTally


def run(raw: bytes, *, election: SealedElection, tally: EncryptedTally, public: Element) -> PartialDecryption:
    """The partial decryption, verified. Raises `Malformed` or `Unverified`."""
    parsed = decryption.parse(raw, election=election)
    decryption.check(parsed, election=election, tally=tally, public=public)
    return parsed
