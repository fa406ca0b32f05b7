"""Everything a berita acara says, gathered from the rooms below as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from luber.certification.outcome import Outcome
from luber_server.casting import queries as casting
from luber_server.casting.queries import Turnout
from luber_server.ceremony import queries as ceremony
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.registry import queries as registry
from luber_server.tally import queries as tally

from . import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the committee adds to the figures: all of it may be left empty and written by hand."""

    number: str = ""  # nomor surat
    town: str = ""  # where it is signed
    chair: str = ""  # ketua panitia
    secretary: str = ""  # sekretaris panitia
    saksi: tuple[str, ...] = ()  # witnesses of the candidates or of the school


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """A trustee, and when their part came; None where it was not needed."""

    owner: int
    name: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """A later closing that a second person agreed to."""

    closes_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One berita acara in plain values. Moments are aware; `zone` is the election's."""

    uuid: str
    title: str
    organisation: str
    mock: bool
    zone: ZoneInfo
    version: int
    issued_at: datetime
    details: Details
    opens_at: datetime
    closes_at: datetime
    sealed_at: datetime
    closed_at: datetime
    published_at: datetime
    extensions: Sequence[Extended]
    voters: int
    turnout: Sequence[Turnout]
    ballots: int
    in_force: int
    outcomes: Sequence[Outcome]
    needed: int
    openers: Sequence[Opener]
    fingerprint: str
    dpt_sha256: str
    last_event: str
    page_url: str
    archive_url: str


def gather(election: Election, *, details: Details, version: int, at: datetime) -> Facts:
    """The facts of a decided election."""
    setup, box, published = ceremony.sealed(election), tally.closed(election), tally.published(election)
    outcomes = queries.outcome(election)
    progress = ceremony.progress(election)
    assert box is not None  # a decided election has all three
    assert published is not None
    assert outcomes is not None
    assert election.opens_at is not None
    assert election.closes_at is not None
    given = {one.owner: one.accepted_at for one in tally.partials(election)}
    page = f"{settings.BASE_URL}/e/{election.uuid}/"
    return Facts(
        uuid=election.uuid,
        title=election.title,
        organisation=election.organisation.name,
        mock=election.mock,
        zone=ZoneInfo(election.zone),
        version=version,
        issued_at=at,
        details=details,
        opens_at=election.opens_at,
        closes_at=election.closes_at,
        sealed_at=setup.sealed_at,
        closed_at=box.closed_at,
        published_at=published.published_at,
        extensions=[
            Extended(closes_at=one.closes_at, reason=one.reason)
            for one in elections.extensions(election)
            if one.agreed
        ],
        voters=registry.voters_total(election),
        turnout=casting.turnout(election),
        ballots=box.ballots,
        in_force=box.num_tallied,
        outcomes=outcomes,
        needed=progress.needed,
        openers=[
            Opener(owner=one.owner, name=one.name, opened_at=given.get(one.owner))
            for one in progress.trustees
        ],
        fingerprint=setup.fingerprint,
        dpt_sha256=setup.dpt_sha256,
        last_event=tally.last_event(election),
        page_url=page,
        archive_url=f"{page}arsip",
    )
