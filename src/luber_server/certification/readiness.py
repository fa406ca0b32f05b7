"""This room's item of the committee's work after the freeze: issue the berita acara."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from luber_server.desk import numbers
from luber_server.desk.parts import State
from luber_server.election.models import Election
from luber_server.election.neighbours import Item

from . import queries


def items(election: Election, at: datetime) -> Iterator[Item]:
    """Locked until the result stands."""
    decided = election.state == Election.State.DECIDED
    newest = next(iter(queries.issued(election)), None)
    if newest is not None:
        state = State.DONE
        moment = numbers.moment(newest.issued_at, ZoneInfo(election.zone))
        hint = _("Diterbitkan %(at)s.") % {"at": moment}
    else:
        state = State.TODO if decided else State.LOCKED
        hint = _("Cetak dan tanda tangani.") if decided else _("Diterbitkan setelah hasil dibuka.")
    yield Item(
        key="certification",
        title=_("Berita acara"),
        done=newest is not None,
        state=state,
        hint=hint,
        who="" if newest else _("Panitia"),
        url=reverse("certification:committee", args=[election.uuid]) if decided else "",
    )
