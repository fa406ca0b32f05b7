"""shuffles.count: counted questions are added up, not shuffled, so there is no shuffle."""

from __future__ import annotations

from luber.publication.report import DoesNotHold


def run(*, shuffles: int) -> None:
    """Raise `DoesNotHold` for a shuffle that no question asks for."""
    if shuffles:
        raise DoesNotHold(where="Shuffle", expected=0, found=shuffles)
