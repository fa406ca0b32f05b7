"""What the journal says to the database for every batch, in plain SQL.

The ORM would say the same; preparing it costs several milliseconds of the writer, in which no ballot is
stored and the checks of the next ones wait (docs/benchmarks.md). Both databases understand these lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from .models import Box

Row = tuple[int, str, str, bytes]  # seq, credential, tracker, payload


def lock(elections: Iterable[int]) -> list[Box]:
    """The boxes of these elections, locked in one order everywhere, so that no two wait for each other."""
    wanted = sorted(set(elections))
    marks = ", ".join(["%s"] * len(wanted))
    # SQLite's IMMEDIATE transaction is a lock already.
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT election_id, ballots, head, ended FROM casting_box"  # noqa: S608  (only marks are put in)
            f" WHERE election_id IN ({marks}) ORDER BY election_id{hold}",
            wanted,
        )
        return [
            Box(election_id=election, ballots=ballots, head=head, ended=bool(ended))
            for election, ballots, head, ended in cursor.fetchall()
        ]


def places(election: int, trackers: Sequence[str]) -> dict[str, int]:
    """Where those of these trackers stand that are in the box."""
    return _found(
        "SELECT tracker, seq FROM casting_ballot WHERE election_id = %s AND tracker IN", election, trackers
    )


def in_force(election: int, credentials: Sequence[str]) -> dict[str, int]:
    """The ballots in force of those of these credentials that have one."""
    said = "SELECT credential, seq FROM casting_inforce WHERE election_id = %s AND credential IN"
    return _found(said, election, credentials)


def store(box: Box, rows: Sequence[Row]) -> None:
    """Append these ballots, put the last of each credential in force, and move the head."""
    last = {credential: seq for seq, credential, _tracker, _payload in rows}
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO casting_ballot (election_id, seq, credential, tracker, payload) VALUES (%s, %s, %s, %s, %s)",
            [(box.election_id, *row) for row in rows],
        )
        cursor.executemany(
            "INSERT INTO casting_inforce (election_id, credential, seq) VALUES (%s, %s, %s)"
            " ON CONFLICT (election_id, credential) DO UPDATE SET seq = excluded.seq",
            [(box.election_id, credential, seq) for credential, seq in last.items()],
        )
        cursor.execute(
            "UPDATE casting_box SET ballots = %s, head = %s WHERE election_id = %s",
            (box.ballots, box.head, box.election_id),
        )


def _found(said: str, election: int, wanted: Sequence[str]) -> dict[str, int]:
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"{said} ({marks})", [election, *wanted])
        return dict(cursor.fetchall())
