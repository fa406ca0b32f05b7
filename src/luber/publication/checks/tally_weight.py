"""tally.weight: `total_weight` is the weight of the ballots in force."""

from __future__ import annotations

from luber.publication.report import DoesNotHold
from luber.tally.encrypted import Companion


def run(companion: Companion, *, total_weight: int) -> None:
    """Raise `DoesNotHold` unless it is."""
    if companion.total_weight != total_weight:
        raise DoesNotHold(where="total_weight", expected=total_weight, found=companion.total_weight)
