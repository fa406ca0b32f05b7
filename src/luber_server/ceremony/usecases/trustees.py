"""The committee names the trustees: arrange, resend, replace, restart. All of it before the election is
sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Json
from luber_server.ceremony import invitations, locks
from luber_server.ceremony.invitations import Invitation, Person
from luber_server.ceremony.models import Ceremony, Trustee
from luber_server.ceremony.stages import Kind, Stage
from luber_server.election.models import Election
from luber_server.election.usecases import lock_draft
from luber_server.people.offices import Officer
from luber_server.trail import usecases as trail

MOST = 20  # trustees of one election


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place among the trustees and who is to take it."""

    person: Person
    kind: Kind


@transaction.atomic
def arrange(
    *, actor: Officer, uuid: str, seats: Sequence[Seat], threshold: int | None, at: datetime
) -> tuple[Invitation, ...]:
    """Name all trustees and invite them. What an earlier arrangement had is put aside.

    `threshold` is how many of the seats of kind THRESHOLD open the result, None where there is no such seat.
    Raises `Refused` for an arrangement that cannot be, or would protect nothing.
    """
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    single, shared = (tuple(s for s in seats if s.kind is kind) for kind in (Kind.SINGLE, Kind.THRESHOLD))
    _require_possible(single=len(single), shared=len(shared), threshold=threshold)
    ceremony, _new = Ceremony.objects.update_or_create(election=election, defaults={"threshold": threshold})
    ceremony.trustees.filter(replaced_at__isnull=True).update(replaced_at=at)
    # The item of t-of-n comes first: its owner numbers are then its own indexes, which is easier to say
    # aloud.
    invited = tuple(
        _seat(election, ceremony, seat, owner=owner, index=owner, attempt=1, at=at)
        for owner, seat in enumerate((*shared, *single), start=1)
    )
    for owner, seat in enumerate((*shared, *single), start=1):
        among = {"threshold": threshold, "of": len(shared)} if seat.kind is Kind.THRESHOLD else {}
        _record(actor, "ceremony.trustee.invited", election, owner, at, {"kind": seat.kind.value, **among})
    return invited


@transaction.atomic
def resend(*, actor: Officer, uuid: str, owner: int, mail: str, at: datetime) -> Invitation:
    """Invite a trustee again, to this address or by hand: a new link, and the old one is void.

    Their steps stay. Also after the freeze: a trustee who lost the link must come in to decrypt.
    """
    election = locks.standing(actor=actor, uuid=uuid, at=at)
    trustee = _locked(election, owner)
    person = Person(name=trustee.name, mail=mail)
    invitation = invitations.issue(
        trustee,
        person=person,
        election=election,
        page=invitations.TRUSTEE_PAGE,
        task=gettext("pemegang kunci"),
        at=at,
    )
    trustee.save()
    _record(actor, "ceremony.trustee.invited", election, owner, at, {"again": True})
    return invitation


@transaction.atomic
def replace(*, actor: Officer, uuid: str, owner: int, person: Person, at: datetime) -> Invitation:
    """Put somebody else in a trustee's place. Whoever shares the t-of-n key with them begins again."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    old = _locked(election, owner)
    old.replaced_at = at
    old.save(update_fields=["replaced_at"])
    if old.kind == Kind.THRESHOLD.value:
        _begin_again(old.ceremony, kind=Kind.THRESHOLD)
    invitation = _seat(
        election,
        old.ceremony,
        Seat(person=person, kind=Kind(old.kind)),
        owner=owner,
        index=old.index,
        attempt=old.attempt + 1,
        at=at,
    )
    begins_again = old.kind == Kind.THRESHOLD.value
    _record(actor, "ceremony.trustee.replaced", election, owner, at, {"all_begin_again": begins_again})
    return invitation


@transaction.atomic
def restart(*, actor: Officer, uuid: str, at: datetime) -> None:
    """Everyone begins again with new keys, by the links they have: a key file was lost, or was seen."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    ceremony = _ceremony(election)
    for kind in Kind:
        _begin_again(ceremony, kind=kind)
    trail.record(
        actor=actor,
        act="ceremony.restarted",
        subject=f"election.{election.uuid}",
        at=at,
        data={},
        election=election.uuid,
    )


def _require_possible(*, single: int, shared: int, threshold: int | None) -> None:
    if not 1 <= single + shared <= MOST:
        raise Refused(
            _("Tunjuk 1 sampai %(most)d pemegang kunci."), code="ceremony.size", facts={"most": MOST}
        )
    if shared == 0 and threshold is None:
        return
    if shared < 3 or threshold is None or not 2 <= threshold < shared:
        raise Refused(
            _(
                "Susunan %(threshold)s dari %(shared)d tidak dapat dipakai: perlu paling sedikit 2 orang"
                " untuk membuka, dan paling sedikit satu orang boleh berhalangan. Misalnya 2 dari 3."
                " Jika semua harus hadir, pilih “Semua harus hadir”."
            ),
            code="ceremony.threshold",
            facts={"threshold": "?" if threshold is None else str(threshold), "shared": shared},
        )


def _seat(
    election: Election, ceremony: Ceremony, seat: Seat, *, owner: int, index: int, attempt: int, at: datetime
) -> Invitation:
    trustee = Trustee(ceremony=ceremony, kind=seat.kind.value, owner=owner, index=index, attempt=attempt)
    invitation = invitations.issue(
        trustee,
        person=seat.person,
        election=election,
        page=invitations.TRUSTEE_PAGE,
        task=gettext("pemegang kunci"),
        at=at,
    )
    trustee.save()
    return invitation


def _begin_again(ceremony: Ceremony, *, kind: Kind) -> None:
    for trustee in ceremony.trustees.select_for_update().filter(replaced_at__isnull=True, kind=kind.value):
        trustee.attempt += 1
        trustee.stage = Stage.INVITED.value
        trustee.number, trustee.randomness = None, ""
        trustee.save()


def _ceremony(election: Election) -> Ceremony:
    ceremony = Ceremony.objects.filter(election=election).first()
    if ceremony is None:
        raise Refused(_("Pemilihan ini belum punya pemegang kunci."), code="ceremony.none")
    return ceremony


def _locked(election: Election, owner: int) -> Trustee:
    trustee = (
        Trustee.objects.select_for_update()
        .filter(ceremony=election.pk, owner=owner, replaced_at__isnull=True)
        .select_related(None)
        .first()
    )
    if trustee is None:
        raise Refused(
            _("Pemilihan ini tidak punya pemegang kunci nomor %(owner)d."),
            code="ceremony.owner",
            facts={"owner": owner},
        )
    return trustee


def _record(
    actor: Officer, act: str, election: Election, owner: int, at: datetime, data: Mapping[str, Json]
) -> None:
    trail.record(actor=actor, act=act, subject=f"trustee.{owner}", at=at, data=data, election=election.uuid)
