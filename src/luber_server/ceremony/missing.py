"""What still keeps an election from being frozen, as sentences: this room's own, and all rooms' at the moment
of freezing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from luber.election import schedule
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.ballot import queries as ballot
from luber_server.election.models import Election
from luber_server.registry import queries as registry

from . import queries


class Incomplete(Refused):
    """Something is missing before the election can be frozen."""


def require_nothing(election: Election, *, at: datetime) -> None:
    """Raise `Incomplete` with the first thing that is missing; also where the window of voting cannot be."""
    for refusal in everything(election, at=at):
        raise refusal


def everything(election: Election, *, at: datetime) -> Iterator[Refused]:
    """All that is missing, in the order in which a committee does it."""
    if registry.dpt_hash(election) is None:
        yield Incomplete(_("DPT belum dibekukan."), code="seal.dpt")
    for sentence in ballot.missing(election):
        yield Incomplete("%(sentence)s", code="seal.ballot", facts={"sentence": str(sentence)})
    yield from keys(election)
    yield from cards(election)
    if election.opens_at is None or election.closes_at is None:
        yield Incomplete(_("Waktu buka dan tutup belum ditetapkan."), code="seal.times")
    else:
        try:
            schedule.check_window(opens_at=election.opens_at, closes_at=election.closes_at, at=at)
        except Refused as refusal:
            yield refusal


def keys(election: Election) -> Iterator[Refused]:
    """What is missing of the trustees."""
    progress = queries.progress(election)
    if not progress.trustees:
        yield Incomplete(_("Pemegang kunci belum ditunjuk."), code="seal.trustees")
    elif not progress.ready:
        waiting = sum(not trustee.ready for trustee in progress.trustees)
        yield Incomplete(
            _("%(waiting)d dari %(all)d pemegang kunci belum siap dengan kunci yang sudah dicoba."),
            code="seal.keys",
            facts={"waiting": waiting, "all": len(progress.trustees)},
        )


def cards(election: Election) -> Iterator[Refused]:
    """What is missing of the cards."""
    cards = queries.cards(election)
    if not cards.name:
        yield Incomplete(_("Otoritas kredensial belum ditunjuk."), code="seal.authority")
    elif cards.uploaded_at is None:
        yield Incomplete(_("Otoritas kredensial belum membuat kartu pemilih."), code="seal.cards")
    elif dict(cards.by_label) != {one.label: one.count for one in registry.classes(election) if one.count}:
        yield Incomplete(
            _("Jumlah kartu tiap kelompok tidak lagi sama dengan DPT. Batalkan kartu lama, lalu buat lagi."),
            code="seal.count",
        )
