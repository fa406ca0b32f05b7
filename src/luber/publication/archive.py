"""The archive file `UUID.bel`: an old-style tar whose bytes are fully determined by its records.

First record: name `BELENIOS`, body `{"version":1,"timestamp":"1795281960"}`. All others are named by their
body's SHA-256: `deffcfb0….data.json` or `1847d4e6….event.json`. A header is 512 bytes (no owner names, no
magic, every time the timestamp of the first record), the body is zero-padded to 512, and nothing closes the
file: a growing archive is only appended to.

A writer gives the bytes to append; who owns the file appends them. A reader reads one record at a time from
a binary stream. Source: belenios.md section 9; docs/spec/archive.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from luber.canon import digest, json, shape
from luber.ceremony import setup
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.publication.events import BEGINNING, Chain, EventType
from luber.tally.decryption import OwnedPayload
from luber.tally.encrypted import Companion

BLOCK: Final = 512
FIRST_NAME: Final = "BELENIOS"
VERSION: Final = 1
DATA: Final = ".data.json"
EVENT: Final = ".event.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as read.

    `position` is where its header starts, in bytes; `header` and `padding` are as found.
    """

    position: int
    name: str
    body: bytes
    header: bytes
    padding: bytes


class Writer:
    """Gives the bytes of an archive, record by record; what it returns is to be appended, whole and in order.

    To go on with an archive, hand in its timestamp and the `chain` where it stands.
    """

    def __init__(self, *, timestamp: int, chain: Chain = BEGINNING) -> None:
        self.timestamp = timestamp
        self.chain = chain

    def begin(self) -> bytes:
        """The first record."""
        body = json.encode({"version": VERSION, "timestamp": str(self.timestamp)})
        return frame(name=FIRST_NAME, body=body, timestamp=self.timestamp)

    def setup(self, *, election: bytes, trustees: bytes, credentials: bytes) -> bytes:
        """What is fixed before the first ballot."""
        sealed = setup.seal(election=election, trustees=trustees, credentials=credentials).to_bytes()
        return self._append(EventType.SETUP, election, trustees, credentials, sealed)

    def ballot(self, raw: bytes) -> bytes:
        """One accepted ballot, in the exact bytes received."""
        return self._append(EventType.BALLOT, raw)

    def end_ballots(self) -> bytes:
        """The box is closed."""
        return self._append(EventType.END_BALLOTS)

    def encrypted_tally(self, raw: bytes, *, companion: Companion) -> bytes:
        """The product of the ballots in force."""
        return self._append(EventType.ENCRYPTED_TALLY, raw, companion.to_bytes())

    def partial_decryption(self, raw: bytes, *, companion: OwnedPayload) -> bytes:
        """What one trustee gave to open the tally."""
        return self._append(EventType.PARTIAL_DECRYPTION, raw, companion.to_bytes())

    def result(self, raw: bytes) -> bytes:
        """The numbers. Nothing comes after them."""
        return self._append(EventType.RESULT, raw)

    def _append(self, kind: EventType, *bodies: bytes) -> bytes:
        payload = digest.sha256_hex(bodies[-1]) if bodies else None
        event, self.chain = self.chain.link(kind, payload=payload)
        framed = [data_record(body, timestamp=self.timestamp) for body in bodies]
        return b"".join((*framed, event_record(event.to_bytes(), timestamp=self.timestamp)))


def data_record(body: bytes, *, timestamp: int) -> bytes:
    """A data record, framed."""
    return frame(name=digest.sha256_hex(body) + DATA, body=body, timestamp=timestamp)


def event_record(body: bytes, *, timestamp: int) -> bytes:
    """An event record, framed."""
    return frame(name=digest.sha256_hex(body) + EVENT, body=body, timestamp=timestamp)


def frame(*, name: str, body: bytes, timestamp: int) -> bytes:
    """The one form of a record: header, body, zeros up to the next block."""
    return header(name=name, size=len(body), timestamp=timestamp) + body + bytes(-len(body) % BLOCK)


def header(*, name: str, size: int, timestamp: int) -> bytes:
    """The 512 bytes before a body. Raises `Malformed` for what does not fit in."""
    encoded = name.encode("utf-8")
    if len(encoded) > 99 or not 0 <= size < 8**11 or not 0 <= timestamp < 8**11:
        raise Malformed(_("Catatan arsip ini terlalu besar."), code="archive.bytes")
    block = bytearray(BLOCK)
    block[: len(encoded)] = encoded
    block[100:107] = b"0000644"
    block[108:115] = block[116:123] = b"0000000"
    block[124:135] = b"%011o" % size
    block[136:147] = b"%011o" % timestamp
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def read(source: BinaryIO) -> Iterator[Record]:
    """The records of an archive, one at a time, from the stream's present position.

    Only what is needed to find the next record is read out of a header; whether it is the right header is
    for `check_frame`. Raises `Malformed` (code `archive.bytes`) where the file breaks off or a size is
    unreadable.
    """
    position = 0
    while True:
        head = source.read(BLOCK)
        if not head:
            return
        if len(head) < BLOCK:
            raise _broken_off(position)
        name = head[:100].split(b"\0", 1)[0]
        size_field = head[124:135]
        if size_field.strip(b"01234567"):
            raise Malformed(
                _("Ukuran catatan di bita %(position)d tidak terbaca."),
                code="archive.bytes",
                facts={"position": position},
            )
        size = int(size_field, 8)
        body = source.read(size)
        padding = source.read(-size % BLOCK)
        if len(body) < size or len(padding) < -size % BLOCK:
            raise _broken_off(position)
        yield Record(
            position=position,
            name=name.decode("utf-8", errors="replace"),
            body=body,
            header=head,
            padding=padding,
        )
        position += BLOCK + len(body) + len(padding)


def read_body(source: BinaryIO, *, position: int) -> bytes:
    """The body of the record whose header starts at `position`, in an archive that was read once already."""
    source.seek(position)
    return next(read(source)).body


def read_first(record: Record) -> int:
    """The timestamp in the first record. Raises `Malformed`."""
    if record.name != FIRST_NAME:
        raise Malformed(
            _("Berkas ini bukan arsip pemilihan: catatan pertamanya “%(found)s”, seharusnya “%(expected)s”."),
            code="archive.header",
            facts={"found": record.name[:40], "expected": FIRST_NAME},
        )
    value = shape.members(
        json.parse_exact(record.body), where=FIRST_NAME, required=("version", "timestamp"), ordered=True
    )
    if value["version"] != VERSION:
        raise Refused(
            _("Arsip ini versi %(found)s; Luber membaca versi %(expected)d."),
            code="archive.version",
            facts={"found": str(value["version"])[:40], "expected": VERSION},
        )
    return shape.decimal(value["timestamp"], where="timestamp")


def _broken_off(position: int) -> Malformed:
    return Malformed(
        _("Berkas terputus di tengah catatan yang mulai di bita %(position)d."),
        code="archive.bytes",
        facts={"position": position},
    )
