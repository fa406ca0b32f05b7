"""Who acts in a ceremony without an account, as the public log names them: a seat, never a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seated:
    """The holder of an invitation: `trustee:2`, `authority`. Or the clock, where nobody acted."""

    public_id: str


AUTHORITY = Seated("authority")


def trustee(owner: int) -> Seated:
    """The trustee with this number in trustees.json."""
    return Seated(f"trustee:{owner}")
