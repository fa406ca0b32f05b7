"""The lock and the bookkeeping that every act on a roll shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.registry import roll as stages
from luber_server.election.models import Election
from luber_server.election.usecases import lock_draft
from luber_server.people.offices import Officer
from luber_server.ports import sealing

from . import sealed
from .models import Roll, RollEvent, Voter

SHORTEST_REASON = 5


def lock(*, actor: Officer, uuid: str, at: datetime) -> tuple[Election, Roll]:
    """The draft and its roll, locked for this transaction, for an officer of its committee. Raises
    `Refused`."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    return election, of(election)


def of(election: Election) -> Roll:
    """The election's roll, locked; begun where there was none."""
    Roll.objects.get_or_create(
        election=election, defaults={"by_nisn": election.organisation.kind == "school"}
    )
    return Roll.objects.select_for_update().get(election=election)


def require_not_frozen(roll: Roll) -> None:
    """Raises `Refused` once the DPT is frozen."""
    if roll.state == Roll.State.DPT:
        raise Refused(_("DPT sudah dibekukan. Daftar pemilih tidak dapat diubah lagi."), code="roll.frozen")


def state(roll: Roll) -> stages.State:
    return stages.State(roll.state)


def reason(text: str) -> str:
    """A reason that says something. Raises `Refused`."""
    said = text.strip()
    if len(said) < SHORTEST_REASON:
        raise Refused(_("Tulis alasannya, paling sedikit lima huruf."), code="roll.reason")
    return said


def note(
    *,
    election: Election,
    kind: RollEvent.Kind,
    actor: Officer,
    at: datetime,
    who: str = "",
    counts: Mapping[str, int] | None = None,
    reason: str = "",
) -> None:
    """Keep what was done to the roll; what names a person is sealed."""

    def shut(text: str) -> bytes:
        return sealing.seal(text, purpose=sealed.EVENT, election=election.uuid) if text else b""

    row = RollEvent(election=election, kind=kind, by=actor.user, at=at)
    row.who, row.reason, row.counts = shut(who), shut(reason), dict(counts or {})
    row.save()


def fill(row: Voter, *, uuid: str, ident: str, name: str, sex: str, class_label: str, contact: str) -> Voter:
    """Put a voter's data into a row, sealed."""
    row.ident_index = sealing.index(ident, purpose=sealed.IDENT, election=uuid)
    row.ident = sealing.seal(ident, purpose=sealed.IDENT, election=uuid)
    row.name = sealing.seal(name, purpose=sealed.NAME, election=uuid)
    row.sex, row.class_label = sex, class_label
    row.contact_index = sealing.index(contact, purpose=sealed.CONTACT, election=uuid) if contact else ""
    row.contact = sealing.seal(contact, purpose=sealed.CONTACT, election=uuid) if contact else b""
    return row
