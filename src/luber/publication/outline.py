"""One pass over an archive: is it written as it must be, and what is in it, where?

Holds the few large records (setup, tally, decryptions, result) and, of each ballot, only where it stands:
memory grows by some hundred bytes a ballot. Stops at the first record that is not as it must be, because
what follows cannot be trusted to mean anything.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from luber.canon import digest
from luber.errors import Malformed
from luber.publication import archive
from luber.publication.archive import Record
from luber.publication.checks import (
    archive_bytes,
    archive_chain,
    archive_header,
    archive_names,
    archive_order,
    ballots_distinct,
)
from luber.publication.events import BEGINNING, Chain, Event, EventType
from luber.publication.findings import Findings, blame

ARCHIVE_CHECKS = ("archive.header", "archive.bytes", "archive.names", "archive.chain", "archive.order")


@dataclass(slots=True)
class Outline:
    """What an archive holds. `ballots` are the positions of ballot records, in the order cast."""

    timestamp: int = 0
    chain: Chain = BEGINNING
    setup: tuple[bytes, ...] = ()
    ballots: array[int] = field(default_factory=lambda: array("Q"))
    tally: tuple[bytes, ...] = ()
    shuffles: int = 0
    decryptions: list[tuple[bytes, ...]] = field(default_factory=list)
    result: bytes | None = None


def draw(source: BinaryIO, *, findings: Findings) -> Outline | None:
    """Read the archive once. None when it is not one; what is wrong stands in `findings`."""
    records = archive.read(source)
    first = _next(records, findings)
    timestamp = findings.attempt("archive.header", lambda: archive_header.run(first))
    if timestamp is None or first is None:
        findings.skip(*ARCHIVE_CHECKS[1:], reason="archive.header")
        return None
    outline = Outline(timestamp=timestamp)
    findings.attempt("archive.bytes", lambda: archive_bytes.run(first, timestamp=timestamp))
    seen: set[bytes] = set()
    waiting: list[Record] = []
    while findings.all_hold(*ARCHIVE_CHECKS):
        record = _next(records, findings)
        if record is None:
            break
        _take(record, outline, waiting, seen, findings)
    if findings.all_hold(*ARCHIVE_CHECKS):
        hashes = [digest.sha256_hex(record.body) for record in waiting]
        findings.attempt("archive.order", lambda: archive_order.run_at_end(waiting=hashes))
    if findings.all_hold(*ARCHIVE_CHECKS):
        return outline
    _stop(findings)
    return None


def _next(records: Iterator[Record], findings: Findings) -> Record | None:
    """The next record, None at the end; a broken one is a failure of `archive.bytes`."""
    try:
        return next(records, None)
    except Malformed as error:
        findings.enter(blame("archive.bytes", error, where=f"@{error.facts.get('position', 0)}"))
        return None


def _take(
    record: Record, outline: Outline, waiting: list[Record], seen: set[bytes], findings: Findings
) -> None:
    here = f"@{record.position}"
    findings.attempt(
        "archive.bytes", lambda: archive_bytes.run(record, timestamp=outline.timestamp), where=here
    )
    findings.attempt("archive.names", lambda: archive_names.run(record), where=here)
    if not findings.all_hold("archive.bytes", "archive.names"):
        return
    if record.name.endswith(archive.DATA):
        waiting.append(record)
        return
    event = findings.attempt(
        "archive.chain", lambda: archive_chain.run(record, chain=outline.chain), where=here
    )
    if event is None:
        return
    hashes = [each.name.removesuffix(archive.DATA) for each in waiting]
    after = findings.attempt(
        "archive.order",
        lambda: archive_order.run(event, chain=outline.chain, waiting=hashes, where=here),
        where=here,
    )
    if after is None:
        return
    outline.chain = after
    _keep(event, waiting, outline, seen, findings)
    waiting.clear()


def _keep(
    event: Event, records: list[Record], outline: Outline, seen: set[bytes], findings: Findings
) -> None:
    bodies = tuple(record.body for record in records)
    match event.type:
        case EventType.SETUP:
            outline.setup = bodies
        case EventType.BALLOT:
            where = f"Ballot[{len(outline.ballots)}]"
            hashed = bytes.fromhex(event.payload or "")
            findings.attempt("ballots.distinct", lambda: ballots_distinct.run(hashed, seen=seen, where=where))
            outline.ballots.append(records[0].position)
        case EventType.ENCRYPTED_TALLY:
            outline.tally = bodies
        case EventType.SHUFFLE:
            outline.shuffles += 1
        case EventType.PARTIAL_DECRYPTION:
            outline.decryptions.append(bodies)
        case EventType.RESULT:
            outline.result = bodies[0]
        case EventType.END_BALLOTS | EventType.END_SHUFFLES:
            pass


def _stop(findings: Findings) -> None:
    """What was only half looked at was not checked."""
    reason = next(check for check in ARCHIVE_CHECKS if not findings.all_hold(check))
    findings.skip(*(check for check in ARCHIVE_CHECKS[1:] if check != reason), reason=reason)
