"""A trustee comes by the link and hands in step after step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from luber.canon import json
from luber.canon.digest import sha256_hex
from luber.crypto import groups
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Json
from luber_server.ceremony import actors, checks, locks, queries, rehearsal, tokens
from luber_server.ceremony.models import Posting, Trustee
from luber_server.ceremony.stages import Deed, Kind, Stage, advance
from luber_server.ports import entropy
from luber_server.trail import usecases as trail

LARGEST = 512 * 1024  # bytes of one body; the largest honest one (20 trustees) is below a third of it


@transaction.atomic
def enter(*, token: str, at: datetime) -> Trustee:
    """The trustee whose link this is. Raises `Refused` for a token that is void or never was."""
    trustee = (
        Trustee.objects.select_for_update(of=("self",))
        .select_related("ceremony__election")
        .filter(token_hash=tokens.digest(token), replaced_at__isnull=True)
        .first()
    )
    if trustee is None:
        raise Refused(
            _("Tautan ini tidak berlaku lagi. Minta panitia mengirim undangan baru."), code="ceremony.token"
        )
    if trustee.seen_at is None:
        trustee.seen_at = at
        trustee.save(update_fields=["seen_at"])
    return trustee


@transaction.atomic
def hand_in(*, token_hash: str, step: str, body: str, at: datetime) -> None:
    """Check and store what a trustee hands in for a step, and move them on.

    The same bytes for a step that is done change nothing (a page that posts again after a broken connection).
    Raises `Malformed`, `Unverified`, `OutOfTurn`, or `Refused` once the election is sealed.
    """
    deed = _deed(step)
    raw = _bytes(body)
    trustee = queries.by_token(token_hash)
    election = locks.draft(trustee.ceremony.election.uuid)
    trustee = queries.by_token(token_hash)  # again, now that nobody else of this ceremony moves
    if _is_stored(trustee, deed, raw):
        return
    kind = Kind(trustee.kind)
    everyone = queries.seated(election)
    shared = [one for one in everyone if one.kind == Kind.THRESHOLD.value]
    after = advance(
        kind=kind, stage=Stage(trustee.stage), deed=deed, together=[Stage(one.stage) for one in shared]
    )
    place = queries.place(trustee, everyone=everyone)
    checks.check(deed, raw, place=place)
    Posting.objects.create(trustee=trustee, attempt=trustee.attempt, deed=deed.value, body=raw)
    trustee.stage = after.value
    if after is Stage.KEYED:
        group = groups.by_name(election.group)
        made = rehearsal.make(
            group=group,
            uuid=election.uuid,
            public_key=queries.public_key(deed, raw),
            chance=entropy.system,
        )
        trustee.number, trustee.randomness = made.number, str(made.randomness)
    trustee.save()
    rehearsed = after is Stage.READY
    _record(
        trustee,
        "ceremony.trustee.rehearsed" if rehearsed else "ceremony.trustee.stepped",
        at,
        {"step": deed.value, "attempt": trustee.attempt, "sha256": sha256_hex(raw)},
    )
    if rehearsed and all(one.stage == Stage.READY.value for one in everyone if one.pk != trustee.pk):
        _record(trustee, "ceremony.finished", at, {"trustees": len(everyone)})


def _record(trustee: Trustee, act: str, at: datetime, data: Mapping[str, Json]) -> None:
    trail.record(
        actor=actors.trustee(trustee.owner),
        act=act,
        subject=f"trustee.{trustee.owner}",
        at=at,
        data=data,
        election=trustee.ceremony.election.uuid,
    )


def _deed(step: str) -> Deed:
    try:
        return Deed(step)
    except ValueError:
        raise Malformed(
            _("Langkah “%(step)s” tidak ada dalam upacara kunci."),
            code="ceremony.step_name",
            facts={"step": step[:40]},
        ) from None


def _bytes(body: str) -> bytes:
    raw = body.strip().encode()
    if len(raw) > LARGEST:
        raise Malformed(_("Berkas langkah ini terlalu besar."), code="ceremony.size")
    json.parse(raw)
    return raw


def _is_stored(trustee: Trustee, deed: Deed, raw: bytes) -> bool:
    stored = Posting.objects.filter(trustee=trustee, attempt=trustee.attempt, deed=deed.value).first()
    return stored is not None and bytes(stored.body) == raw
