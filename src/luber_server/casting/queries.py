"""What is in the box: the bytes in order, what is in force, who finds what, and how many came.

`election` is an `election.models.Election` row throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from luber_server.ceremony import queries as ceremony
from luber_server.election.models import Election

from .models import Ballot, Box, InForce, PermitKey

SMALL_GROUP = 10  # fewer ballots than this are never told apart (docs/decisions/0005)
CHUNK = 500


class Turnout(NamedTuple):
    """One class. `cast` is None while so few of it came that saying a figure would point at people."""

    label: str
    cast: int | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A ballot as the public box shows it. `replaced`: the same credential cast again later."""

    seq: int
    tracker: str
    replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain stands: ballots so far, and the SHA-256 of the last event."""

    ballots: int
    hash: str


def head(election: Election) -> Head | None:
    """The head of the chain; None before the box was first needed."""
    box = Box.objects.filter(pk=election.pk).first()
    return Head(ballots=box.ballots, hash=box.head) if box else None


def count(election: Election) -> int:
    """Ballots in the box, with the replaced ones."""
    return Box.objects.filter(pk=election.pk).values_list("ballots", flat=True).first() or 0


def voted(election: Election) -> int:
    """Credentials with a ballot in force."""
    return InForce.objects.filter(election=election).count()


def ended(election: Election) -> bool:
    """Whether EndBallots stands: nothing enters any more."""
    return Box.objects.filter(pk=election.pk, ended=True).exists()


def ballots(election: Election, *, until: int | None = None) -> Iterator[bytes]:
    """The exact bytes of all ballots in order; of the first `until` of them where given."""
    last = 0
    while True:
        rows = Ballot.objects.filter(election=election, seq__gt=last).order_by("seq")
        if until is not None:
            rows = rows.filter(seq__lte=until)
        chunk = list(rows.values_list("seq", "payload")[:CHUNK])
        if not chunk:
            return
        yield from (bytes(payload) for _seq, payload in chunk)
        last = chunk[-1][0]


def ballots_in_force(election: Election) -> Iterator[bytes]:
    """The exact bytes of the ballots that count, in order: the last of each credential."""
    standing = InForce.objects.filter(election=election).order_by("seq").values_list("seq", flat=True)
    numbers = list(standing)
    for start in range(0, len(numbers), CHUNK):
        rows = Ballot.objects.filter(election=election, seq__in=numbers[start : start + CHUNK]).order_by(
            "seq"
        )
        for payload in rows.values_list("payload", flat=True):
            yield bytes(payload)


def seq_of(election: Election, *, tracker: str) -> int | None:
    """Where the ballot with this tracker stands, or None."""
    return Ballot.objects.filter(election=election, tracker=tracker).values_list("seq", flat=True).first()


def find(election: Election, *, tracker: str) -> Entry | None:
    """The ballot with exactly this tracker, as the box shows it."""
    found = Ballot.objects.filter(election=election, tracker=tracker).values_list("seq", "tracker").first()
    return next(iter(_entries(election, [found])), None) if found else None


def find_beginning(election: Election, *, letters: str, limit: int = 20) -> list[Entry]:
    """The ballots whose trackers begin with these letters."""
    rows = Ballot.objects.filter(election=election, tracker__startswith=letters).order_by("seq")
    found = [row for row in rows.values_list("seq", "tracker")[:limit] if row[1].startswith(letters)]
    return _entries(election, found)


def entries(election: Election, *, start: int, stop: int) -> list[Entry]:
    """The ballots at positions `start`..`stop` of the box, newest first: position 0 is the newest."""
    rows = Ballot.objects.filter(election=election).order_by("-seq").values_list("seq", "tracker")[start:stop]
    return _entries(election, list(rows))


def _entries(election: Election, rows: list[tuple[int, str]]) -> list[Entry]:
    standing = set(
        InForce.objects.filter(election=election, seq__in=[seq for seq, _tracker in rows]).values_list(
            "seq", flat=True
        )
    )
    return [Entry(seq=seq, tracker=tracker, replaced=seq not in standing) for seq, tracker in rows]


def turnout(election: Election) -> list[Turnout]:
    """How many of each class have voted, so that no figure points at a ballot or at a person
    (docs/decisions/0005).

    While the box is open the figures are those of the box at its last multiple of ten ballots, and a class
    is shown from its tenth. After the end they are exact, and classes with fewer than ten ballots stand
    together in one row with an empty label.
    """
    box = Box.objects.filter(pk=election.pk).first()
    ballots_seen, over = (box.ballots, box.ended) if box else (0, False)
    until = ballots_seen if over else ballots_seen - ballots_seen % SMALL_GROUP
    return list(_turnout(election.uuid, election.pk, until, over))


@lru_cache(maxsize=64)
def _turnout(_uuid: str, election: int, until: int, over: bool) -> tuple[Turnout, ...]:
    """Of the first `until` ballots, which never change; so neither does the answer."""
    groups = ceremony.turnout_groups(Election(pk=election))
    totals = Counter(groups.values())
    came = Counter(groups.get(key, "") for key in _credentials(election, until=until))
    if over:
        return tuple(_merged(came, totals))
    return tuple(
        Turnout(label, came[label] if came[label] >= SMALL_GROUP else None, totals[label])
        for label in sorted(totals)
    )


def _credentials(election: int, *, until: int) -> set[str]:
    rows = Ballot.objects.filter(election_id=election, seq__lte=until)
    return set(rows.values_list("credential", flat=True).distinct())


def _merged(came: Counter[str], totals: Counter[str]) -> list[Turnout]:
    shown = [label for label in totals if came[label] >= SMALL_GROUP]
    small = [label for label in totals if came[label] < SMALL_GROUP]
    # What is left over is itself below the bar: one more class joins it, the smallest of those shown, so
    # that the rest cannot be read off either. An election with a single row shows that one, which is the
    # public total.
    while small and shown and sum(came[label] for label in small) < SMALL_GROUP:
        smallest = min(shown, key=lambda label: (came[label], label))
        shown.remove(smallest)
        small.append(smallest)
    rows = [Turnout(label, came[label], totals[label]) for label in sorted(shown)]
    if small:
        rows.append(Turnout("", sum(came[label] for label in small), sum(totals[label] for label in small)))
    return rows


def permit_key(election: Election) -> str | None:
    """The public half of the key with which permits are evaluated, in hex; None before the first one."""
    return PermitKey.objects.filter(election=election).values_list("public", flat=True).first()
