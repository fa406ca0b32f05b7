"""archive.bytes: written again from its name, body and the archive's timestamp, a record gives the same bytes."""

from __future__ import annotations

from luber.publication import archive
from luber.publication.archive import Record
from luber.publication.report import DoesNotHold


def run(record: Record, *, timestamp: int) -> None:
    """Raise `DoesNotHold` unless header and padding are the one form of this record."""
    expected = archive.header(name=record.name, size=len(record.body), timestamp=timestamp)
    if record.header != expected:
        place = next(i for i, (a, b) in enumerate(zip(record.header, expected, strict=True)) if a != b)
        raise DoesNotHold(
            where=f"@{record.position + place}",
            expected=hex(expected[place]),
            found=hex(record.header[place]),
        )
    if any(record.padding):
        end = record.position + archive.BLOCK + len(record.body)
        place = next(i for i, byte in enumerate(record.padding) if byte)
        raise DoesNotHold(where=f"@{end + place}", expected="0x0", found=hex(record.padding[place]))
