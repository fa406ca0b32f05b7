"""From the closed box to the result: close, accept what trustees give, finish. Each happens once.

`close` is the only place where ballots are added up, and it runs under the lock that every cast takes, after
the clock says that the time is over: nobody, and no code, can learn a total earlier. What is added up stays
encrypted until as many trustees as were agreed have given their part; the last part that is needed brings the
result into the archive in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from luber.canon.digest import sha256_hex
from luber.casting import ballot as ballots
from luber.casting.answer import Answer
from luber.ceremony import election as sealed_elections
from luber.ceremony import trustees as trustees_of
from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.registry import credentials as lists
from luber.tally import decryption, encrypted
from luber.tally import result as results
from luber_server.casting import queries as casting
from luber_server.casting import usecases as casting_usecases
from luber_server.ceremony import actors
from luber_server.ceremony import queries as ceremony
from luber_server.election import queries as elections
from luber_server.election import usecases as election_usecases
from luber_server.election.models import Election
from luber_server.election.queries import Phase
from luber_server.people import offices
from luber_server.people.models import Office
from luber_server.people.offices import Officer
from luber_server.trail import usecases as trail

from . import queries
from .models import PartialDecryption, Result, Tally

LARGEST = 2 * 1024 * 1024  # bytes of one partial decryption
BY_THE_CLOCK = "system"


@transaction.atomic
def close(*, uuid: str, at: datetime, actor: Officer | str = BY_THE_CLOCK) -> None:
    """End the box and add the ballots in force up, encrypted as they are. Safe to repeat, and side by side.

    Raises `Refused` while the time is not over, or before the election is sealed.
    """
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    if Tally.objects.filter(pk=election.pk).exists():
        return
    if elections.phase(election, at) is not Phase.ENDED:
        raise Refused(
            _("Pemungutan suara belum berakhir, jadi kotak suara belum dapat ditutup."),
            code="tally.not_ended",
        )
    count = casting_usecases.end(election=election)
    tally, companion = _add_up(election)
    Tally.objects.create(
        election=election,
        ballots=count,
        num_tallied=companion.num_tallied,
        total_weight=companion.total_weight,
        body=tally,
        closed_at=at,
    )
    election_usecases.mark_closed(election=election, actor=actor, at=at, data={"ballots": count})
    trail.record(
        actor=actor,
        act="tally.encrypted.computed",
        subject=f"election.{uuid}",
        at=at,
        data={"in_force": companion.num_tallied, "encrypted_tally": companion.encrypted_tally},
        election=uuid,
    )


def close_if_due(election: Election, *, at: datetime) -> bool:
    """Close on the first look after the end, where the clock's task has not come round. Whether it did."""
    if elections.phase(election, at) is not Phase.ENDED:
        return False
    close(uuid=election.uuid, at=at)
    election.refresh_from_db()
    return True


@transaction.atomic
def confirm_small(*, actor: Officer, uuid: str, at: datetime) -> None:
    """The committee says that a box with very few ballots is to be opened all the same. Safe to repeat."""
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    offices.require(actor, Office.Role.PANITIA, organisation=election.organisation, at=at)
    box = _closed(election)
    if box.confirmed or not box.few:
        return
    Tally.objects.filter(pk=election.pk).update(small_confirmed_at=at, small_confirmed_by=actor.user)
    trail.record(
        actor=actor,
        act="tally.small.confirmed",
        subject=f"election.{uuid}",
        at=at,
        data={"in_force": box.num_tallied},
        election=uuid,
    )


@transaction.atomic
def accept_partial(*, uuid: str, owner: int, body: str, at: datetime) -> None:
    """Check and store what one trustee gives to open the tally; the last one needed brings the result.

    The same partial decryption again changes nothing. Raises `Malformed`, `Unverified` (not computed with the
    key of this owner), or `Refused`: not closed, given before, too few ballots and not confirmed, decided.
    """
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    box = _closed(election)
    sealed, trustees = _setup(election)
    if len(body) > LARGEST:
        raise Refused(_("Berkas langkah ini terlalu besar."), code="tally.size")
    partial = decryption.parse(body.strip().encode(), election=sealed)
    raw = partial.to_bytes(sealed.group)
    given = {one.owner: one.body for one in queries.partials(election)}
    if given.get(owner) == raw:
        return
    _require_wanted(election, box, owner=owner, given=frozenset(given))
    tally = encrypted.parse(box.body, election=sealed)
    decryption.check(partial, election=sealed, tally=tally, public=trustees.owner_key(owner))
    PartialDecryption.objects.create(
        election=election, owner=owner, place=len(given) + 1, body=raw, accepted_at=at
    )
    trail.record(
        actor=actors.trustee(owner),
        act="tally.partial.accepted",
        subject=f"trustee.{owner}",
        at=at,
        data={"owner": owner, "sha256": sha256_hex(raw)},
        election=uuid,
    )
    if results.is_enough(trustees=trustees, election=sealed, present=frozenset(given) | {owner}):
        finish(uuid=uuid, at=at)


@transaction.atomic
def finish(*, uuid: str, at: datetime) -> None:
    """Put the parts together and publish the result. Safe to repeat. Raises `Refused` while parts lack."""
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    if Result.objects.filter(pk=election.pk).exists():
        return
    box = _closed(election)
    sealed, trustees = _setup(election)
    parts = {one.owner: decryption.parse(one.body, election=sealed) for one in queries.partials(election)}
    counted = results.combine(
        election=sealed,
        trustees=trustees,
        tally=encrypted.parse(box.body, election=sealed),
        decryptions=parts,
        total_weight=box.total_weight,
    )
    raw = counted.to_bytes()
    Result.objects.create(election=election, body=raw, published_at=at)
    election_usecases.mark_decided(
        election=election, actor=BY_THE_CLOCK, at=at, data={"result": sha256_hex(raw)}
    )
    trail.record(
        actor=BY_THE_CLOCK,
        act="tally.result.published",
        subject=f"election.{uuid}",
        at=at,
        data={"result": sha256_hex(raw), "opened_by": sorted(parts)},
        election=uuid,
    )


def _add_up(election: Election) -> tuple[bytes, encrypted.Companion]:
    """The encrypted tally's bytes and its companion. Ballots were checked whole when they came (casting)."""
    setup = ceremony.sealed(election)
    sealed = sealed_elections.parse(setup.election_json)
    credentials = lists.parse(setup.public_creds_json, group=sealed.group)

    def in_force() -> Iterator[tuple[tuple[Answer, ...], int]]:
        for raw in casting.ballots_in_force(election):
            ballot = ballots.parse(election=sealed, raw=raw)
            yield ballot.answers, credentials.weight(ballot.credential)

    tally, companion = encrypted.compute(election=sealed, ballots=in_force())
    return encrypted.to_bytes(tally, group=sealed.group), companion


def _closed(election: Election) -> queries.Closed:
    box = queries.closed(election)
    if box is None:
        raise Refused(
            _("Kotak suara belum ditutup, jadi belum ada yang dapat dibuka."), code="tally.not_closed"
        )
    return box


def _setup(election: Election) -> tuple[SealedElection, Trustees]:
    setup = ceremony.sealed(election)
    sealed = sealed_elections.parse(setup.election_json)
    return sealed, trustees_of.parse(setup.trustees_json, group=sealed.group)


def _require_wanted(election: Election, box: queries.Closed, *, owner: int, given: frozenset[int]) -> None:
    if election.state == Election.State.DECIDED:
        raise Refused(
            _("Hasil sudah dibuka oleh pemegang kunci yang lain. Tidak ada lagi yang perlu Anda lakukan."),
            code="tally.decided",
        )
    if owner in given:
        raise Refused(_("Bagian Anda sudah diterima dan tidak dapat diganti."), code="tally.given")
    if not box.may_open:
        raise Refused(
            _(
                "Isi kotak hanya %(count)d suara. Panitia harus memutuskan dahulu"
                " apakah hasilnya tetap dibuka."
            ),
            code="tally.small",
            facts={"count": box.num_tallied},
        )
