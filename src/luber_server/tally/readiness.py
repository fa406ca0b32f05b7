"""This room's item of the committee's work after the freeze: closing the box and opening the result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from luber_server.ceremony import queries as ceremony
from luber_server.desk import numbers
from luber_server.desk.parts import State
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.election.neighbours import Item
from luber_server.election.queries import Phase

from . import queries


def items(election: Election, at: datetime) -> Iterator[Item]:
    """Nothing before the end; then what is waited for, and for whom."""
    phase = elections.phase(election, at)
    if phase in (Phase.SEALED_NOT_OPEN, Phase.OPEN):
        yield _item(election, State.LOCKED, _closes(election), "")
    elif phase is Phase.ENDED:
        yield _item(election, State.CHECKING, _("Waktu habis. Kotak suara sedang ditutup."), "")
    elif phase is Phase.CLOSED:
        yield _closed(election)
    elif phase is Phase.DECIDED:
        yield _item(election, State.DONE, _("Hasil sudah dibuka dan diumumkan."), "")


def _closed(election: Election) -> Item:
    box, progress = queries.closed(election), ceremony.progress(election)
    assert box is not None  # the election is closed
    if not box.may_open:
        hint = _("Isi kotak hanya %(count)d suara. Putuskan apakah hasilnya tetap dibuka.")
        return _item(election, State.TODO, hint % {"count": box.num_tallied}, _("Panitia"))
    given = {one.owner for one in queries.partials(election)}
    waiting = [one.name for one in progress.trustees if one.owner not in given]
    hint = _("%(given)d dari %(needed)d bagian sudah diterima.")
    hint = hint % {"given": len(given), "needed": progress.needed}
    return _item(election, State.OPEN, hint, "; ".join(waiting))


def _closes(election: Election) -> str:
    assert election.closes_at is not None  # sealed
    at = numbers.moment(election.closes_at, ZoneInfo(election.zone))
    return _("Kotak suara ditutup sendiri pada %(at)s.") % {"at": at}


def _item(election: Election, state: State, hint: str, who: str) -> Item:
    return Item(
        key="tally",
        title=_("Tutup kotak dan buka hasil"),
        done=state is State.DONE,
        state=state,
        hint=hint,
        who=who,
        url=reverse("tally", args=[election.uuid]),
    )
