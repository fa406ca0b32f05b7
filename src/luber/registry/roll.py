"""The roll of an election as one table: DPS → objections → DPT.

DPS: the provisional list (daftar pemilih sementara), shown masked while objections are open. DPT: the final
list (daftar pemilih tetap), frozen with its hash. A committee that publishes no DPS must say why; the
reason is public.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.flow import Table, step


class State(Enum):
    """How far the roll has come."""

    COLLECTING = "collecting"  # rows come from sheets and by hand
    DPS = "dps"  # published; objections until a stated moment
    DPT = "dpt"  # final


class Event(Enum):
    """What can move it."""

    PUBLISH_DPS = "publish_dps"
    PROLONG_OBJECTIONS = "prolong_objections"
    FREEZE_DPT = "freeze_dpt"
    FREEZE_WITHOUT_DPS = "freeze_without_dps"


TABLE: Table[State, Event] = {
    State.COLLECTING: {Event.PUBLISH_DPS: State.DPS, Event.FREEZE_WITHOUT_DPS: State.DPT},
    State.DPS: {Event.PROLONG_OBJECTIONS: State.DPS, Event.FREEZE_DPT: State.DPT},
    State.DPT: {},  # final
}


def publish(*, state: State, voters: int, until: datetime, at: datetime) -> State:
    """Publish the DPS with objections until `until`. Raises `Refused` for an empty roll or a moment
    that has passed."""
    after = step(TABLE, state=state, event=Event.PUBLISH_DPS)
    _require_voters(voters)
    _require_later(until, at)
    return after


def prolong(*, state: State, until: datetime, until_now: datetime, at: datetime) -> State:
    """Move the end of the objections to a later moment; it is never moved forward, people have been told."""
    after = step(TABLE, state=state, event=Event.PROLONG_OBJECTIONS)
    _require_later(until, max(at, until_now))
    return after


def freeze(*, state: State, voters: int, objections_until: datetime, unanswered: int, at: datetime) -> State:
    """Freeze the DPT. Raises `Refused` while objections may come or wait for an answer."""
    after = step(TABLE, state=state, event=Event.FREEZE_DPT)
    _require_voters(voters)
    if at < objections_until:
        raise Refused(
            _("Masa keberatan belum berakhir. DPT dapat dibekukan setelah masa itu lewat."),
            code="roll.objections_open",
        )
    if unanswered:
        raise Refused(
            _("Masih ada %(unanswered)d keberatan yang belum dijawab. Jawab semuanya, lalu bekukan."),
            code="roll.unanswered",
            facts={"unanswered": unanswered},
        )
    return after


def freeze_without_dps(*, state: State, voters: int, reason: str) -> State:
    """Freeze a roll that was never published as DPS, with a reason that everyone can read."""
    after = step(TABLE, state=state, event=Event.FREEZE_WITHOUT_DPS)
    _require_voters(voters)
    if len(reason.strip()) < 10:
        raise Refused(
            _(
                "Tulis alasan mengapa tidak ada DPS, paling sedikit sepuluh huruf. Semua orang dapat "
                "membacanya."
            ),
            code="roll.reason",
        )
    return after


def objections_open(*, state: State, until: datetime | None, at: datetime) -> bool:
    """Whether the masked DPS is shown and objections are taken at this moment."""
    return state is State.DPS and until is not None and at < until


def _require_voters(voters: int) -> None:
    if voters < 1:
        raise Refused(_("Daftar pemilih masih kosong. Unggah daftarnya dulu."), code="roll.empty")


def _require_later(until: datetime, than: datetime) -> None:
    if until <= than:
        raise Refused(
            _("Masa keberatan harus berakhir sesudah saat ini, dan tidak boleh dipersingkat."),
            code="roll.until",
        )
