"""What the clock asks of this room: to close every box whose time is over."""

from __future__ import annotations

import logging
from datetime import datetime

from luber_server.election import queries as elections

from . import usecases

log = logging.getLogger("luber.tally")


def tick(*, at: datetime) -> None:
    """Called every few seconds (portal.ticker). One box that cannot be closed does not keep others open."""
    for election in elections.due_to_close(at):
        try:
            usecases.close(uuid=election.uuid, at=at)
        except Exception:
            log.exception("the box of %s could not be closed; it is tried again", election.uuid)
