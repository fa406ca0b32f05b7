"""The rules of an election as one sealed record: how it is voted and counted, decided before the first
ballot.

    {"@type":"luber.rules/1","template":"pilketos","mock":false,"revote":true,"second_factor":"",
    "opens_at":"2026-11-23T00:00:00Z","closes_at":"2026-11-23T05:00:00Z","small_tally":10,
    "counting":[{"method":"plurality","seats":1}]}

(One line; docs/spec/formats/rules.md.) Its SHA-256 stands in the election file (`luber.rules`). `closes_at` is what
was fixed when it was sealed; a later closing is an act of its own, with a reason and a second person, in the
public log. `small_tally`: with fewer ballots in force the committee is warned before anything is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from luber.ballot.question import Question
from luber.canon import json, shape
from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber_server.election.models import Election

TYPE = "luber.rules/1"
MEMBERS = (
    "@type",
    "template",
    "mock",
    "revote",
    "second_factor",
    "opens_at",
    "closes_at",
    "small_tally",
    "counting",
)
SMALL_TALLY = 10
PLURALITY = "plurality"


@dataclass(frozen=True, slots=True)
class Counting:
    """How one question's votes become elected answers."""

    method: str
    seats: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What counting and certification read from the sealed record."""

    small_tally: int
    counting: tuple[Counting, ...]


def make(*, election: Election, questions: Sequence[Question]) -> bytes:
    """The record. A question elects as many answers as a ballot may mark."""
    assert election.opens_at is not None
    assert election.closes_at is not None
    return json.encode(
        {
            "@type": TYPE,
            "template": election.template,
            "mock": election.mock,
            "revote": election.revote,
            "second_factor": election.second_factor,
            "opens_at": _moment(election.opens_at),
            "closes_at": _moment(election.closes_at),
            "small_tally": SMALL_TALLY,
            "counting": [{"method": PLURALITY, "seats": max(1, question.maximum)} for question in questions],
        }
    )


def parse(raw: bytes) -> Rules:
    """Read a record. Raises `Malformed` for anything else, and for another version."""
    read = shape.members(json.parse_exact(raw), where="rules", required=MEMBERS)
    if read["@type"] != TYPE:
        raise Malformed(
            _("Catatan aturan ini jenis “%(found)s”; yang dibaca di sini “%(expected)s”."),
            code="rules.type",
            facts={"found": str(read["@type"])[:40], "expected": TYPE},
        )
    return Rules(
        small_tally=shape.integer(read["small_tally"], where="rules.small_tally"),
        counting=tuple(
            _counting(one, where=f"rules.counting[{place}]")
            for place, one in enumerate(shape.array(read["counting"], where="rules.counting"))
        ),
    )


def _counting(value: object, *, where: str) -> Counting:
    read = shape.members(value, where=where, required=("method", "seats"))
    return Counting(
        method=shape.string(read["method"], where=where),
        seats=shape.integer(read["seats"], where=where, minimum=1),
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
