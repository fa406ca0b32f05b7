"""archive.names: a record is named by the SHA-256 of its body, and is either data or an event."""

from __future__ import annotations

from luber.canon import digest
from luber.publication import archive
from luber.publication.archive import Record
from luber.publication.report import DoesNotHold


def run(record: Record) -> str:
    """The hex digest of the body. Raises `DoesNotHold`."""
    found = digest.sha256_hex(record.body)
    if record.name not in (found + archive.DATA, found + archive.EVENT):
        raise DoesNotHold(
            where=f"@{record.position}", expected=f"{found}(.data|.event).json", found=record.name
        )
    return found
