"""A folder with one election in it, as belenios-tool keeps it: its archive `UUID.bel`, to read and to append
to.

Appending trusts the archive that is there (`luber verify` does not); what is appended is checked as it must
be by whoever adds it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from luber.casting import ballot as ballots
from luber.casting.ballot import CheckedBallot
from luber.casting.box import in_force
from luber.ceremony import setup as setups
from luber.ceremony.setup import Setup
from luber.errors import Refused, gettext_noop
from luber.publication import archive, events
from luber.publication.archive import Writer
from luber.publication.events import Chain, EventType
from luber.tally import decryption, encrypted
from luber.tally.decryption import PartialDecryption
from luber.tally.encrypted import Companion, EncryptedTally


@dataclass(slots=True)
class Contents:
    """What an archive holds so far; `chain` is where it stands."""

    timestamp: int = 0
    chain: Chain = events.BEGINNING
    records: dict[EventType, list[list[bytes]]] = field(default_factory=dict)

    def last(self, kind: EventType) -> list[bytes] | None:
        """The data records before the last event of this kind."""
        return self.records[kind][-1] if kind in self.records else None


class Folder:
    """The election in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._contents: Contents | None = None

    @property
    def path(self) -> Path:
        """The archive. Raises `Refused` unless there is exactly one."""
        found = sorted(self.folder.glob("*.bel"))
        if len(found) != 1:
            raise Refused(
                gettext_noop("Di map %(folder)s seharusnya ada satu arsip .bel, ternyata %(found)d."),
                code="folder.archive",
                facts={"folder": str(self.folder), "found": len(found)},
            )
        return found[0]

    def contents(self) -> Contents:
        """The archive, read once."""
        if self._contents is None:
            self._contents = read(self.path)
        return self._contents

    def setup(self) -> Setup:
        """What is fixed, verified. Raises `Refused` where the archive has none."""
        records = self.contents().last(EventType.SETUP)
        if records is None:
            raise _missing("Setup")
        return setups.open_setup(election=records[0], trustees=records[1], credentials=records[2])

    def ballots(self) -> Iterator[CheckedBallot]:
        """Every ballot, checked, in the order cast."""
        fixed = self.setup()
        for (raw,) in self.contents().records.get(EventType.BALLOT, []):
            yield ballots.check(election=fixed.election, credentials=fixed.credentials, raw=raw)

    def ballots_in_force(self) -> tuple[CheckedBallot, ...]:
        return in_force(self.ballots())

    def encrypted_tally(self) -> EncryptedTally:
        """The published encrypted tally."""
        return encrypted.parse(self._tally()[0], election=self.setup().election)

    def companion(self) -> Companion:
        return encrypted.parse_companion(self._tally()[1])

    def decryptions(self) -> dict[int, PartialDecryption]:
        """Every partial decryption by owner, each checked against the owner's key."""
        fixed, tally = self.setup(), self.encrypted_tally()
        given: dict[int, PartialDecryption] = {}
        for raw, companion in self.contents().records.get(EventType.PARTIAL_DECRYPTION, []):
            owner = decryption.parse_companion(companion).owner
            partial = decryption.parse(raw, election=fixed.election)
            decryption.check(
                partial, election=fixed.election, tally=tally, public=fixed.trustees.owner_key(owner)
            )
            given[owner] = partial
        return given

    def writer(self) -> Writer:
        """A writer that goes on where the archive stands."""
        contents = self.contents()
        return Writer(timestamp=contents.timestamp, chain=contents.chain)

    def append(self, data: bytes) -> None:
        """Append bytes of a writer to the archive, on disk when this returns."""
        with self.path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._contents = None

    def _tally(self) -> list[bytes]:
        records = self.contents().last(EventType.ENCRYPTED_TALLY)
        if records is None:
            raise _missing("EncryptedTally")
        return records


def _missing(kind: str) -> Refused:
    return Refused(
        gettext_noop("Arsip ini belum memuat %(kind)s; kerjakan langkah itu dulu."),
        code="folder.missing",
        facts={"kind": kind},
    )


def read(path: Path) -> Contents:
    """All records of the archive at `path`, its chain checked on the way. Raises `Malformed` or
    `Unverified`."""
    contents = Contents()
    waiting: list[bytes] = []
    with path.open("rb") as file:
        stream = archive.read(file)
        first = next(stream, None)
        if first is None:
            raise _missing(archive.FIRST_NAME)
        contents.timestamp = archive.read_first(first)
        for record in stream:
            if not record.name.endswith(archive.EVENT):
                waiting.append(record.body)
                continue
            event = events.parse(record.body)
            contents.chain.check_link(event)
            _again, contents.chain = contents.chain.link(event.type, payload=event.payload)
            needed = events.RECORDS_BEFORE[event.type]
            contents.records.setdefault(event.type, []).append(waiting[len(waiting) - needed :])
            waiting = []
    return contents
