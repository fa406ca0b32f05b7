"""tally.sum: recomputed from the ballots in force, the encrypted tally is the same to the byte."""

from __future__ import annotations

from luber.canon import digest
from luber.ceremony.election import SealedElection
from luber.publication.report import DoesNotHold
from luber.tally import encrypted
from luber.tally.encrypted import EncryptedTally


def run(raw: bytes, *, recomputed: EncryptedTally, election: SealedElection) -> None:
    """Raise `DoesNotHold`, naming the first ciphertext that differs."""
    expected = encrypted.to_bytes(recomputed, group=election.group)
    if raw == expected:
        return
    published = encrypted.parse(raw, election=election)
    for question, (ours, theirs) in enumerate(zip(recomputed, published, strict=True)):
        for place, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            if left != right:
                raise DoesNotHold(
                    where=f"encrypted_tally[{question}][{place}]",
                    expected=election.group.text(left.alpha),
                    found=election.group.text(right.alpha),
                )
    raise DoesNotHold(
        where="encrypted_tally", expected=digest.sha256_hex(expected), found=digest.sha256_hex(raw)
    )
