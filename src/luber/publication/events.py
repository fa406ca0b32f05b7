"""The chain of events: each names the one before it by hash, and they come in one order only.

    {"parent":"1847d4e6…","height":1,"type":"Ballot","payload":"9d95504f…"}

The first event has height 0 and no parent; EndBallots and EndShuffles have no payload. Source: belenios.md
sections 9 and 10.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from luber.canon import digest, json, shape
from luber.errors import Malformed, Unverified
from luber.errors import gettext_noop as _
from luber.flow import Table, step


class EventType(Enum):
    """What may happen to an election, in the archive's words."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


class State(Enum):
    """How far an archive has come."""

    EMPTY = "empty"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    SHUFFLING = "shuffling"
    SHUFFLED = "shuffled"
    DECRYPTING = "decrypting"
    FINISHED = "finished"


TABLE: Final[Table[State, EventType]] = {
    State.EMPTY: {EventType.SETUP: State.OPEN},
    State.OPEN: {EventType.BALLOT: State.OPEN, EventType.END_BALLOTS: State.CLOSED},
    State.CLOSED: {EventType.ENCRYPTED_TALLY: State.TALLIED},
    State.TALLIED: {EventType.SHUFFLE: State.SHUFFLING, EventType.PARTIAL_DECRYPTION: State.DECRYPTING},
    State.SHUFFLING: {EventType.SHUFFLE: State.SHUFFLING, EventType.END_SHUFFLES: State.SHUFFLED},
    State.SHUFFLED: {EventType.PARTIAL_DECRYPTION: State.DECRYPTING},
    State.DECRYPTING: {
        EventType.PARTIAL_DECRYPTION: State.DECRYPTING,
        EventType.RESULT: State.FINISHED,
    },
    State.FINISHED: {},  # nothing comes after a result
}

RECORDS_BEFORE: Final[dict[EventType, int]] = {
    EventType.SETUP: 4,
    EventType.BALLOT: 1,
    EventType.END_BALLOTS: 0,
    EventType.ENCRYPTED_TALLY: 2,
    EventType.SHUFFLE: 2,
    EventType.END_SHUFFLES: 0,
    EventType.PARTIAL_DECRYPTION: 2,
    EventType.RESULT: 1,
}
"""How many data records stand before each event; the last of them is its payload."""


@dataclass(frozen=True, slots=True)
class Event:
    """One link of the chain. Hashes are hex SHA-256."""

    parent: str | None
    height: int
    type: EventType
    payload: str | None

    def to_bytes(self) -> bytes:
        printed: dict[str, Any] = {} if self.parent is None else {"parent": self.parent}
        printed |= {"height": self.height, "type": self.type.value}
        if self.payload is not None:
            printed["payload"] = self.payload
        return json.encode(printed)


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a chain stands: the next event's height, the last event's hash, and what may come next."""

    height: int
    parent: str | None
    state: State

    def link(self, kind: EventType, *, payload: str | None) -> tuple[Event, Chain]:
        """The next event, and the chain after it. Raises `Refused` where `kind` may not come now."""
        after = step(TABLE, state=self.state, event=kind)
        event = Event(parent=self.parent, height=self.height, type=kind, payload=payload)
        return event, Chain(height=self.height + 1, parent=digest.sha256_hex(event.to_bytes()), state=after)

    def check_link(self, event: Event) -> None:
        """Raise `Unverified` unless `event` has the height and the parent that come next."""
        if event.height != self.height or event.parent != self.parent:
            raise Unverified(
                _("Kejadian ini tidak menyambung: seharusnya %(expected)s, ternyata %(found)s."),
                code="archive.chain",
                facts={
                    "expected": f"{self.height} {self.parent or '-'}",
                    "found": f"{event.height} {event.parent or '-'}",
                },
            )


BEGINNING: Final = Chain(height=0, parent=None, state=State.EMPTY)


def parse(body: bytes) -> Event:
    """Read an event. Raises `Malformed`."""
    value = shape.members(
        json.parse_exact(body), where="event", required=("height", "type"), optional=("parent", "payload")
    )
    kinds = {kind.value: kind for kind in EventType}
    kind = kinds.get(shape.string(value["type"], where="event.type"))
    if kind is None:
        raise Malformed(
            _("Kejadian jenis “%(found)s” tidak dikenal."),
            code="archive.chain",
            facts={"found": str(value["type"])[:40]},
        )
    event = Event(
        parent=shape.sha256(value["parent"], where="event.parent") if "parent" in value else None,
        height=shape.integer(value["height"], where="event.height"),
        type=kind,
        payload=shape.sha256(value["payload"], where="event.payload") if "payload" in value else None,
    )
    if event.to_bytes() != body:
        raise Malformed(_("Urutan anggota kejadian bukan urutan baku."), code="archive.chain")
    return event
