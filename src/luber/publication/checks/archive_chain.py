"""archive.chain: every event is canonical, one higher than the last, and names it by hash."""

from __future__ import annotations

from luber.publication import events
from luber.publication.archive import Record
from luber.publication.events import Chain, Event


def run(record: Record, *, chain: Chain) -> Event:
    """The event in `record`. Raises `Malformed` or `Unverified`."""
    event = events.parse(record.body)
    chain.check_link(event)
    return event
