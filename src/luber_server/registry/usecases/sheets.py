"""A sheet: read, shown with every finding, and stored only when the committee confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.registry import sheet
from luber.registry.sheet import Reading
from luber.registry.sheet import Voter as Entry
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.ports import sealing
from luber_server.registry import pending, queries, rolls, sealed
from luber_server.registry.files import Lines
from luber_server.registry.models import Roll, RollEvent, Upload, Voter
from luber_server.trail import usecases as trail

WAITS = timedelta(hours=2)
BATCH = 1000
COLUMNS = ["ident_index", "ident", "name", "sex", "class_label", "contact_index", "contact"]


class Mode(Enum):
    """What happens to voters who are on the roll and not in the sheet."""

    ADD = "add"  # they stay
    REPLACE = "replace"  # they go


@dataclass(frozen=True, slots=True)
class Stored:
    """What a confirmation did."""

    new: int
    changed: int
    removed: int
    skipped: int


@transaction.atomic
def read_upload(*, actor: Officer, uuid: str, lines: Lines, at: datetime) -> int:
    """Read a sheet and keep its needed columns, sealed, until confirmed; returns the upload's number.
    Stores no voter."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    _require_collecting(roll)
    reading = sheet.read(lines, contact=queries.contact_kind(election))
    drop_expired(at=at)
    # The newest sheet is the one that is meant.
    Upload.objects.filter(election=election, by=actor.user).delete()
    content = sealing.seal(pending.dump(reading), purpose=sealed.UPLOAD, election=uuid)
    row = Upload.objects.create(
        election=election, by=actor.user, content=content, uploaded_at=at, expires_at=at + WAITS
    )
    return row.pk


@transaction.atomic
def confirm_upload(*, actor: Officer, uuid: str, upload: int, mode: Mode, at: datetime) -> Stored:
    """Store the rows without a fault of a sheet whose report was shown."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    _require_collecting(roll)
    reading = queries.upload(election, upload, at=at)
    if reading is None:
        raise Refused(
            _("Laporan ini sudah disimpan atau sudah terlalu lama. Unggah lagi berkasnya."),
            code="upload.gone",
        )
    if not reading.voters:
        raise Refused(
            _("Tidak ada baris yang dapat disimpan. Perbaiki berkasnya, lalu unggah lagi."),
            code="upload.empty",
        )
    removed = _make_room(election, roll, reading, mode)
    new, changed = _merge(election, reading)
    Upload.objects.filter(pk=upload).delete()
    stored = Stored(new, changed, removed, len(reading.faulty_rows))
    counts = {"new": new, "changed": changed, "removed": removed, "skipped": stored.skipped}
    rolls.note(election=election, kind=RollEvent.Kind.IMPORTED, actor=actor, at=at, counts=counts)
    trail.record(
        actor=actor,
        act="registry.roll.imported",
        subject=f"roll.{uuid}",
        at=at,
        data=counts,
        election=uuid,
    )
    return stored


@transaction.atomic
def discard_upload(*, actor: Officer, uuid: str, upload: int, at: datetime) -> None:
    """Forget a sheet that was read and not stored."""
    election, _roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    Upload.objects.filter(election=election, pk=upload).delete()


def drop_expired(*, at: datetime) -> int:
    """Forget every sheet that nobody confirmed in time; returns how many."""
    return Upload.objects.filter(expires_at__lte=at).delete()[0]


def _require_collecting(roll: Roll) -> None:
    rolls.require_not_frozen(roll)
    if roll.state != Roll.State.COLLECTING:
        raise Refused(
            _("DPS sudah diumumkan. Perbaiki pemilih satu per satu, dengan alasan."), code="roll.published"
        )


def _make_room(election: Election, roll: Roll, reading: Reading, mode: Mode) -> int:
    """Remove who is not in the sheet where the committee replaces the roll; keep one kind of numbers."""
    there = Voter.objects.filter(election=election)
    removed = 0
    if mode is Mode.REPLACE:
        kept = {sealing.index(v.ident, purpose=sealed.IDENT, election=election.uuid) for v in reading.voters}
        gone = [row.pk for row in there.only("pk", "ident_index") if row.ident_index not in kept]
        for start in range(0, len(gone), BATCH):
            removed += Voter.objects.filter(pk__in=gone[start : start + BATCH]).delete()[0]
    if roll.by_nisn != reading.by_nisn:
        if there.exists():
            raise Refused(
                _("Daftar yang ada memakai jenis nomor lain. Ganti seluruhnya, atau pakai nomor yang sama."),
                code="roll.numbers",
            )
        roll.by_nisn = reading.by_nisn
        roll.save(update_fields=["by_nisn"])
    return removed


def _merge(election: Election, reading: Reading) -> tuple[int, int]:
    uuid = election.uuid
    there = {row.ident_index: row for row in Voter.objects.filter(election=election)}
    fresh: list[Voter] = []
    changed: list[Voter] = []
    for entry in reading.voters:
        row = there.get(sealing.index(entry.ident, purpose=sealed.IDENT, election=uuid))
        if row is None:
            fresh.append(_fill(Voter(election=election), entry, uuid))
        elif queries.differs(
            row,
            uuid=uuid,
            name=entry.name,
            sex=entry.sex,
            class_label=entry.class_label,
            contact=entry.contact,
        ):
            changed.append(_fill(row, entry, uuid))
    _require_contacts_apart([*there.values(), *fresh])
    Voter.objects.bulk_create(fresh, batch_size=BATCH)
    Voter.objects.bulk_update(changed, COLUMNS, batch_size=200)
    return len(fresh), len(changed)


def _fill(row: Voter, entry: Entry, uuid: str) -> Voter:
    contact = entry.contact or sealed.text(row.contact, purpose=sealed.CONTACT, election=uuid)
    return rolls.fill(
        row,
        uuid=uuid,
        ident=entry.ident,
        name=entry.name,
        sex=entry.sex,
        class_label=entry.class_label,
        contact=contact,
    )


def _require_contacts_apart(rows: list[Voter]) -> None:
    contacts = [row.contact_index for row in rows if row.contact_index]
    if len(set(contacts)) != len(contacts):
        raise Refused(
            _(
                "Ada alamat di berkas ini yang sudah dipakai pemilih lain di daftar. Satu alamat untuk satu pemilih."
            ),
            code="roll.contact",
        )
