"""DPS and DPT: publish, prolong, freeze. Each is an official act with a leaf in the public log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luber.registry import dpt
from luber.registry import roll as stages
from luber.translog.act import Json
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.ports import entropy, sealing
from luber_server.registry import queries, rolls, sealed
from luber_server.registry.models import Objection, Roll, RollEvent, Upload, Voter
from luber_server.trail import usecases as trail


@transaction.atomic
def publish_dps(*, actor: Officer, uuid: str, until: datetime, at: datetime) -> None:
    """Publish the masked DPS and take objections until `until`."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    voters = queries.voters_total(election)
    roll.state = stages.publish(state=rolls.state(roll), voters=voters, until=until, at=at).value
    roll.dps_at, roll.objections_until = at, until
    roll.save()
    Upload.objects.filter(election=election).delete()
    rolls.note(election=election, kind=RollEvent.Kind.PUBLISHED, actor=actor, at=at)
    data: dict[str, Json] = {"voters": voters, "until": until.isoformat()}
    trail.record(
        actor=actor, act="registry.dps.published", subject=f"dps.{uuid}", at=at, data=data, election=uuid
    )


@transaction.atomic
def prolong_objections(*, actor: Officer, uuid: str, until: datetime, at: datetime) -> None:
    """Give people more time to object."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    now_until = roll.objections_until or at
    roll.state = stages.prolong(state=rolls.state(roll), until=until, until_now=now_until, at=at).value
    roll.objections_until = until
    roll.save()
    rolls.note(election=election, kind=RollEvent.Kind.PROLONGED, actor=actor, at=at)
    trail.record(
        actor=actor,
        act="registry.dps.prolonged",
        subject=f"dps.{uuid}",
        at=at,
        data={"until": until.isoformat(), "before": now_until.isoformat()},
        election=uuid,
    )


@transaction.atomic
def freeze_dpt(*, actor: Officer, uuid: str, at: datetime) -> str:
    """Freeze the DPT after the objections; returns the published hash."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    roll.state = stages.freeze(
        state=rolls.state(roll),
        voters=queries.voters_total(election),
        objections_until=roll.objections_until or at,
        unanswered=Objection.objects.filter(election=election, answer=Objection.Answer.WAITING).count(),
        at=at,
    ).value
    return _freeze(actor=actor, election=election, roll=roll, at=at)


@transaction.atomic
def freeze_without_dps(*, actor: Officer, uuid: str, reason: str, at: datetime) -> str:
    """Freeze a roll that was never published as DPS, with a reason for everyone to read."""
    election, roll = rolls.lock(actor=actor, uuid=uuid, at=at)
    voters = queries.voters_total(election)
    roll.state = stages.freeze_without_dps(state=rolls.state(roll), voters=voters, reason=reason).value
    roll.no_dps_reason = reason.strip()
    return _freeze(actor=actor, election=election, roll=roll, at=at)


def _freeze(*, actor: Officer, election: Election, roll: Roll, at: datetime) -> str:
    uuid = election.uuid
    salt = entropy.system(dpt.SALT_BYTES)
    roll.dpt_salt = sealing.seal(salt.hex(), purpose=sealed.SALT, election=uuid)
    roll.dpt_sha256 = dpt.sha256_hex(queries.entries(election), salt=salt)
    roll.dpt_at = at
    roll.save()
    Upload.objects.filter(election=election).delete()
    rolls.note(election=election, kind=RollEvent.Kind.FROZEN, actor=actor, at=at)
    counts = queries.classes(election)
    trail.record(
        actor=actor,
        act="registry.dpt.frozen",
        subject=f"dpt.{uuid}",
        at=at,
        data={
            "sha256": roll.dpt_sha256,
            "voters": sum(one.count for one in counts),
            "male": sum(one.male for one in counts),
            "female": sum(one.female for one in counts),
            "classes": [{"label": one.label, "voters": one.count} for one in counts],
            "without_dps": roll.no_dps_reason,
        },
        election=uuid,
    )
    return roll.dpt_sha256


def forget(*, election: Election, at: datetime) -> None:
    """A cancelled draft keeps nobody's data. Registered with the room election."""
    for model in (Voter, Upload, Objection, RollEvent):
        model.objects.filter(election=election).delete()
