"""One voter by hand, with a reason that is kept; possible until the DPT is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.registry import sheet
from luber.registry.cells import Weight
from luber.registry.sheet import Voter as Entry
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.registry import queries, rolls, sealed
from luber_server.registry.models import Roll, RollEvent, Voter
from luber_server.trail import usecases as trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A voter as someone wrote them into the form."""

    ident: str
    name: str
    class_label: str
    sex: str
    contact: str = ""


@transaction.atomic
def add_voter(*, actor: Officer, uuid: str, written: Written, reason: str, at: datetime) -> int:
    """Add one voter; returns the row's number. Raises `Refused` for a fault or a number that is there."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    rolls.require_not_frozen(roll)
    said = rolls.reason(reason)
    entry = _entry(election, roll, written)
    row = _store(Voter(election=election), entry, election)
    _note(election, RollEvent.Kind.ADDED, actor, at, entry, said)
    return row.pk


@transaction.atomic
def change_voter(
    *, actor: Officer, uuid: str, voter: int, written: Written, reason: str, at: datetime
) -> None:
    """Correct one voter."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    rolls.require_not_frozen(roll)
    said = rolls.reason(reason)
    row = _row(election, voter)
    entry = _entry(election, roll, written)
    _store(row, entry, election)
    _note(election, RollEvent.Kind.CHANGED, actor, at, entry, said)


@transaction.atomic
def remove_voter(*, actor: Officer, uuid: str, voter: int, reason: str, at: datetime) -> None:
    """Take one voter off the roll."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    rolls.require_not_frozen(roll)
    said = rolls.reason(reason)
    row = _row(election, voter)
    who = (
        f"{sealed.text(row.ident, purpose=sealed.IDENT, election=uuid)} "
        f"{sealed.text(row.name, purpose=sealed.NAME, election=uuid)}, {row.class_label}"
    )
    row.delete()
    rolls.note(election=election, kind=RollEvent.Kind.REMOVED, actor=actor, at=at, who=who, reason=said)
    _record(election, RollEvent.Kind.REMOVED, actor, at)


def _entry(election: Election, roll: Roll, written: Written) -> Entry:
    """The voter under the same rules as a row of a sheet. Raises `Refused` with the first fault's
    sentence."""
    entry, findings = sheet.check_one(
        ident=written.ident,
        name=written.name,
        class_label=written.class_label,
        sex=written.sex,
        by_nisn=roll.by_nisn,
        contact=queries.contact_kind(election),
        contact_cell=written.contact,
    )
    if entry is None:
        fault = next(finding for finding in findings if finding.weight is Weight.FAULT)
        raise Refused(fault.sentence, code=fault.code, facts=dict(fault.facts))
    return entry


def _store(row: Voter, entry: Entry, election: Election) -> Voter:
    rolls.fill(
        row,
        uuid=election.uuid,
        ident=entry.ident,
        name=entry.name,
        sex=entry.sex,
        class_label=entry.class_label,
        contact=entry.contact,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(
            _("Nomor atau alamat ini sudah dipakai pemilih lain di daftar. Periksa lagi."), code="roll.double"
        ) from error
    return row


def _row(election: Election, voter: int) -> Voter:
    row = Voter.objects.select_for_update().filter(election=election, pk=voter).first()
    if row is None:
        raise Refused(_("Pemilih ini tidak ada lagi di daftar."), code="roll.no_voter")
    return row


def _note(
    election: Election, kind: RollEvent.Kind, actor: Officer, at: datetime, entry: Entry, reason: str
) -> None:
    who = f"{entry.ident} {entry.name}, {entry.class_label}"
    rolls.note(election=election, kind=kind, actor=actor, at=at, who=who, reason=reason)
    _record(election, kind, actor, at)


def _record(election: Election, kind: RollEvent.Kind, actor: Officer, at: datetime) -> None:
    """The log learns that the roll changed and how long it is now; who it was and why stays in the room."""
    trail.record(
        actor=actor,
        act=f"registry.voter.{kind.value}",
        subject=f"roll.{election.uuid}",
        at=at,
        data={"voters": queries.voters_total(election)},
        election=election.uuid,
    )
