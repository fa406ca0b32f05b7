"""What others may ask about a roll: counts and hashes. Names only where the caller logs the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from luber.canon import json
from luber.election.ids import parse_tracking_code
from luber.errors import Malformed
from luber.registry import cells, dps, dpt, roll
from luber.registry.cells import Column
from luber.registry.dpt import ClassCount
from luber.registry.sheet import Contact, Reading
from luber_server.election.models import Election
from luber_server.ports import sealing

from . import pending, sealed
from .models import Objection, Roll, RollEvent, Upload, Voter

__all__ = ["ClassCount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollView:
    """How far a roll has come, as pages show it."""

    state: roll.State
    voters: int
    by_nisn: bool
    dps_at: datetime | None
    objections_until: datetime | None
    no_dps_reason: str
    dpt_at: datetime | None
    dpt_sha256: str
    unanswered: int

    def objections_open(self, at: datetime) -> bool:
        return roll.objections_open(state=self.state, until=self.objections_until, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterView:
    """One voter in plain: for a page of the committee, which logs that it was read."""

    pk: int
    ident: str
    name: str
    sex: str
    class_label: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """An objection with what was written; for the committee, or for who knows its code."""

    pk: int
    kind: str
    kind_word: str
    name: str
    class_label: str
    text: str
    filed_at: datetime
    answer: str
    answer_word: str
    answer_text: str
    answered_at: datetime | None


def get(election: Election) -> RollView:
    """The roll of an election; one that nobody began is being collected."""
    row = Roll.objects.filter(election=election).first()
    if row is None:
        row = Roll(election=election, by_nisn=election.organisation.kind == "school")
    return RollView(
        state=roll.State(row.state),
        voters=voters_total(election),
        by_nisn=row.by_nisn,
        dps_at=row.dps_at,
        objections_until=row.objections_until,
        no_dps_reason=row.no_dps_reason,
        dpt_at=row.dpt_at,
        dpt_sha256=row.dpt_sha256,
        unanswered=Objection.objects.filter(election=election, answer=Objection.Answer.WAITING).count(),
    )


def voters_total(election: Election) -> int:
    """How many voters the roll has."""
    return Voter.objects.filter(election=election).count()


def dpt_hash(election: Election) -> str | None:
    """The published hash of the DPT; None until it is frozen."""
    row = Roll.objects.filter(election=election, state=Roll.State.DPT).first()
    return row.dpt_sha256 if row else None


def classes(election: Election) -> list[ClassCount]:
    """Voters by class and sex, in the order people read classes. Final once `dpt_hash` is there."""
    rows = Voter.objects.filter(election=election).values("class_label", "sex").annotate(voters=Count("pk"))
    return list(dpt.totals((row["class_label"], row["sex"], row["voters"]) for row in rows))


def contact_kind(election: Election) -> Contact:
    """Which contact the roll must hold, by the election's second factor."""
    return Contact(election.second_factor)


def contact_index(election: Election, contact: str) -> int | None:
    """The voter whose contact this is, if any; the caller must answer alike for known and unknown ones."""
    kind = contact_kind(election)
    if kind is Contact.NONE:
        return None
    read = (cells.mail if kind is Contact.MAIL else cells.phone)(contact, row=0)
    if not read.value:
        return None
    wanted = sealing.indexes(read.value, purpose=sealed.CONTACT, election=election.uuid)
    return (
        Voter.objects.filter(election=election, contact_index__in=wanted).values_list("pk", flat=True).first()
    )


def lacking_contacts(election: Election) -> int:
    """How many voters have no contact although the election asks for a second factor."""
    if contact_kind(election) is Contact.NONE:
        return 0
    column = Column.MAIL if contact_kind(election) is Contact.MAIL else Column.PHONE
    lacking = 0
    for row in Voter.objects.filter(election=election).only("contact").iterator(chunk_size=2000):
        contact = sealed.text(row.contact, purpose=sealed.CONTACT, election=election.uuid)
        lacking += not contact or ("@" in contact) != (column is Column.MAIL)
    return lacking


def dps_lines(election: Election, *, class_label: str) -> tuple[dps.Line, ...]:
    """The masked public lines of one class. The page shows them only while objections are open."""
    rows = Voter.objects.filter(election=election, class_label=class_label).values_list("name", flat=True)
    names = (sealed.text(name, purpose=sealed.NAME, election=election.uuid) for name in rows)
    return dps.lines((class_label, name) for name in names)


def voters(election: Election, *, class_label: str | None = None) -> list[VoterView]:
    """Voters in plain, by class and name. Whoever shows them logs the reading (people.readings)."""
    rows = Voter.objects.filter(election=election)
    if class_label is not None:
        rows = rows.filter(class_label=class_label)
    found = [_voter(row, election.uuid) for row in rows.iterator(chunk_size=2000)]
    return sorted(found, key=lambda v: (dpt.reading_order(v.class_label), v.name.casefold(), v.ident))


def voter(election: Election, pk: int) -> VoterView | None:
    """One voter in plain. Whoever shows it logs the reading."""
    row = Voter.objects.filter(election=election, pk=pk).first()
    return _voter(row, election.uuid) if row else None


def find_voter(election: Election, ident: str) -> int | None:
    """The voter of this number."""
    wanted = sealing.indexes(ident.strip(), purpose=sealed.IDENT, election=election.uuid)
    return (
        Voter.objects.filter(election=election, ident_index__in=wanted).values_list("pk", flat=True).first()
    )


def entries(election: Election) -> Iterable[dpt.Entry]:
    """The roll as the DPT's entries."""
    return (dpt.Entry(v.ident, v.name, v.sex, v.class_label) for v in voters(election))


def dpt_file(election: Election) -> bytes:
    """The canonical lines of the frozen DPT: their SHA-256 is the published hash. For the committee,
    logged."""
    row = Roll.objects.get(election=election, state=Roll.State.DPT)
    salt = bytes.fromhex(sealed.text(row.dpt_salt, purpose=sealed.SALT, election=election.uuid))
    return dpt.canonical(entries(election), salt=salt)


def upload(election: Election, pk: int, *, at: datetime) -> Reading | None:
    """A reading that waits for its confirmation; None once it was stored, given up or is too old."""
    row = Upload.objects.filter(election=election, pk=pk, expires_at__gt=at).first()
    if row is None:
        return None
    return pending.load(sealed.text(row.content, purpose=sealed.UPLOAD, election=election.uuid))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reading would change of the roll that is there."""

    new: int
    changed: int
    same: int
    absent: int  # on the roll, not in the sheet


def difference(election: Election, reading: Reading) -> Difference:
    """Compare a reading with the roll."""
    uuid = election.uuid
    there = {row.ident_index: row for row in Voter.objects.filter(election=election)}
    new = changed = same = 0
    for entry in reading.voters:
        row = there.get(sealing.index(entry.ident, purpose=sealed.IDENT, election=uuid))
        if row is None:
            new += 1
        elif differs(
            row,
            uuid=uuid,
            name=entry.name,
            sex=entry.sex,
            class_label=entry.class_label,
            contact=entry.contact,
        ):
            changed += 1
        else:
            same += 1
    return Difference(new, changed, same, len(there) - changed - same)


def differs(row: Voter, *, uuid: str, name: str, sex: str, class_label: str, contact: str) -> bool:
    """Whether a voter's row says something else."""
    return (
        (row.sex, row.class_label) != (sex, class_label)
        or sealed.text(row.name, purpose=sealed.NAME, election=uuid) != name
        or (bool(contact) and sealed.text(row.contact, purpose=sealed.CONTACT, election=uuid) != contact)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    word: str
    at: datetime
    by: str
    detail: str
    who: str
    reason: str


def events(election: Election) -> list[EventView]:
    """What was done to the roll, newest first; names voters, so the page logs the reading."""
    rows = RollEvent.objects.filter(election=election).select_related("by").order_by("-at", "-pk")
    return [
        EventView(
            word=row.get_kind_display(),
            at=row.at,
            by=str(row.by),
            detail=_counted(row.counts),
            who=sealed.text(row.who, purpose=sealed.EVENT, election=election.uuid),
            reason=sealed.text(row.reason, purpose=sealed.EVENT, election=election.uuid),
        )
        for row in rows
    ]


def _counted(counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    said = _("%(new)d baru, %(changed)d diperbaiki, %(removed)d dikeluarkan, %(skipped)d baris dilewati.")
    return said % counts


def objections(election: Election) -> list[ObjectionView]:
    """Every objection, those without an answer first. The page logs the reading."""
    rows = Objection.objects.filter(election=election).order_by("filed_at", "pk")
    return sorted((_objection(row) for row in rows), key=lambda one: bool(one.answer))


def objection(election: Election, pk: int) -> ObjectionView | None:
    row = Objection.objects.filter(election=election, pk=pk).first()
    return _objection(row) if row else None


def objection_by_code(election: Election, code: str) -> ObjectionView | None:
    """The objection of this tracking code, for who filed it."""
    try:
        written = parse_tracking_code(code)
    except Malformed:
        return None
    wanted = sealing.indexes(written, purpose=sealed.CODE, election=election.uuid)
    row = Objection.objects.filter(election=election, code_index__in=wanted).first()
    return _objection(row) if row else None


def _voter(row: Voter, uuid: str) -> VoterView:
    return VoterView(
        pk=row.pk,
        ident=sealed.text(row.ident, purpose=sealed.IDENT, election=uuid),
        name=sealed.text(row.name, purpose=sealed.NAME, election=uuid),
        sex=row.sex,
        class_label=row.class_label,
        contact=sealed.text(row.contact, purpose=sealed.CONTACT, election=uuid),
    )


def _objection(row: Objection) -> ObjectionView:
    uuid = row.election.uuid
    content: dict[str, Any] = json.parse(
        sealed.text(row.content, purpose=sealed.OBJECTION, election=uuid).encode()
    )
    return ObjectionView(
        pk=row.pk,
        kind=row.kind,
        kind_word=row.get_kind_display(),
        name=content["name"],
        class_label=content["class"],
        text=content["text"],
        filed_at=row.filed_at,
        answer=row.answer,
        answer_word=row.get_answer_display(),
        answer_text=sealed.text(row.answer_text, purpose=sealed.OBJECTION, election=uuid),
        answered_at=row.answered_at,
    )
