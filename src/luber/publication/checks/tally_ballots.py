"""tally.ballots: `num_tallied` is the number of ballots in force (belenios-tool does not look)."""

from __future__ import annotations

from luber.publication.report import DoesNotHold
from luber.tally.encrypted import Companion


def run(companion: Companion, *, in_force: int) -> None:
    """Raise `DoesNotHold` unless it is."""
    if companion.num_tallied != in_force:
        raise DoesNotHold(where="num_tallied", expected=in_force, found=companion.num_tallied)
