"""This room's items of the list of work: the times. Title and rules always have a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from luber.election import schedule
from luber.errors import Refused
from luber_server.desk import numbers
from luber_server.desk.parts import State

from .models import Election
from .neighbours import Item


def items(election: Election, at: datetime) -> Iterator[Item]:
    yield Item(
        key="election.rules",
        title=_("Judul dan aturan"),
        done=True,
        state=State.DONE,
        hint=_rules(election),
        who=_("Panitia"),
        url=reverse("election_rules", args=[election.uuid]),
    )
    yield _times(election, at)


def _rules(election: Election) -> str:
    again = (
        _("Boleh memilih ulang selama dibuka; yang terakhir dihitung.")
        if election.revote
        else _("Satu kali memilih.")
    )
    factor = _("Kode tambahan: %(kind)s.") % {"kind": election.get_second_factor_display()}
    return f"{again} {factor}" if election.second_factor else again


def _times(election: Election, at: datetime) -> Item:
    url = reverse("election_times", args=[election.uuid])
    title, who = _("Waktu buka dan tutup"), _("Panitia")
    if election.opens_at is None or election.closes_at is None:
        hint = _("Belum diisi. Kotak suara buka dan tutup sendiri menurut jam ini.")
        return Item(
            key="election.times", title=title, done=False, state=State.TODO, hint=hint, who=who, url=url
        )
    said = numbers.span(election.opens_at, election.closes_at, ZoneInfo(election.zone))
    try:
        schedule.check_window(opens_at=election.opens_at, closes_at=election.closes_at, at=at)
    except Refused as refusal:
        hint = f"{said}. {refusal.said(_)}"
        return Item(
            key="election.times", title=title, done=False, state=State.PROBLEM, hint=hint, who=who, url=url
        )
    return Item(key="election.times", title=title, done=True, state=State.DONE, hint=said, who=who, url=url)
