"""The committee's page of the count: is the box closed, who opened it, who is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from luber_server.ceremony import queries as ceremony
from luber_server.ceremony.queries import Progress, TrusteeState
from luber_server.ceremony.stages import Kind
from luber_server.desk import numbers
from luber_server.desk.parts import State, SummaryRow, Task
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.election.queries import Phase
from luber_server.people.gate import gate, may_act, officer
from luber_server.people.models import Office
from luber_server.ports import clock

from . import queries, usecases

PANITIA = Office.Role.PANITIA


@gate(PANITIA, look=(Office.Role.PENGAMAT,))
@require_GET
def tally(request: HttpRequest, uuid: str) -> HttpResponse:
    """/panitia/<uuid>/penghitungan/. A box whose time is over is closed by this first look."""
    election, at = elections.get(uuid), clock.now()
    usecases.close_if_due(election, at=at)
    phase = elections.phase(election, at)
    context: dict[str, Any] = {
        "uuid": uuid,
        "may_act": may_act(request),
        "place": (election.title, str(election.organisation)),
        "mock": election.mock,
        "phase": phase.value,
        "closes_at": election.closes_at,
        "zone": ZoneInfo(election.zone),
        "decided": phase is Phase.DECIDED,
    }
    box = queries.closed(election)
    if box is not None:
        context |= {
            "facts": _facts(election, box),
            "ask": not box.may_open,
            "count": box.num_tallied,
            **_trustees(election),
        }
    return render(request, "tally/tally.html", context)


@gate(PANITIA)
@require_POST
def confirm_small(request: HttpRequest, uuid: str) -> HttpResponse:
    """The committee opens a box with very few ballots all the same."""
    usecases.confirm_small(actor=officer(request), uuid=uuid, at=clock.now())
    messages.success(request, _("Keputusan dicatat. Pemegang kunci sekarang dapat membuka hasil."))
    return redirect("tally", uuid)


def _facts(election: Election, box: queries.Closed) -> list[SummaryRow]:
    closed = numbers.moment(box.closed_at, ZoneInfo(election.zone))
    return [
        SummaryRow(key=_("Kotak suara ditutup"), value=closed),
        SummaryRow(key=_("Surat suara di kotak"), value=box.ballots),
        SummaryRow(key=_("Yang dihitung"), value=box.num_tallied),
    ]


def _trustees(election: Election) -> dict[str, Any]:
    progress = ceremony.progress(election)
    given = {one.owner: one.accepted_at for one in queries.partials(election)}
    zone = ZoneInfo(election.zone)
    late = election.state == Election.State.DECIDED
    tasks = [_task(one, given.get(one.owner), late=late, zone=zone) for one in progress.trustees]
    return {"tasks": tasks, "lacking": _lacking(progress, frozenset(given))}


def _task(one: TrusteeState, at: datetime | None, *, late: bool, zone: ZoneInfo) -> Task:
    title = f"{one.owner}. {one.name}"
    if at is not None:
        hint = numbers.moment(at, zone)
        return Task(title=title, state=State.DONE, hint=hint, word=_("Sudah membuka"))
    if late:
        return Task(title=title, state=State.LOCKED, word=_("Tidak diperlukan"))
    return Task(title=title, state=State.TODO, word=_("Belum"))


def _lacking(progress: Progress, given: frozenset[int]) -> str:
    """Who must still come, in one sentence; empty once enough did."""
    single = [one for one in progress.trustees if one.kind is Kind.SINGLE and one.owner not in given]
    shared = [one for one in progress.trustees if one.kind is Kind.THRESHOLD]
    more = (progress.threshold or 0) - sum(one.owner in given for one in shared)
    said = []
    if single:
        names = "; ".join(one.name for one in single)
        said.append(_("Wajib hadir: %(names)s.") % {"names": names})
    if more > 0:
        names = "; ".join(one.name for one in shared if one.owner not in given)
        sentence = ngettext(
            "Masih perlu %(more)d orang dari: %(names)s.", "Masih perlu %(more)d orang dari: %(names)s.", more
        )
        said.append(sentence % {"more": more, "names": names})
    return " ".join(said)
