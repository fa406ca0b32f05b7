"""decryption.owner: each partial decryption names its bytes and one listed owner, none twice."""

from __future__ import annotations

from collections.abc import Collection

from luber.canon import digest
from luber.ceremony.trustees import Trustees
from luber.publication.report import DoesNotHold
from luber.tally import decryption


def run(raw: bytes, *, companion: bytes, trustees: Trustees, seen: Collection[int]) -> int:
    """The owner's number. Raises `Malformed` or `DoesNotHold`."""
    parsed = decryption.parse_companion(companion)
    where = f"PartialDecryption[{len(seen)}]"
    expected = digest.sha256_hex(raw)
    if parsed.payload != expected:
        raise DoesNotHold(where=f"{where}.payload", expected=expected, found=parsed.payload)
    last = len(trustees.owners)
    if not 1 <= parsed.owner <= last:
        raise DoesNotHold(where=f"{where}.owner", expected=f"1–{last}", found=parsed.owner)
    if parsed.owner in seen:
        raise DoesNotHold(where=f"{where}.owner", expected="1×", found=f"2× {parsed.owner}")
    return parsed.owner
