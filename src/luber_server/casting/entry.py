"""Checked ballots enter the box: one transaction for all that were waiting together.

The order: lock the boxes, look at the clock, decide each cast by itself, store, and only then may a receipt
leave. The clock is read under the lock that closing takes too (`usecases.end`), so no ballot enters after
EndBallots. A cast that is refused is an answer, not an error: the others of the batch are not touched by
it.

Casts of one batch enter in the order of their trackers, which is the order of a hash: who was first by a
few milliseconds is not written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from luber.canon.digest import sha256_hex
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.publication.events import Chain, EventType, State
from luber_server.election import queries as elections
from luber_server.election.models import Election

from . import statements
from .models import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A ballot whose form, credential and proofs were found good.

    `election` is the row as this process remembers it: of a sealed one only the closing can move, and only
    later.
    """

    election: Election
    credential: str
    tracker: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Where a ballot stands in the box; `new` is False where the same bytes stood there before."""

    seq: int
    new: bool


def enter(casts: Sequence[Cast], *, clock: Callable[[], datetime]) -> list[Entered | Refused]:
    """Store what may be stored; the answers are in the order of `casts`. Returns after the commit is on
    disk.
    """
    answers: dict[int, Entered | Refused] = {}
    with transaction.atomic(durable=True):
        _wait_for_the_disk()
        boxes = statements.lock(cast.election.pk for cast in casts)
        at = clock()
        for box in boxes:
            theirs = [number for number, cast in enumerate(casts) if cast.election.pk == box.election_id]
            theirs.sort(key=lambda number: casts[number].tracker)
            decided = _enter_one_box(box, [casts[number] for number in theirs], at=at)
            answers.update(zip(theirs, decided, strict=True))
    return [answers[number] for number in range(len(casts))]


def prepare_disk() -> None:
    """SQLite: from here on this connection's commits return when they are on disk (others use NORMAL)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def _wait_for_the_disk() -> None:
    """PostgreSQL: the same, whatever the server's default is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")


def _enter_one_box(box: Box, casts: Sequence[Cast], *, at: datetime) -> list[Entered | Refused]:
    election = casts[0].election
    shut = _why_shut(box, election, at=at)
    places = statements.places(box.election_id, [cast.tracker for cast in casts])
    in_force = statements.in_force(box.election_id, [cast.credential for cast in casts])
    answers: list[Entered | Refused] = []
    fresh: list[statements.Row] = []
    for cast in casts:
        if cast.tracker in places:  # first, and also after the end: a lost answer may be asked for again
            answers.append(Entered(seq=places[cast.tracker], new=False))
        elif shut is not None:
            answers.append(copy(shut))  # each waits in a thread of its own
        elif cast.credential in in_force and not election.revote:
            answers.append(already_cast())
        else:
            seq = _append(box, cast.payload)
            fresh.append((seq, cast.credential, cast.tracker, cast.payload))
            places[cast.tracker] = in_force[cast.credential] = seq
            answers.append(Entered(seq=seq, new=True))
    if fresh:
        statements.store(box, fresh)
    return answers


def _append(box: Box, payload: bytes) -> int:
    """Link one more Ballot event to the box's chain; its number."""
    chain = Chain(height=box.ballots + 1, parent=box.head, state=State.OPEN)
    _event, chain = chain.link(EventType.BALLOT, payload=sha256_hex(payload))
    box.ballots, box.head = chain.height - 1, str(chain.parent)
    return box.ballots


def _why_shut(box: Box, election: Election, *, at: datetime) -> Refused | None:
    if box.ended:
        return closed()
    if why_not_open(election, at=at) is None:
        return None
    return why_not_open(elections.get(election.uuid), at=at)  # the closing may have been moved


def why_not_open(election: Election, *, at: datetime) -> Refused | None:
    """The refusal that a ballot of this moment would meet, or None while the box is open."""
    if elections.is_open(election, at):
        return None
    if elections.phase(election, at) in (elections.Phase.DRAFT, elections.Phase.SEALED_NOT_OPEN):
        return Refused(
            _("Kotak suara belum dibuka. Suaramu belum terkirim. Kirim lagi saat pemilihan sudah dibuka."),
            code="casting.not_open",
        )
    return closed()


def closed() -> Refused:
    return Refused(
        _("Kotak suara sudah ditutup, jadi surat suara ini tidak dapat masuk lagi. Tidak ada yang berubah."),
        code="casting.closed",
    )


def already_cast() -> Refused:
    return Refused(
        _("Kartu ini sudah dipakai memilih, dan pemilihan ini hanya menerima satu suara dari tiap kartu."),
        code="casting.already_cast",
    )
