"""What trail knows: leaves as pages show them, the published checkpoint, proofs from the published tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as translate

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Act, Json
from luber.translog.checkpoint import Checkpoint as SignedCheckpoint
from luber.translog.merkle import inclusion_proof as make_proof
from luber.translog.note import Note
from luber.translog.proof import InclusionProof
from luber.translog.tile import subtrees_in

from .acts import known
from .models import Checkpoint, Head, Leaf
from .shelf import CHECKPOINT, Shelf

WHO = {
    "panitia": _("Panitia"),
    "pengamat": _("Pengamat"),
    "operator": _("Pengelola server"),
    "trustee": _("Pemegang kunci"),
    "authority": _("Otoritas kredensial"),
    "account": _("Pemilik akun"),
    "public": _("Seseorang tanpa akun"),
    "system": _("Jam server"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf, ready to be shown. `meaning` is in the reader's language."""

    index: int
    act: str
    meaning: str
    actor_office: str
    subject: str
    at: datetime
    data: Mapping[str, Json]
    election: str | None
    text: str
    hash: str

    @property
    def by(self) -> str:
        """Who acted, in the reader's words; an office stays the number that the leaf names."""
        name, _mark, number = self.actor_office.replace(":", ".").partition(".")
        said = translate(WHO[name]) if name in WHO else name
        return f"{said} {number}".strip()


@dataclass(frozen=True, slots=True)
class Published:
    """The checkpoint that stands before the world: its note, and when we signed it (None on a copied log)."""

    checkpoint: SignedCheckpoint
    note: bytes
    signed_at: datetime | None


def latest(*, limit: int, before: int | None = None) -> tuple[Entry, ...]:
    """The newest leaves, newest first; those below index `before` where it is given."""
    rows = Leaf.objects.all() if before is None else Leaf.objects.filter(index__lt=before)
    return _entries(rows.order_by("-index")[:limit])


def of_election(election: object, *, limit: int | None = None) -> tuple[Entry, ...]:
    """The leaves of one election, oldest first; the newest `limit` of them where it is given."""
    rows = Leaf.objects.filter(election=str(election)).order_by("-index")
    return tuple(reversed(_entries(rows[:limit] if limit is not None else rows)))


def leaf(index: int) -> Entry | None:
    """One leaf, None where there is none of that index."""
    return next(iter(_entries(Leaf.objects.filter(index=index))), None)


def recorded() -> int:
    """How many leaves are recorded, published or not."""
    head = Head.objects.filter(pk=1).first()
    return head.size if head else 0


def published() -> Published | None:
    """What is published now, None before the first time."""
    raw = Shelf(Path(settings.LOG_DIR)).read(CHECKPOINT)
    if raw is None:
        return None
    checkpoint = SignedCheckpoint.parse(Note.parse(raw).text)
    row = Checkpoint.objects.filter(size=checkpoint.size).first()
    return Published(checkpoint, raw, row.signed_at if row else None)


def inclusion_proof(index: int) -> InclusionProof:
    """The offline proof of a leaf, from the published tiles. Raises `Refused` while it is not published."""
    now = published()
    if now is None or not 0 <= index < now.checkpoint.size:
        raise Refused(
            _("Daun %(index)d belum terbit. Coba lagi sebentar lagi."),
            code="trail.not_published",
            facts={"index": index},
        )
    size = now.checkpoint.size
    subtrees = subtrees_in(read=Shelf(Path(settings.LOG_DIR)).read_tile, size=size)
    return InclusionProof(index, make_proof(subtrees=subtrees, index=index, size=size), now.note)


def _entries(rows: Iterable[Leaf]) -> tuple[Entry, ...]:
    return tuple(_entry(row) for row in rows)


def _entry(row: Leaf) -> Entry:
    raw = bytes(row.bytes)
    act = Act.parse(raw)
    meaning = known().get(act.act)
    return Entry(
        index=row.index,
        act=act.act,
        meaning=meaning.in_language(get_language() or "id") if meaning else act.act,
        actor_office=act.actor_office,
        subject=act.subject,
        at=act.at,
        data=act.data,
        election=act.election,
        text=raw.decode(),
        hash=bytes(row.hash).hex(),
    )
