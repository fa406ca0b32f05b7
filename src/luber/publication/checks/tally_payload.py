"""tally.payload: the companion record is of the form and names the encrypted tally before it by hash."""

from __future__ import annotations

from luber.canon import digest
from luber.publication.report import DoesNotHold
from luber.tally import encrypted
from luber.tally.encrypted import Companion


def run(raw: bytes, *, companion: bytes) -> Companion:
    """The companion as parsed. Raises `Malformed` or `DoesNotHold`."""
    parsed = encrypted.parse_companion(companion)
    expected = digest.sha256_hex(raw)
    if parsed.encrypted_tally != expected:
        raise DoesNotHold(where="encrypted_tally", expected=expected, found=parsed.encrypted_tally)
    return parsed
