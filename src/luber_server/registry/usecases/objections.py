"""Objections to the DPS: filed by anyone while it is out, answered by the committee, followed by a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luber.canon import json
from luber.election.ids import new_tracking_code
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.registry import roll as stages
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.ports import entropy, sealing
from luber_server.registry import rolls, sealed
from luber_server.registry.models import Objection
from luber_server.trail import usecases as trail

MOST_WAITING = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What someone wrote into the public form."""

    kind: str
    name: str
    class_label: str
    text: str


@transaction.atomic
def file_objection(*, uuid: str, written: Written, at: datetime) -> str:
    """Take an objection; returns the tracking code, shown once. Refused outside the objection period."""
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    roll = rolls.of(election)
    if election.state != Election.State.DRAFT or not stages.objections_open(
        state=rolls.state(roll), until=roll.objections_until, at=at
    ):
        raise Refused(_("Masa keberatan sudah berakhir atau belum dimulai."), code="objection.closed")
    if written.kind not in Objection.Kind.values or not written.text.strip():
        raise Malformed(
            _("Pilih jenis keberatan dan jelaskan dengan satu dua kalimat."), code="objection.form"
        )
    if Objection.objects.filter(election=election, answer=Objection.Answer.WAITING).count() >= MOST_WAITING:
        raise Refused(
            _("Keberatan yang menunggu jawaban terlalu banyak. Hubungi panitia langsung."),
            code="objection.many",
        )
    code = new_tracking_code(entropy.system)
    content = json.text(
        {"name": written.name.strip(), "class": written.class_label.strip(), "text": written.text.strip()}
    )
    Objection.objects.create(
        election=election,
        kind=written.kind,
        code=sealing.seal(code, purpose=sealed.CODE, election=uuid),
        code_index=sealing.index(code, purpose=sealed.CODE, election=uuid),
        content=sealing.seal(content, purpose=sealed.OBJECTION, election=uuid),
        filed_at=at,
    )
    trail.record(
        actor="public",
        act="registry.objection.filed",
        subject=f"dps.{uuid}",
        at=at,
        data={"kind": written.kind},
        election=uuid,
    )
    return code


@transaction.atomic
def answer_objection(
    *, actor: Officer, uuid: str, objection: int, upheld: bool, text: str, at: datetime
) -> None:
    """Answer an objection, once, with words that who filed it can read."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    rolls.require_not_frozen(roll)
    said = rolls.reason(text)
    row = Objection.objects.select_for_update().filter(election=election, pk=objection).first()
    if row is None or row.answer:
        raise Refused(_("Keberatan ini sudah dijawab."), code="objection.answered")
    row.answer = Objection.Answer.UPHELD if upheld else Objection.Answer.DISMISSED
    row.answer_text = sealing.seal(said, purpose=sealed.OBJECTION, election=uuid)
    row.answered_by, row.answered_at = actor.user, at
    row.save()
    trail.record(
        actor=actor,
        act="registry.objection.decided",
        subject=f"dps.{uuid}",
        at=at,
        data={"kind": row.kind, "upheld": upheld},
        election=uuid,
    )
