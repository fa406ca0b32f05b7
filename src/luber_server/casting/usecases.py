"""The acts at the box: cast a ballot, end the box, and leave no trace of when a voter came.

A cast: check form, credential and proofs (in the request's thread, where libsodium lets others run), check
the permit where the election asks for one, and hand it to the journal, which answers once it is on disk.
What a sealed election fixed is kept in the process, so a cast asks the database nothing but in the journal.
Official acts leave a leaf in the trail; a ballot does not, its leaf is the election's own chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db import IntegrityError, transaction

from luber.canon.digest import fingerprint, sha256_hex
from luber.casting import ballot as ballots
from luber.casting import receipt
from luber.ceremony import election as sealed_elections
from luber.ceremony import setup
from luber.ceremony.election import SealedElection
from luber.publication.events import BEGINNING, EventType
from luber.registry import credentials as public_credentials
from luber.registry.credentials import PublicCredentials
from luber_server.ceremony import queries as ceremony
from luber_server.election import queries as elections
from luber_server.election.models import Election

from . import entry, journal, permits, queries, statements
from .models import Box

KEPT_ELECTIONS = 8  # sealed elections that one process keeps parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the voter keeps. `seq` is the place in the box, from 1; `new` is False for the same bytes sent
    again.
    """

    tracker: str
    words: tuple[str, str, str, str]
    seq: int
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What ballots of one election are checked against. Of `row` only the closing can move, and only later."""

    row: Election
    election: SealedElection
    credentials: PublicCredentials


def cast(*, election_uuid: str, raw: bytes, permit: str | None, at: datetime) -> Receipt:
    """Put a ballot into the box; returns once it is on disk.

    `at` decides quickly whether there is anything to check; what counts is the moment of the commit
    (`entry`). Raises `Malformed`, `Refused` (closed, not listed, cast before, no permit; `journal.Busy` to
    come back later) or `Unverified`, and then nothing has changed.
    """
    sealed = sealed_of(election_uuid)
    if entry.why_not_open(sealed.row, at=at) is not None:
        return _cast_out_of_time(election_uuid, raw=raw, permit=permit, at=at)
    own = journal.own()
    with own.room():
        with own.checking:
            checked = ballots.check(election=sealed.election, credentials=sealed.credentials, raw=raw)
        permits.check(election=sealed.row, credential=checked.credential, stamp=permit)
        entered = own.submit(
            entry.Cast(
                election=sealed.row, credential=checked.credential, tracker=checked.tracker, payload=raw
            )
        )
    return _receipt(checked.tracker, seq=entered.seq, new=entered.new)


def _cast_out_of_time(election_uuid: str, *, raw: bytes, permit: str | None, at: datetime) -> Receipt:
    """Outside the hours that we remember: were they moved, or were these very bytes accepted in time?"""
    election = elections.get(election_uuid)
    tracker = fingerprint(raw)
    seq = queries.seq_of(election, tracker=tracker)
    if seq is not None:
        return _receipt(tracker, seq=seq, new=False)
    shut = entry.why_not_open(election, at=at)
    if shut is not None:
        raise shut
    forget_sealed()
    return cast(election_uuid=election_uuid, raw=raw, permit=permit, at=at)


def _receipt(tracker: str, *, seq: int, new: bool) -> Receipt:
    return Receipt(tracker=tracker, words=receipt.words(tracker), seq=seq, new=new)


_sealed: dict[str, Sealed] = {}
_sealed_lock = Lock()


def sealed_of(uuid: str) -> Sealed:
    """The sealed election, parsed once in a process; its box stands from here on.

    Raises `election.queries.NotFound`, and `ceremony.queries.NotSealed` before the freeze.
    """
    kept = _sealed.get(uuid)
    if kept is not None:
        return kept
    election = elections.get(uuid)
    row = ceremony.sealed(election)
    parsed = sealed_elections.parse(row.election_json)
    listed = public_credentials.parse(row.public_creds_json, group=parsed.group)
    open_box(election)
    with _sealed_lock:
        while len(_sealed) >= KEPT_ELECTIONS:
            _sealed.pop(next(iter(_sealed)))
        return _sealed.setdefault(uuid, Sealed(row=election, election=parsed, credentials=listed))


def forget_sealed() -> None:
    """Read sealed elections anew: when a closing was moved, and between tests."""
    _sealed.clear()


def open_box(election: Election) -> None:
    """The box with nothing in it: its chain begins with the Setup event. Safe to repeat."""
    if Box.objects.filter(pk=election.pk).exists():
        return
    row = ceremony.sealed(election)
    record = setup.seal(
        election=row.election_json, trustees=row.trustees_json, credentials=row.public_creds_json
    )
    _event, chain = BEGINNING.link(EventType.SETUP, payload=sha256_hex(record.to_bytes()))
    try:
        with transaction.atomic():
            Box.objects.create(election=election, head=str(chain.parent))
    except IntegrityError:  # made by another process between the two lines
        pass


@transaction.atomic
def end(*, election: Election) -> int:
    """Nothing enters any more; returns how many ballots the box holds. Under the lock that every cast takes.

    For `tally.usecases.close`, which decides whether it is time, writes EndBallots and leaves the leaf.
    Safe to repeat.
    """
    open_box(election)
    (box,) = statements.lock([election.pk])
    Box.objects.filter(pk=election.pk).update(ended=True)
    return box.ballots


def tidy(*, at: datetime) -> None:
    """Leave no order behind in what knows a voter: for the ticker, each minute (docs/decisions/0006)."""
    permits.tidy(at=at)
