"""What a committee decides about its election, one function an act. After the freeze only an extension is
left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luber.election import ids, schedule, zone
from luber.election import phase as phases
from luber.election.phase import Event, State
from luber.election.template import STARTS, Template
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Json
from luber_server.people import offices
from luber_server.people.models import Office, Organisation
from luber_server.people.offices import Officer
from luber_server.ports import entropy
from luber_server.trail import usecases as trail

from . import neighbours
from .models import Election, Extension

REASON_AT_LEAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What of an election the committee may choose, besides its times."""

    title: str
    description: str
    voice: str
    revote: bool
    second_factor: str
    group: str


@transaction.atomic
def create(
    *,
    actor: Officer,
    organisation: Organisation,
    template: Template,
    title: str,
    zone_name: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> Election:
    """A new draft from a template. Its ballot paper's first question comes from the template too (room
    ballot)."""
    offices.require(actor, Office.Role.PANITIA, organisation=organisation, at=at)
    zone.parse(zone_name)
    if opens_at is not None and closes_at is not None:
        schedule.check_window(opens_at=opens_at, closes_at=closes_at, at=at)
    election = Election.objects.create(
        uuid=ids.new_uuid(entropy.system),
        organisation=organisation,
        template=template.value,
        title=title.strip(),
        voice=STARTS[template].voice,
        zone=zone_name,
        opens_at=opens_at,
        closes_at=closes_at,
        created_by=actor.user,
        created_at=at,
    )
    neighbours.start(election=election, actor=actor, at=at)
    _record(actor, "election.created", election, at, {"template": template.value, "mock": False})
    return election


@transaction.atomic
def change_rules(*, actor: Officer, uuid: str, rules: Rules, at: datetime) -> Election:
    """Change title, words and rules of a draft."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    election.title = rules.title.strip()
    election.description = rules.description.strip()
    election.voice = rules.voice
    election.revote = rules.revote
    election.second_factor = rules.second_factor
    election.group = rules.group
    election.full_clean(exclude=["created_by", "organisation"])
    election.save()
    changed: dict[str, Json] = {
        "voice": rules.voice,
        "revote": rules.revote,
        "second_factor": rules.second_factor,
        "group": rules.group,
    }
    _record(actor, "election.changed", election, at, changed)
    return election


@transaction.atomic
def set_times(
    *, actor: Officer, uuid: str, zone_name: str, opens_at: datetime, closes_at: datetime, at: datetime
) -> Election:
    """Fix when voting opens and closes; the clock does the rest."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    zone.parse(zone_name)
    schedule.check_window(opens_at=opens_at, closes_at=closes_at, at=at)
    election.zone, election.opens_at, election.closes_at = zone_name, opens_at, closes_at
    election.save(update_fields=["zone", "opens_at", "closes_at"])
    _record(actor, "election.changed", election, at, _times(election))
    return election


@transaction.atomic
def cancel(*, actor: Officer, uuid: str, reason: str, at: datetime) -> Election:
    """Give up a draft, with a reason. What rooms hold of persons for it is forgotten."""
    election = _lock(actor=actor, uuid=uuid, at=at)
    election.state = phases.after(state=State(election.state), event=Event.CANCEL).value
    election.cancelled_reason = _reason(reason)
    election.save(update_fields=["state", "cancelled_reason"])
    neighbours.forget(election=election, at=at)
    _record(actor, "election.cancelled", election, at, {"reason": election.cancelled_reason})
    return election


@transaction.atomic
def make_mock(
    *, actor: Officer, uuid: str, opens_at: datetime, closes_at: datetime, at: datetime
) -> Election:
    """A mock election with the same set-up, watermark on every page, invented voters; its votes never
    count."""
    source = _lock(actor=actor, uuid=uuid, at=at)
    if source.mock:
        raise Refused(
            _("Ini sudah simulasi. Buat simulasi dari pemilihan yang sebenarnya."), code="mock.of_mock"
        )
    if source.state == Election.State.CANCELLED:
        raise Refused(_("Pemilihan ini sudah dibatalkan."), code="election.cancelled")
    schedule.check_window(opens_at=opens_at, closes_at=closes_at, at=at)
    mock = Election.objects.create(
        uuid=ids.new_uuid(entropy.system),
        organisation=source.organisation,
        template=source.template,
        title=source.title,
        description=source.description,
        group=source.group,
        voice=source.voice,
        zone=source.zone,
        opens_at=opens_at,
        closes_at=closes_at,
        revote=source.revote,
        second_factor=Election.Factor.NONE,  # invented voters have no mail and no phone
        mock=True,
        mock_of=source,
        created_by=actor.user,
        created_at=at,
    )
    _record(actor, "election.created", mock, at, {"template": mock.template, "mock": True, "of": source.uuid})
    neighbours.copy(source=source, target=mock, actor=actor, at=at)
    return mock


@transaction.atomic
def freeze(*, actor: Officer, uuid: str, at: datetime) -> None:
    """Freeze the election once every item of the checklist is done; the ceremony seals it and says so
    in the log."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    lacking = [item for item in neighbours.checklist(election, at) if not item.done]
    if lacking:
        raise Refused(
            _("Belum dapat dibekukan. Yang masih kurang: %(title)s."),
            code="election.not_ready",
            facts={"title": str(lacking[0].title)},
        )
    neighbours.seal(actor=actor, uuid=uuid, at=at)


@transaction.atomic
def ask_extension(*, actor: Officer, uuid: str, closes_at: datetime, reason: str, at: datetime) -> Extension:
    """Ask for a later closing. Nothing changes until a second officer agrees."""
    election = _lock(actor=actor, uuid=uuid, at=at)
    _require_sealed(election)
    assert election.closes_at is not None
    schedule.check_extension(closes_at=election.closes_at, later=closes_at, reason=reason, at=at)
    if Extension.objects.filter(election=election, agreed_at=None, rejected_at=None).exists():
        raise Refused(
            _("Masih ada permintaan perpanjangan yang menunggu jawaban orang kedua."),
            code="extension.waiting",
        )
    extension = Extension.objects.create(
        election=election, closes_at=closes_at, reason=reason.strip(), asked_by=actor.user, asked_at=at
    )
    data: dict[str, Json] = {"closes_at": closes_at.isoformat(), "reason": extension.reason}
    _record(actor, "election.extension.asked", election, at, data)
    return extension


@transaction.atomic
def agree_extension(*, actor: Officer, uuid: str, extension: int, at: datetime) -> Election:
    """The second officer agrees: the closing moves. Refused to who asked, and once the box is shut."""
    election = _lock(actor=actor, uuid=uuid, at=at)
    _require_sealed(election)
    row = _waiting(election, extension)
    assert election.closes_at is not None
    schedule.check_second_person(asked_by=row.asked_by_id, agrees=actor.user.pk)
    schedule.check_extension(closes_at=election.closes_at, later=row.closes_at, reason=row.reason, at=at)
    before = election.closes_at
    row.agreed_by, row.agreed_at = actor.user, at
    row.save(update_fields=["agreed_by", "agreed_at"])
    election.closes_at = row.closes_at
    election.save(update_fields=["closes_at"])
    data: dict[str, Json] = {
        "closes_at": row.closes_at.isoformat(),
        "before": before.isoformat(),
        "reason": row.reason,
    }
    _record(actor, "election.extension.approved", election, at, data)
    return election


@transaction.atomic
def reject_extension(*, actor: Officer, uuid: str, extension: int, at: datetime) -> None:
    """Turn an extension down, or withdraw one's own. The closing stays."""
    election = _lock(actor=actor, uuid=uuid, at=at)
    row = _waiting(election, extension)
    row.rejected_by, row.rejected_at = actor.user, at
    row.save(update_fields=["rejected_by", "rejected_at"])
    _record(actor, "election.extension.rejected", election, at, {"closes_at": row.closes_at.isoformat()})


@transaction.atomic
def note_opening(*, uuid: str, at: datetime) -> None:
    """Leave the leaf that voting has opened. The clock opened it; this only says so, once."""
    election = Election.objects.select_for_update(of=("self",)).get(uuid=uuid)
    if election.state != Election.State.SEALED or election.opened_at or election.opens_at is None:
        return
    if election.opens_at > at:
        return
    election.opened_at = at
    election.save(update_fields=["opened_at"])
    trail.record(
        actor="system",
        act="election.opened",
        subject=_subject(election),
        at=at,
        data=_times(election),
        election=election.uuid,
    )


# ---- for other rooms, inside their transaction ----


def require_draft(election: Election) -> None:
    """Raises `Refused` once the election is sealed or cancelled: nothing that is hashed changes any more."""
    if election.state == Election.State.CANCELLED:
        raise Refused(_("Pemilihan ini sudah dibatalkan."), code="election.cancelled")
    if election.state != Election.State.DRAFT:
        raise Refused(
            _("Pemilihan ini sudah dibekukan. Tidak ada yang dapat diubah lagi."), code="election.sealed"
        )


def lock_draft(*, actor: Officer, uuid: str, at: datetime) -> Election:
    """The draft, locked for this transaction, for an officer of its committee. Raises `Refused`."""
    election = _lock(actor=actor, uuid=uuid, at=at)
    require_draft(election)
    return election


def mark_sealed(*, election: Election, actor: Officer | str, at: datetime, data: Mapping[str, Json]) -> None:
    """The ceremony sealed it; `data` are the public fingerprints for the log."""
    _move(election, Event.SEAL)
    _record(actor, "election.sealed", election, at, {**_times(election), **data})


def mark_closed(*, election: Election, actor: Officer | str, at: datetime, data: Mapping[str, Json]) -> None:
    """The box is closed and the encrypted tally stands. Refused before the clock says so."""
    if election.closes_at is None or at < election.closes_at:
        raise Refused(_("Waktu pemungutan suara belum berakhir."), code="election.not_ended")
    _move(election, Event.CLOSE)
    _record(actor, "election.closed", election, at, data)


def mark_decided(*, election: Election, actor: Officer | str, at: datetime, data: Mapping[str, Json]) -> None:
    """The result stands in the archive."""
    _move(election, Event.DECIDE)
    _record(actor, "election.decided", election, at, data)


def _move(election: Election, event: Event) -> None:
    stored = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    election.state = phases.after(state=State(stored.state), event=event).value
    election.save(update_fields=["state"])


def _lock(*, actor: Officer, uuid: str, at: datetime) -> Election:
    rows = Election.objects.select_for_update(of=("self",)).select_related("organisation")
    election = rows.filter(uuid=uuid).first()
    if election is None:
        raise Refused(_("Pemilihan ini tidak ada."), code="election.none")
    offices.require(actor, Office.Role.PANITIA, organisation=election.organisation, at=at)
    return election


def _waiting(election: Election, extension: int) -> Extension:
    row = Extension.objects.filter(election=election, pk=extension, agreed_at=None, rejected_at=None).first()
    if row is None:
        raise Refused(_("Permintaan perpanjangan ini sudah dijawab."), code="extension.answered")
    return row


def _require_sealed(election: Election) -> None:
    if election.state == Election.State.DRAFT:
        raise Refused(
            _("Pemilihan ini belum dibekukan. Ubah saja waktunya di halaman Waktu."), code="extension.draft"
        )
    if election.state != Election.State.SEALED:
        raise Refused(
            _("Pemungutan suara sudah berakhir. Waktu tutup tidak dapat diundur lagi."), code="extension.late"
        )


def _reason(text: str) -> str:
    reason = text.strip()
    if len(reason) < REASON_AT_LEAST:
        raise Refused(
            _("Tulis alasannya, paling sedikit sepuluh huruf. Semua orang dapat membacanya."),
            code="election.reason",
        )
    return reason


def _times(election: Election) -> dict[str, Json]:
    def said(moment: datetime | None) -> Json:
        return moment.isoformat() if moment else None

    return {"opens_at": said(election.opens_at), "closes_at": said(election.closes_at), "zone": election.zone}


def _subject(election: Election) -> str:
    return f"election.{election.uuid}"


def _record(
    actor: Officer | str, act: str, election: Election, at: datetime, data: Mapping[str, Json]
) -> None:
    trail.record(actor=actor, act=act, subject=_subject(election), at=at, data=data, election=election.uuid)
