"""What the clock asks of this room: to note in the public log that voting has opened."""

from __future__ import annotations

from datetime import datetime

from . import queries, usecases


def tick(*, at: datetime) -> None:
    """Called every few seconds (portal.ticker)."""
    for election in queries.due_to_open(at):
        usecases.note_opening(uuid=election.uuid, at=at)
