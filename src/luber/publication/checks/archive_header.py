"""archive.header: the first record is `BELENIOS`, version 1, with a timestamp in seconds."""

from __future__ import annotations

from luber.publication import archive
from luber.publication.archive import Record


def run(record: Record | None) -> int:
    """The archive's timestamp. Raises `Malformed`."""
    if record is None:
        record = Record(position=0, name="", body=b"", header=b"", padding=b"")
    return archive.read_first(record)
