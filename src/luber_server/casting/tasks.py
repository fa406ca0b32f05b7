"""What the clock asks of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import usecases

EVERY = timedelta(seconds=60)
_last: datetime | None = None


def tick(*, at: datetime) -> None:
    """Once a minute: let no order of permits stand (`usecases.tidy`)."""
    global _last
    if _last is None or at - _last >= EVERY or at < _last:
        _last = at
        usecases.tidy(at=at)
