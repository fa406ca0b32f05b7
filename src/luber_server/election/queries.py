"""What others may ask about an election."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from luber.election import phase as phases
from luber.election.phase import Phase
from luber_server.people import offices
from luber_server.people.models import Office, Organisation, User

from .models import Election, Extension

__all__ = ["NotFound", "Phase"]


class NotFound(Http404):
    """There is no such election. A page answers 404."""


def get(uuid: str) -> Election:
    """The election of this identifier, with its organisation. Raises `NotFound`."""
    election = Election.objects.select_related("organisation", "mock_of").filter(uuid=uuid).first()
    if election is None:
        raise NotFound(uuid)
    return election


def organisation_of(uuid: str) -> Organisation | None:
    """Whose election it is, for the gate."""
    election = Election.objects.select_related("organisation").filter(uuid=uuid).first()
    return election.organisation if election else None


def phase(election: Election, at: datetime) -> Phase:
    """Where the election stands at this moment."""
    state = phases.State(election.state)
    return phases.phase(state=state, opens_at=election.opens_at, closes_at=election.closes_at, at=at)


def is_open(election: Election, at: datetime) -> bool:
    """Whether a ballot may be cast at this moment."""
    return phase(election, at) is Phase.OPEN


def is_draft(election: Election) -> bool:
    """Whether anything of it can still change."""
    return election.state == Election.State.DRAFT


def is_public(election: Election) -> bool:
    """Whether strangers see its pages: once it is frozen."""
    return election.state not in {Election.State.DRAFT, Election.State.CANCELLED}


def due_to_open(at: datetime) -> list[Election]:
    """Sealed elections whose opening has come and is not yet noted in the log."""
    sealed = Election.objects.filter(state=Election.State.SEALED, opened_at__isnull=True, opens_at__lte=at)
    return list(sealed.order_by("opens_at", "pk"))


def due_to_close(at: datetime) -> list[Election]:
    """Sealed elections whose time is over."""
    return list(
        Election.objects.filter(state=Election.State.SEALED, closes_at__lte=at).order_by("closes_at", "pk")
    )


def public_elections() -> list[Election]:
    """Every election that strangers may see, the newest first; mock elections too, which say that they
    are."""
    seen = Election.objects.exclude(state__in=[Election.State.DRAFT, Election.State.CANCELLED])
    return list(seen.select_related("organisation").order_by("-opens_at", "-pk"))


def organisations_for(
    user: User, *, at: datetime, roles: Iterable[Office.Role] = (Office.Role.PANITIA,)
) -> list[Organisation]:
    """The organisations in whose committee this person sits, or for which they hold one of these roles."""
    held = list(offices.in_force(at=at).filter(user=user, role__in=list(roles)))
    return [
        one
        for one in Organisation.objects.order_by("name")
        if any(offices.covers(office, one) for office in held)
    ]


def elections_of(organisations: Iterable[Organisation]) -> list[Election]:
    """Their elections, the newest first, cancelled drafts last."""
    rows = Election.objects.filter(organisation__in=list(organisations)).select_related("organisation")
    return sorted(rows, key=lambda e: (e.state == Election.State.CANCELLED, -e.created_at.timestamp()))


def mocks_of(election: Election) -> list[Election]:
    """The mock elections made from this one, the newest first."""
    return list(Election.objects.filter(mock_of=election).select_related("organisation").order_by("-pk"))


def is_committee(user: object, *, election: Election, at: datetime) -> bool:
    """Whether this visitor may see what is not yet public of the election (a preview)."""
    if not isinstance(user, User):
        return False
    roles = frozenset({Office.Role.PANITIA})
    return offices.find(user=user, roles=roles, organisation=election.organisation, at=at) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """An extension as people may read it."""

    pk: int
    closes_at: datetime
    reason: str
    asked_at: datetime
    answered_at: datetime | None
    agreed: bool
    waits: bool
    asked_by: int  # the account, to tell the second person from the first


def extensions(election: Election) -> tuple[Extended, ...]:
    """Every extension asked for, in order."""
    return tuple(
        _extended(row) for row in Extension.objects.filter(election=election).order_by("asked_at", "pk")
    )


def waiting_extension(election: Election) -> Extended | None:
    """The extension that waits for a second person, if any."""
    return next((one for one in extensions(election) if one.waits), None)


def _extended(row: Extension) -> Extended:
    return Extended(
        pk=row.pk,
        closes_at=row.closes_at,
        reason=row.reason,
        asked_at=row.asked_at,
        answered_at=row.agreed_at or row.rejected_at,
        agreed=row.agreed_at is not None,
        waits=row.agreed_at is None and row.rejected_at is None,
        asked_by=row.asked_by_id,
    )
