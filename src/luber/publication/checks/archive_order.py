"""archive.order: Setup Ballot* EndBallots EncryptedTally (Shuffle+ EndShuffles)? PartialDecryption+ Result,
each with its own records.

belenios-tool notices a ballot after EndBallots only through the tally, and an event after Result not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from luber.publication.events import RECORDS_BEFORE, TABLE, Chain, Event
from luber.publication.report import DoesNotHold


def run(event: Event, *, chain: Chain, waiting: Sequence[str], where: str) -> Chain:
    """The chain after `event`, before which the data records with the hashes `waiting` stand.

    Raises `Refused` for an event that may not come now, `DoesNotHold` when its records are not its own.
    """
    if event.type not in TABLE[chain.state]:
        lawful = "|".join(kind.value for kind in TABLE[chain.state])
        raise DoesNotHold(where=where, expected=lawful or "EOF", found=event.type.value)
    _event, after = chain.link(event.type, payload=event.payload)
    expected = RECORDS_BEFORE[event.type]
    if len(waiting) != expected:
        raise DoesNotHold(where=where, expected=f"{event.type.value} ← {expected}", found=f"{len(waiting)}")
    payload = waiting[-1] if waiting else None
    if event.payload != payload:
        raise DoesNotHold(where=where, expected=f"payload {payload or '-'}", found=event.payload or "-")
    return after


def run_at_end(*, waiting: Sequence[str]) -> None:
    """Raise `DoesNotHold` when records stand at the end that no event belongs to."""
    if waiting:
        raise DoesNotHold(where="EOF", expected="event", found=f"{waiting[-1]}.data.json")
