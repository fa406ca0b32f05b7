"""How far a trustee has come: everything that can move one stands in this file.

    single      INVITED ─ key ─→ KEYED ─ rehearse ─→ READY
    threshold   INVITED ─ certificate ─→ CERTIFIED ─ polynomial ─→ DEALT ─ verification_key ─→ KEYED ─
    rehearse ─→ READY

The steps are belenios-tool's (belenios.md section 6.3); the rehearsal is ours: a key counts once it has been
read back from the saved file. Between steps of the t-of-n item all its trustees wait for the last (`WAITS`).
Decrypting comes after the box is closed, and stands in the room `tally`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.flow import table


class Kind(Enum):
    SINGLE = "single"  # a key of their own: without this trustee nothing opens
    THRESHOLD = "threshold"  # one of n, any t of whom open


class Stage(Enum):
    INVITED = "invited"
    CERTIFIED = "certified"
    DEALT = "dealt"
    KEYED = "keyed"
    READY = "ready"


class Deed(Enum):
    """What a trustee's page hands in; the value is the step's name in the contract with the page."""

    KEY = "key"
    CERTIFICATE = "certificate"
    POLYNOMIAL = "polynomial"
    VERIFICATION_KEY = "verification_key"
    REHEARSE = "rehearse"


TABLES: dict[Kind, table.Table[Stage, Deed]] = {
    Kind.SINGLE: {
        Stage.INVITED: {Deed.KEY: Stage.KEYED},
        Stage.KEYED: {Deed.REHEARSE: Stage.READY},
        Stage.READY: {},
    },
    Kind.THRESHOLD: {
        Stage.INVITED: {Deed.CERTIFICATE: Stage.CERTIFIED},
        Stage.CERTIFIED: {Deed.POLYNOMIAL: Stage.DEALT},
        Stage.DEALT: {Deed.VERIFICATION_KEY: Stage.KEYED},
        Stage.KEYED: {Deed.REHEARSE: Stage.READY},
        Stage.READY: {},
    },
}

WAITS = {Deed.POLYNOMIAL: Stage.CERTIFIED, Deed.VERIFICATION_KEY: Stage.DEALT}
"""Before this deed, every trustee of the t-of-n item has come at least this far."""

ORDER = tuple(Stage)

WAITING = {Deed.POLYNOMIAL: "wait_certificates", Deed.VERIFICATION_KEY: "wait_polynomials"}


class OutOfTurn(Refused):
    """This step is not the trustee's next one, or others are not so far yet."""


def has_come(stage: Stage, to: Stage) -> bool:
    """Whether `stage` is `to` or beyond it."""
    return ORDER.index(stage) >= ORDER.index(to)


def next_deed(*, kind: Kind, stage: Stage) -> Deed | None:
    """The one deed that is next, None once ready."""
    return next(iter(TABLES[kind][stage]), None)


def advance(*, kind: Kind, stage: Stage, deed: Deed, together: Iterable[Stage]) -> Stage:
    """The stage after `deed`; `together` are the stages of all trustees of the t-of-n item. Raises
    `OutOfTurn`.
    """
    if deed not in TABLES[kind].get(stage, {}):
        raise OutOfTurn(
            _("Langkah ini bukan giliran Anda sekarang. Muat ulang halaman untuk melihat langkah Anda."),
            code="ceremony.step",
        )
    if deed in WAITS and not all(has_come(other, WAITS[deed]) for other in together):
        raise OutOfTurn(
            _("Pemegang kunci lain belum menyelesaikan langkah sebelumnya. Tunggu sampai semuanya selesai."),
            code="ceremony.others",
        )
    return table.step(TABLES[kind], state=stage, event=deed)


def step_shown(*, kind: Kind, stage: Stage, together: Iterable[Stage], everyone: Iterable[Stage]) -> str:
    """The step that a trustee's page shows: a deed's name, or what it waits for; `ready` once all are."""
    deed = next_deed(kind=kind, stage=stage)
    if deed is None:
        return "ready" if all(other is Stage.READY for other in everyone) else "wait_others"
    if deed in WAITS and not all(has_come(other, WAITS[deed]) for other in together):
        return WAITING[deed]
    return deed.value
