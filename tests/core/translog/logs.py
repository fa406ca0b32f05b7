"""Invented logs for tests, in memory, as the files that a log serves. Other rooms' tests may import it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from luber.crypto.signature import SigningKey
from luber.translog.act import Act
from luber.translog.checkpoint import Checkpoint
from luber.translog.growth import Growth
from luber.translog.inspection import Read
from luber.translog.note import Signer

ORIGIN = "luber.test/log"
SIGNER = Signer(ORIGIN, SigningKey(sha256(b"luber.test").digest()))
KEY = SIGNER.verifier
START = datetime(2026, 11, 23, tzinfo=UTC)


def leaf(number: int, *, subject: str = "osis") -> bytes:
    """The leaf of an invented act."""
    return Act(
        act="election.changed",
        actor_office="panitia:osis",
        subject=f"{subject}:{number}",
        at=START + timedelta(minutes=number),
        data={"number": number},
        election="osis",
    ).encode()


def leaves(size: int) -> list[bytes]:
    return [leaf(number) for number in range(size)]


def publish(
    entries: Iterable[bytes], *, signer: Signer = SIGNER, origin: str | None = None
) -> dict[str, bytes]:
    """The files of a log of these entries, by name."""
    growth = Growth()
    files = {tile.path(): data for tile, data in growth.take(entries)}
    files |= {tile.path(): data for tile, data in growth.partial_tiles()}
    checkpoint = Checkpoint(origin or signer.name, growth.size, growth.root())
    files["checkpoint"] = checkpoint.sign(signer=signer).encode()
    files["vkey"] = f"{signer.verifier}\n".encode()
    return files


def read(files: dict[str, bytes]) -> Read:
    return files.get
