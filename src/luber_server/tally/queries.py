"""What other rooms and pages read of the tally. `election` is an `Election` row throughout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from luber.canon.digest import sha256_hex
from luber.ceremony import election as sealed_elections
from luber.ceremony.election import SealedElection
from luber.publication.archive import Writer
from luber.publication.events import Chain, State
from luber.tally import decryption
from luber.tally import result as results
from luber.tally.encrypted import Companion
from luber.tally.result import Result as ParsedResult
from luber_server.casting import queries as casting
from luber_server.ceremony import queries as ceremony
from luber_server.ceremony import rules
from luber_server.election.models import Election

from .models import PartialDecryption, Result, Tally

Write: TypeAlias = Callable[[Writer], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One partial decryption: whose, and its exact bytes."""

    owner: int
    body: bytes
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The box as it was closed. `few`: so few ballots that the committee must say that it be opened."""

    ballots: int
    num_tallied: int
    total_weight: int
    body: bytes
    closed_at: datetime
    few: bool
    confirmed: bool

    @property
    def companion(self) -> Companion:
        """The record that goes with the tally in the archive."""
        return Companion(
            num_tallied=self.num_tallied,
            total_weight=self.total_weight,
            encrypted_tally=sha256_hex(self.body),
        )

    @property
    def may_open(self) -> bool:
        return self.confirmed or not self.few


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The result as it stands in the archive."""

    body: bytes
    result: ParsedResult
    published_at: datetime


def closed(election: Election) -> Closed | None:
    """The closed box, None while ballots may come."""
    row = Tally.objects.filter(pk=election.pk).first()
    if row is None:
        return None
    small = rules.parse(ceremony.sealed(election).rules_json).small_tally
    return Closed(
        ballots=row.ballots,
        num_tallied=row.num_tallied,
        total_weight=row.total_weight,
        body=bytes(row.body),
        closed_at=row.closed_at,
        few=row.num_tallied < small,
        confirmed=row.small_confirmed_at is not None,
    )


def encrypted_tally(election: Election) -> bytes | None:
    """The exact bytes of the encrypted tally, None while ballots may come."""
    found = closed(election)
    return found.body if found else None


def partials(election: Election) -> tuple[Given, ...]:
    """The partial decryptions, in the order of the archive."""
    rows = PartialDecryption.objects.filter(election=election).order_by("place")
    return tuple(Given(owner=row.owner, body=bytes(row.body), accepted_at=row.accepted_at) for row in rows)


def published(election: Election) -> Published | None:
    """The result with its bytes and moment, None before it is decided."""
    row = Result.objects.filter(pk=election.pk).first()
    if row is None:
        return None
    parsed = results.parse(bytes(row.body), election=sealed_election(election))
    return Published(body=bytes(row.body), result=parsed, published_at=row.published_at)


def result(election: Election) -> ParsedResult | None:
    """Votes for each answer of each question, None before it is decided."""
    found = published(election)
    return found.result if found else None


def archive_tail(election: Election) -> tuple[Write, ...]:
    """What the archive holds after the last ballot: one function for each event, to be called in order."""
    box = closed(election)
    if box is None:
        return ()
    writes: list[Write] = [
        lambda writer: writer.end_ballots(),
        lambda writer: writer.encrypted_tally(box.body, companion=box.companion),
    ]
    writes += [_partial(given) for given in partials(election)]
    row = Result.objects.filter(pk=election.pk).first()
    if row is not None:
        body = bytes(row.body)
        writes.append(lambda writer: writer.result(body))
    return tuple(writes)


def last_event(election: Election) -> str:
    """SHA-256 of the last event of the archive as it stands now: it pins every byte before it."""
    head = casting.head(election)
    assert head is not None  # a sealed election whose box was needed
    writer = Writer(timestamp=0, chain=Chain(height=head.ballots + 1, parent=head.hash, state=State.OPEN))
    for write in archive_tail(election):
        write(writer)
    assert writer.chain.parent is not None
    return writer.chain.parent


def sealed_election(election: Election) -> SealedElection:
    """The sealed election file, parsed."""
    return sealed_elections.parse(ceremony.sealed(election).election_json)


def _partial(given: Given) -> Write:
    companion = decryption.companion(owner=given.owner, raw=given.body)
    return lambda writer: writer.partial_decryption(given.body, companion=companion)
