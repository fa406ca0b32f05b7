"""The credential authority: invited by the committee, hands in the public halves, reports what it prints.

The private halves are made and stay in the authority's browser. What comes here says of each card its public
key and the class it was made for; how many there are of a class must be what the frozen DPT says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from luber.canon import shape
from luber.crypto import groups
from luber.crypto.group import Group
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.registry import credentials as lists
from luber.translog.act import Json
from luber_server.ceremony import actors, invitations, locks, queries, tokens
from luber_server.ceremony.invitations import Invitation, Person
from luber_server.ceremony.models import Authority, CardPrint, PublicCredential
from luber_server.election.models import Election
from luber_server.election.usecases import lock_draft
from luber_server.people.offices import Officer
from luber_server.registry import queries as registry
from luber_server.trail import usecases as trail

SHORTEST_REASON = 10


@transaction.atomic
def invite_authority(*, actor: Officer, uuid: str, person: Person, at: datetime) -> Invitation:
    """Name the credential authority, or another one in their place: the cards made so far are then void."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    authority = Authority.objects.filter(election=election).first()
    act = "ceremony.authority.replaced" if authority else "ceremony.authority.invited"
    if authority is None:
        authority = Authority(election=election)
    else:
        _forget_cards(authority)
    invitation = _issue(authority, person=person, election=election, at=at)
    authority.save()
    _record(actor, act, election, at)
    return invitation


@transaction.atomic
def resend_authority(*, actor: Officer, uuid: str, mail: str, at: datetime) -> Invitation:
    """Invite the same authority again: a new link, and the old one is void. What they uploaded stays.

    Also after the freeze: cards are printed then, too.
    """
    election = locks.standing(actor=actor, uuid=uuid, at=at)
    authority = _authority(election)
    invitation = _issue(authority, person=Person(name=authority.name, mail=mail), election=election, at=at)
    authority.save()
    _record(actor, "ceremony.authority.invited", election, at, again=True)
    return invitation


@transaction.atomic
def discard_credentials(*, actor: Officer, uuid: str, at: datetime) -> None:
    """Put the uploaded public halves aside, so that new cards can be made: the printed ones were lost or
    seen.
    """
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    _forget_cards(_authority(election))
    _record(actor, "ceremony.credentials.discarded", election, at)


@transaction.atomic
def enter_authority(*, token: str, at: datetime) -> Authority:
    """The authority whose link this is. Raises `Refused` for a token that is void or never was."""
    authority = (
        Authority.objects.select_for_update(of=("self",))
        .select_related("election")
        .filter(token_hash=tokens.digest(token))
        .first()
    )
    if authority is None:
        raise Refused(
            _("Tautan ini tidak berlaku lagi. Minta panitia mengirim undangan baru."), code="ceremony.token"
        )
    if authority.seen_at is None:
        authority.seen_at = at
        authority.save(update_fields=["seen_at"])
    return authority


@transaction.atomic
def upload(*, token_hash: str, credentials: Any, at: datetime) -> None:
    """Store the public halves, sorted by the group's order of the keys.

    `credentials` is parsed JSON: [{"key","group","weight"?}, …] in any order. The same set again changes
    nothing. Raises `Malformed` (not members, not of the form), `Refused` (duplicates, counts that are not the
    DPT's).
    """
    authority = queries.authority_by_token(token_hash)
    election = locks.draft(authority.election.uuid)
    authority = Authority.objects.select_for_update().get(pk=election.pk)
    group = groups.by_name(election.group)
    rows = _read(credentials, group=group, election=election)
    if authority.uploaded_at is not None:
        stored = PublicCredential.objects.filter(election=election).order_by("position")
        if [(one.key, one.label, one.weight) for one in stored] == [
            (one.key, one.label, one.weight) for one in rows
        ]:
            return
        raise Refused(
            _(
                "Kartu untuk pemilihan ini sudah dibuat."
                " Minta panitia membatalkannya dahulu bila perlu kartu baru."
            ),
            code="credentials.uploaded",
        )
    PublicCredential.objects.bulk_create(rows, batch_size=1000)
    authority.uploaded_at = at
    authority.save(update_fields=["uploaded_at"])
    trail.record(
        actor=actors.AUTHORITY,
        act="ceremony.credentials.uploaded",
        subject="authority",
        at=at,
        data={"cards": len(rows)},
        election=election.uuid,
    )


def log_print(*, token_hash: str, cards: Any, label: Any, reason: Any, at: datetime) -> int:
    """Log a printing before it happens; returns how many cards are printed now, without reprints.

    More than the roll is refused, and the refusal is logged too (so it stands although the request fails).
    A reprint needs a reason, adds nothing to the sum, and may not exceed the roll by itself.
    """
    logged = _log_print(token_hash=token_hash, cards=cards, label=label, reason=reason, at=at)
    if isinstance(logged, Refused):
        raise logged
    return logged


@transaction.atomic
def _log_print(*, token_hash: str, cards: Any, label: Any, reason: Any, at: datetime) -> int | Refused:
    authority = queries.authority_by_token(token_hash)
    election = Election.objects.select_for_update(of=("self",)).get(pk=authority.election_id)
    cards = shape.integer(cards, where="cards", minimum=1, maximum=10**7)
    label = shape.string(label or "", where="group")
    reason = shape.string(reason or "", where="reprint").strip()[:200]
    if authority.uploaded_at is None:
        raise Refused(_("Kartunya belum dibuat, jadi belum ada yang dapat dicetak."), code="cards.none")
    if reason and len(reason) < SHORTEST_REASON:
        raise Malformed(
            _("Tulis alasan mencetak ulang, paling sedikit %(letters)d huruf."),
            code="cards.reason",
            facts={"letters": SHORTEST_REASON},
        )
    roll = PublicCredential.objects.filter(election=election, **({"label": label} if label else {})).count()
    refusal = _why_not(authority, cards=cards, label=label, roll=roll, reprint=bool(reason))
    CardPrint.objects.create(
        election=election,
        batch=authority.batch,
        cards=cards,
        label=label if roll else "",
        reason=reason,
        refused=refusal is not None,
        printed_at=at,
    )
    trail.record(
        actor=actors.AUTHORITY,
        act="ceremony.cards.refused" if refusal else "ceremony.cards.printed",
        subject="authority",
        at=at,
        data={"cards": cards, "roll": roll, **({"reprint": reason} if reason else {})},
        election=election.uuid,
    )
    return refusal or queries.printed(authority)


def _why_not(authority: Authority, *, cards: int, label: str, roll: int, reprint: bool) -> Refused | None:
    if cards > roll:
        return Refused(
            _(
                "Yang akan dicetak %(cards)d kartu, padahal pemilihnya %(roll)d."
                " Pencetakan ini ditolak dan dicatat."
            ),
            code="cards.too_many",
            facts={"cards": cards, "roll": roll},
        )
    if not reprint and queries.printed(authority, label=label) + cards > roll:
        return Refused(
            _(
                "Semua kartu ini sudah pernah dicetak."
                " Untuk mencetak ulang, tulis alasannya; alasan itu dicatat."
            ),
            code="cards.printed",
        )
    return None


def _read(credentials: Any, *, group: Group, election: Election) -> list[PublicCredential]:
    """Rows in published order. Raises `Malformed`, `Refused`."""
    if registry.dpt_hash(election) is None:
        raise Refused(
            _("DPT belum dibekukan, jadi kartu belum dapat dibuat. Tunggu panitia membekukannya."),
            code="credentials.no_dpt",
        )
    labels: dict[str, str] = {}
    members = []
    for number, entry in enumerate(shape.array(credentials, where="credentials")):
        where = f"credentials[{number}]"
        read = shape.members(entry, where=where, required=("key", "group"), optional=("weight",))
        weight = shape.integer(read.get("weight", 1), where=f"{where}.weight", minimum=1, maximum=1)
        element = group.element(read["key"], where=f"{where}.key")
        members.append((element, weight))
        labels[group.text(element)] = shape.string(read["group"], where=f"{where}.group")
    listed = lists.make(group=group, credentials=members)  # sorts, and refuses duplicates
    _require_counts(Counter(labels.values()), election=election)
    return [
        PublicCredential(
            election=election, position=position, key=key, label=labels[key], weight=listed.weights[key]
        )
        for position, key in enumerate(listed)
    ]


def _require_counts(found: Mapping[str, int], *, election: Election) -> None:
    expected = {one.label: one.count for one in registry.classes(election)}
    for label in sorted(expected | dict(found)):
        if found.get(label, 0) != expected.get(label, 0):
            raise Refused(
                _("Kelompok %(label)s di DPT berisi %(expected)d pemilih, tetapi kartunya %(found)d."),
                code="credentials.count",
                facts={
                    "label": label[:60] or "–",
                    "expected": expected.get(label, 0),
                    "found": found.get(label, 0),
                },
            )


def _issue(authority: Authority, *, person: Person, election: Election, at: datetime) -> Invitation:
    return invitations.issue(
        authority,
        person=person,
        election=election,
        page=invitations.AUTHORITY_PAGE,
        task=gettext("otoritas kredensial"),
        at=at,
    )


def _forget_cards(authority: Authority) -> None:
    PublicCredential.objects.filter(election=authority.election_id).delete()
    authority.uploaded_at = None
    authority.batch += 1
    authority.save(update_fields=["uploaded_at", "batch"])


def _authority(election: Election) -> Authority:
    authority = Authority.objects.filter(election=election).first()
    if authority is None:
        raise Refused(_("Pemilihan ini belum punya otoritas kredensial."), code="ceremony.no_authority")
    return authority


def _record(actor: Officer, act: str, election: Election, at: datetime, *, again: bool = False) -> None:
    data: dict[str, Json] = {"again": True} if again else {}
    trail.record(actor=actor, act=act, subject="authority", at=at, data=data, election=election.uuid)
