"""What the clock asks of this room: sheets that nobody confirmed are forgotten."""

from __future__ import annotations

from datetime import datetime

from . import usecases


def tick(*, at: datetime) -> None:
    """Called every few seconds (portal.ticker)."""
    usecases.drop_expired(at=at)
