"""result.value: combined again from the partial decryptions, every number is the published one."""

from __future__ import annotations

from collections.abc import Mapping

from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees
from luber.publication.report import DoesNotHold
from luber.tally import result
from luber.tally.decryption import PartialDecryption
from luber.tally.encrypted import EncryptedTally
from luber.tally.result import Result


def run(
    raw: bytes,
    *,
    election: SealedElection,
    trustees: Trustees,
    tally: EncryptedTally,
    decryptions: Mapping[int, PartialDecryption],
    total_weight: int,
) -> Result:
    """The result. Raises `Malformed` or `DoesNotHold`, naming the first number that differs."""
    published = result.parse(raw, election=election)
    opened = result.combine(
        election=election,
        trustees=trustees,
        tally=tally,
        decryptions=decryptions,
        total_weight=total_weight,
    )
    for question, (ours, theirs) in enumerate(zip(opened.counts, published.counts, strict=True)):
        for place, (expected, found) in enumerate(zip(ours, theirs, strict=True)):
            if expected != found:
                raise DoesNotHold(where=f"result[{question}][{place}]", expected=expected, found=found)
    return published
