"""The archive of an election, made anew from the rows each time it is asked for: the same rows give the
same bytes.

Its one timestamp is the moment of sealing, so while the box fills, closes and is opened, each archive is the
beginning of the next one, byte for byte. What is streamed is checked on the way against the head that casting
kept: a ballot changed, lost or put in later breaks the stream off instead of being published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luber.errors import Unverified
from luber.errors import gettext_noop as _
from luber.publication.archive import Writer
from luber_server.casting import queries as casting
from luber_server.ceremony import queries as ceremony
from luber_server.election.models import Election
from luber_server.tally import queries as tally

CHUNK_BYTES = 256 * 1024


def name(election: Election) -> str:
    """The file's name, which belenios-tool expects."""
    return f"{election.uuid}.bel"


def stream(election: Election) -> Iterator[bytes]:
    """The archive as it stands now, in pieces. Raises `ceremony.queries.NotSealed`, `Unverified` for rows
    that do not chain.
    """
    return _in_chunks(_records(election))


def _records(election: Election) -> Iterator[bytes]:
    sealed = ceremony.sealed(election)
    # Read first what comes last: what enters meanwhile is left for the next one who asks.
    tail = tuple(tally.archive_tail(election))
    head = casting.head(election)
    writer = Writer(timestamp=int(sealed.sealed_at.timestamp()))
    yield writer.begin()
    yield writer.setup(
        election=sealed.election_json, trustees=sealed.trustees_json, credentials=sealed.public_creds_json
    )
    if head is None:
        return
    for raw in casting.ballots(election, until=head.ballots):
        yield writer.ballot(raw)
    if writer.chain.parent != head.hash:
        raise Unverified(
            _(
                "Isi kotak suara tidak cocok dengan rantainya. Jangan pakai arsip ini;"
                " beri tahu panitia dan pengamat."
            ),
            code="archive.chain",
        )
    for write in tail:
        yield write(writer)


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
