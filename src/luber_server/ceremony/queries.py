"""What other rooms and pages read of the ceremony. `election` is an `election.models.Election` row
throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from luber.canon import json
from luber.ceremony import single, threshold, trustees
from luber.ceremony.single import SingleKey
from luber.ceremony.threshold import ThresholdKey
from luber.ceremony.trustees import Trustees
from luber.crypto import groups
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.election.models import Election

from .checks import Place, answers, certificates, polynomials
from .models import Authority, CardPrint, Ceremony, Posting, PublicCredential, SealedSetup, Trustee
from .rehearsal import Rehearsal
from .stages import Deed, Kind, Stage, step_shown


class NotSealed(Refused):
    """This election is not frozen yet, so nothing of it is fixed."""

    def __init__(self) -> None:
        super().__init__(_("Pemilihan ini belum dibekukan."), code="ceremony.not_sealed")

    def __reduce__(self) -> tuple[object, ...]:
        return NotSealed, ()


# ---- what is sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The sealed setup: exact bytes of everything that is hashed, and when that was."""

    election_json: bytes
    trustees_json: bytes
    public_creds_json: bytes
    presentation_json: bytes
    rules_json: bytes
    fingerprint: str
    dpt_sha256: str
    sealed_at: datetime


def sealed(election: Election) -> Setup:
    """The sealed setup of an election. Raises `NotSealed`."""
    found = SealedSetup.objects.filter(election=election).first()
    if found is None:
        raise NotSealed
    return Setup(
        election_json=bytes(found.election_json),
        trustees_json=bytes(found.trustees_json),
        public_creds_json=bytes(found.public_creds_json),
        presentation_json=bytes(found.presentation_json),
        rules_json=bytes(found.rules_json),
        fingerprint=found.fingerprint,
        dpt_sha256=found.dpt_sha256,
        sealed_at=found.sealed_at,
    )


def is_sealed(election: Election) -> bool:
    """Whether the setup is sealed."""
    return SealedSetup.objects.filter(election=election).exists()


def credential_exists(election: Election, key: str) -> bool:
    """Whether this public credential (its text) may vote."""
    return PublicCredential.objects.filter(election=election, key=key).exists()


def turnout_groups(election: Election) -> dict[str, str]:
    """The class behind each public credential."""
    return dict(PublicCredential.objects.filter(election=election).values_list("key", "label"))


# ---- trustees


@dataclass(frozen=True, slots=True, kw_only=True)
class TrusteeState:
    """One trustee as pages show them: who, how, and the step that is theirs now (a name of the contract)."""

    owner: int
    index: int
    kind: Kind
    name: str
    step: str
    stage: Stage
    invited_at: datetime
    seen_at: datetime | None
    has_mail: bool
    attempt: int

    @property
    def ready(self) -> bool:
        return self.stage is Stage.READY

    @property
    def acts_now(self) -> bool:
        """Whether the next move is this trustee's, and not somebody else's."""
        return not self.ready and not self.step.startswith("wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the ceremony is: `threshold` of `shared` trustees, besides the others who all must be there."""

    trustees: tuple[TrusteeState, ...]
    threshold: int | None

    @property
    def shared(self) -> int:
        return sum(trustee.kind is Kind.THRESHOLD for trustee in self.trustees)

    @property
    def ready(self) -> bool:
        return bool(self.trustees) and all(trustee.ready for trustee in self.trustees)

    @property
    def needed(self) -> int:
        """How many trustees the result needs."""
        return len(self.trustees) - self.shared + (self.threshold or 0)


def progress(election: Election) -> Progress:
    """Where every trustee stands. Without trustees where none are named."""
    ceremony = Ceremony.objects.filter(election=election).first()
    everyone = seated(election)
    stages = [Stage(one.stage) for one in everyone]
    together = [Stage(one.stage) for one in everyone if one.kind == Kind.THRESHOLD.value]
    return Progress(
        trustees=tuple(
            TrusteeState(
                owner=one.owner,
                index=one.index,
                kind=Kind(one.kind),
                name=one.name,
                step=step_shown(
                    kind=Kind(one.kind), stage=Stage(one.stage), together=together, everyone=stages
                ),
                stage=Stage(one.stage),
                invited_at=one.invited_at,
                seen_at=one.seen_at,
                has_mail=bool(one.mail),
                attempt=one.attempt,
            )
            for one in everyone
        ),
        threshold=ceremony.threshold if ceremony else None,
    )


def seated(election: Election) -> list[Trustee]:
    """The trustees of now, by owner number."""
    return list(Trustee.objects.filter(ceremony=election.pk, replaced_at__isnull=True).order_by("owner"))


def by_token(token_hash: str) -> Trustee:
    """The trustee of this invitation. Raises `Refused` once it is void."""
    trustee = (
        Trustee.objects.select_related("ceremony__election__organisation")
        .filter(token_hash=token_hash, replaced_at__isnull=True)
        .first()
    )
    if trustee is None:
        raise Refused(
            _("Undangan Anda sudah diganti. Minta panitia mengirim undangan baru."), code="ceremony.seat"
        )
    return trustee


def place(trustee: Trustee, *, everyone: Sequence[Trustee]) -> Place:
    """What the checks, and this trustee's page, need to know of the others."""
    election = trustee.ceremony.election
    shared = [one for one in everyone if one.kind == Kind.THRESHOLD.value]
    bodies = _bodies(everyone)
    return Place(
        group=groups.by_name(election.group),
        size=len(shared),
        threshold=trustee.ceremony.threshold or 0,
        index=trustee.index,
        handed_in={
            deed: [bodies[one.pk, deed] for one in shared if (one.pk, deed) in bodies]
            for deed in (Deed.CERTIFICATE, Deed.POLYNOMIAL, Deed.VERIFICATION_KEY)
        },
        keys=[
            public_key(deed, body)
            for (pk, deed), body in bodies.items()
            if pk != trustee.pk and deed in (Deed.KEY, Deed.VERIFICATION_KEY)
        ],
        rehearsal=_rehearsal(trustee, election.uuid, bodies),
    )


def own_posting(trustee: Trustee, deed: Deed) -> bytes | None:
    """What this trustee handed in for a step of the present attempt."""
    found = Posting.objects.filter(trustee=trustee, attempt=trustee.attempt, deed=deed.value).first()
    return bytes(found.body) if found else None


def public_key(deed: Deed, body: bytes) -> str:
    """The public key in what was handed in for KEY or VERIFICATION_KEY (which was checked when it came)."""
    read = json.parse(body)
    return str((read if deed is Deed.KEY else read["public_key"])["public_key"])


def published_trustees(election: Election) -> Trustees:
    """All trustees as the election will publish them. Raises `Refused` while one has not finished."""
    everyone = seated(election)
    group = groups.by_name(election.group)
    if not everyone or any(one.stage != Stage.READY.value for one in everyone):
        raise Refused(_("Belum semua pemegang kunci siap."), code="ceremony.not_ready")
    bodies = _bodies(everyone)
    items: list[SingleKey | ThresholdKey] = []
    shared = [one for one in everyone if one.kind == Kind.THRESHOLD.value]
    if shared:
        around = place(shared[0], everyone=everyone)
        items.append(
            threshold.assemble(
                group=group,
                certificates=certificates(around),
                polynomials=polynomials(around),
                answers=answers(around),
            )
        )
    for one in everyone:
        if one.kind == Kind.SINGLE.value:
            key = single.parse(json.parse(bodies[one.pk, Deed.KEY]), group=group, where="key")
            items.append(SingleKey(public_key=key.public_key, pok=key.pok))  # whose it is, is not published
    published = trustees.make(items)
    trustees.verify(published, group=group)
    return published


def _bodies(everyone: Sequence[Trustee]) -> dict[tuple[int, Deed], bytes]:
    """What is handed in, of each trustee's present attempt."""
    attempts = {one.pk: one.attempt for one in everyone}
    return {
        (posting.trustee_id, Deed(posting.deed)): bytes(posting.body)
        for posting in Posting.objects.filter(trustee__in=list(attempts)).order_by("trustee__owner")
        if posting.attempt == attempts[posting.trustee_id]
    }


def _rehearsal(trustee: Trustee, uuid: str, bodies: Mapping[tuple[int, Deed], bytes]) -> Rehearsal | None:
    if trustee.number is None:
        return None
    deed = Deed.KEY if trustee.kind == Kind.SINGLE.value else Deed.VERIFICATION_KEY
    return Rehearsal(
        uuid=uuid,
        public_key=public_key(deed, bodies[trustee.pk, deed]),
        number=trustee.number,
        randomness=int(trustee.randomness),
    )


# ---- cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """How far the credential authority is. `printed` counts cards, without reprints."""

    name: str
    invited_at: datetime | None
    seen_at: datetime | None
    uploaded_at: datetime | None
    has_mail: bool
    by_label: Mapping[str, int]
    printed: int
    reprints: tuple[tuple[datetime, int, str], ...]
    refused: int

    @property
    def total(self) -> int:
        return sum(self.by_label.values())


def cards(election: Election) -> Cards:
    """Where the credential authority stands; with an empty name where there is none."""
    authority = Authority.objects.filter(election=election).first()
    labels = PublicCredential.objects.filter(election=election).values_list("label", flat=True)
    batch = authority.batch if authority else 1
    prints = CardPrint.objects.filter(election=election, batch=batch).order_by("pk")
    return Cards(
        name=authority.name if authority else "",
        invited_at=authority.invited_at if authority else None,
        seen_at=authority.seen_at if authority else None,
        uploaded_at=authority.uploaded_at if authority else None,
        has_mail=bool(authority and authority.mail),
        by_label=Counter(labels),
        printed=printed(authority) if authority else 0,
        reprints=tuple(
            (one.printed_at, one.cards, one.reason) for one in prints if one.reason and not one.refused
        ),
        refused=sum(one.refused for one in prints),
    )


def printed(authority: Authority, *, label: str = "") -> int:
    """Cards printed of the present batch, without reprints; of one class where `label` names it."""
    rows = CardPrint.objects.filter(
        election=authority.election_id, batch=authority.batch, refused=False, reason=""
    )
    if not label:
        return int(rows.aggregate(sum=Sum("cards"))["sum"] or 0)
    if rows.filter(label="").exists():  # all classes at once
        return PublicCredential.objects.filter(election=authority.election_id, label=label).count()
    return int(rows.filter(label=label).aggregate(sum=Sum("cards"))["sum"] or 0)


def authority_by_token(token_hash: str) -> Authority:
    """The authority of this invitation. Raises `Refused` once it is void."""
    authority = (
        Authority.objects.select_related("election__organisation").filter(token_hash=token_hash).first()
    )
    if authority is None:
        raise Refused(
            _("Undangan Anda sudah diganti. Minta panitia mengirim undangan baru."), code="ceremony.seat"
        )
    return authority
