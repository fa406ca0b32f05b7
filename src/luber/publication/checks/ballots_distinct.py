"""ballots.distinct: no ballot stands in the box twice, byte for byte (2.0 accepts that, 3.x does not)."""

from __future__ import annotations

from luber.publication.report import DoesNotHold


def run(hashed: bytes, *, seen: set[bytes], where: str) -> None:
    """Raise `DoesNotHold` when the ballot with this digest was seen before; remember it otherwise."""
    if hashed in seen:
        raise DoesNotHold(where=where, expected="1×", found=f"2× {hashed.hex()}")
    seen.add(hashed)
