"""What trail does: record an act as a leaf of the log, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.db.models import F
from django.dispatch import Signal

from luber.translog.act import Act, Json
from luber.translog.merkle import leaf_hash

from . import acts
from .models import Head, Leaf
from .privacy import refuse_personal
from .publishing import compare, publish

__all__ = ["PublicActor", "compare", "publish", "publishing_wanted", "record"]

publishing_wanted = Signal()
"""Sent after the commit of the first leaf that is not published yet; tasks.py answers."""


class PublicActor(Protocol):
    """Who acts, with the name under which the public may know it: an office (`people.offices.Officer`)."""

    @property
    def public_id(self) -> str: ...


def record(
    *,
    actor: PublicActor | str,
    act: str,
    subject: str,
    at: datetime,
    data: Mapping[str, Json] | None = None,
    election: object | None = None,
) -> int:
    """Leave a leaf in the log, within the caller's transaction; returns its index. Public for ever.

    `actor` is an officer or an office label (`panitia:<election>`, `system`), `act` a name of acts.toml,
    `subject` and `election` readable ids, `data` what is public of the act. Raises `Refused` for an unknown
    act and for what looks like a person, `Malformed` for what cannot stand in a leaf. The head row is held
    until the transaction ends, so indices have no gaps: keep transactions short.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("trail.record belongs into the transaction of its act")
    acts.require_known(act)
    leaf = Act(
        act=act,
        actor_office=actor if isinstance(actor, str) else actor.public_id,
        subject=subject,
        at=at,
        data=data or {},
        election=None if election is None else str(election),
    )
    raw = leaf.encode()
    refuse_personal(leaf.data, at="data")
    refuse_personal(leaf.subject, at="subject")
    index = _take_index()
    Leaf(index=index, bytes=raw, hash=leaf_hash(raw), act=act, election=leaf.election or "").save()
    return index


def _take_index() -> int:
    """The next index, ours until the transaction ends: changing the row locks it, on every database."""
    if not Head.objects.filter(pk=1).update(size=F("size") + 1):
        Head.objects.bulk_create([Head(pk=1)], ignore_conflicts=True)
        Head.objects.filter(pk=1).update(size=F("size") + 1)
    head = Head.objects.get(pk=1)
    if not head.publish_wanted:
        # One task for however many leaves: whoever finds the flag down raises it and asks, once committed.
        Head.objects.filter(pk=1).update(publish_wanted=True)
        transaction.on_commit(lambda: publishing_wanted.send(Head), robust=True)
    return head.size - 1
