"""Where an election stands at a moment: its stored state and the clock together.

Opening and closing are moments, not acts: nobody has to press anything for the box to open or to refuse a
late ballot.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.flow import Table, step


class State(Enum):
    """What is stored."""

    DRAFT = "draft"
    SEALED = "sealed"
    CLOSED = "closed"  # EndBallots and the encrypted tally are in the archive
    DECIDED = "decided"  # the result is in the archive
    CANCELLED = "cancelled"


class Event(Enum):
    """What moves the stored state."""

    SEAL = "seal"
    CLOSE = "close"
    DECIDE = "decide"
    CANCEL = "cancel"


TABLE: Table[State, Event] = {
    State.DRAFT: {Event.SEAL: State.SEALED, Event.CANCEL: State.CANCELLED},
    State.SEALED: {Event.CLOSE: State.CLOSED},
    State.CLOSED: {Event.DECIDE: State.DECIDED},
    State.DECIDED: {},  # final
    State.CANCELLED: {},  # final
}


class Phase(Enum):
    """What people see."""

    DRAFT = "draft"
    SEALED_NOT_OPEN = "sealed_not_open"
    OPEN = "open"
    ENDED = "ended"  # the clock is over, the box not yet closed
    CLOSED = "closed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


def phase(*, state: State, opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> Phase:
    """The phase at `at`. Open from the opening moment on, ended from the closing moment on (the moment
    itself is late)."""
    if state is not State.SEALED:
        return Phase(state.value)
    if opens_at is None or closes_at is None or at < opens_at:
        return Phase.SEALED_NOT_OPEN
    return Phase.OPEN if at < closes_at else Phase.ENDED


def after(*, state: State, event: Event) -> State:
    """The stored state after `event`. Raises `Refused` with a sentence for the committee."""
    if event is Event.CANCEL and state is not State.DRAFT:
        raise Refused(
            _(
                "Pemilihan yang sudah dibekukan tidak dapat dibatalkan di sini. Isinya tetap terbuka bagi "
                "semua orang."
            ),
            code="election.cancel",
        )
    if event is Event.SEAL and state is not State.DRAFT:
        raise Refused(
            _("Pemilihan ini sudah dibekukan. Tidak ada yang dapat diubah lagi."), code="election.sealed"
        )
    return step(TABLE, state=state, event=event)
