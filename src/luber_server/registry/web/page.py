"""What every page of the roll shares: its frame, the log of plain readings, the table of counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luber.registry.roll import State as RollState
from luber_server.desk.parts import Column, Table
from luber_server.election import queries as elections
from luber_server.election.frame import frame
from luber_server.election.models import Election
from luber_server.people import readings
from luber_server.people.gate import officer
from luber_server.people.models import Office
from luber_server.registry import queries

PANITIA = Office.Role.PANITIA


def page(election: Election, roll: queries.RollView) -> dict[str, object]:
    """The frame of a page of the roll, with the way back to the roll."""
    return {
        **frame(election),
        "back": reverse("registry_roll", args=[election.uuid]),
        "roll": roll,
        "state": roll.state.value,
        "draft": elections.is_draft(election),
        "editable": elections.is_draft(election) and roll.state is not RollState.DPT,
        "zone": election.zone,
    }


def log(
    request: HttpRequest, election: Election, *, dataset: str, purpose: str, records: int, at: datetime
) -> None:
    """Remember that this officer read names in plain."""
    readings.log_reading(
        actor=officer(request),
        organisation=election.organisation,
        election=election.uuid,
        dataset=dataset,
        purpose=purpose,
        records=records,
        at=at,
    )


def class_table(election_counts: Sequence[queries.ClassCount]) -> Table:
    """Voters by class and sex."""
    rows: list[list[str | int]] = [[one.label, one.male, one.female, one.count] for one in election_counts]
    total = [sum(one.male for one in election_counts), sum(one.female for one in election_counts)]
    rows.append([_("Jumlah"), *total, sum(one.count for one in election_counts)])
    return Table(
        caption=_("Pemilih menurut kelas"),
        columns=[
            Column(title=_("Kelas")),
            Column(title=_("L"), numeric=True),
            Column(title=_("P"), numeric=True),
            Column(title=_("Semua"), numeric=True),
        ],
        rows=rows,
    )
