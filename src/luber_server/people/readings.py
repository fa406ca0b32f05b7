"""Reading sealed personal data leaves a line: who, in which office, what set, what for, how many.

Call it in the same transaction as the reading, before anything is shown. The officer sees the lines of
their own offices under /akun/bacaan/.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Office, Organisation, ReadingLog, User
from .offices import Officer, covers, in_force


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading, as a page shows it."""

    who: str
    organisation: str
    election: str
    dataset: str
    purpose: str
    records: int
    read_at: datetime


def log_reading(
    *,
    actor: Officer,
    organisation: Organisation | None,
    election: str,
    dataset: str,
    purpose: str,
    records: int,
    at: datetime,
) -> None:
    """Remember that `actor` read `records` persons' data of `dataset` in plain, for `purpose`.

    `dataset` and `purpose` are words for people ("Nama dan kelas di DPT", "mencetak daftar hadir");
    `election` is a uuid or empty.
    """
    ReadingLog.objects.create(
        user=actor.user,
        office=actor.office,
        organisation=organisation,
        election=election,
        dataset=dataset,
        purpose=purpose,
        records=records,
        read_at=at,
    )


def readings_for(*, user: User, at: datetime, limit: int = 500) -> tuple[Reading, ...]:
    """What `user` may see, newest first: their own readings, and all in organisations that their offices
    cover."""
    held = tuple(in_force(at=at).filter(user=user))
    rows = ReadingLog.objects.select_related("user", "organisation").order_by("-read_at", "-pk")
    return tuple(_shown(row) for row in rows[: 4 * limit] if row.user_id == user.pk or _covered(row, held))[
        :limit
    ]


def _covered(row: ReadingLog, held: Iterable[Office]) -> bool:
    return row.organisation is not None and any(covers(office, row.organisation) for office in held)


def _shown(row: ReadingLog) -> Reading:
    return Reading(
        who=str(row.user),
        organisation=str(row.organisation or ""),
        election=row.election,
        dataset=row.dataset,
        purpose=row.purpose,
        records=row.records,
        read_at=row.read_at,
    )
