"""What pages read of a decided election: who is elected, and which papers were issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luber.ballot.question import Question
from luber.canon import json
from luber.ceremony import election as sealed_elections
from luber.certification import outcome as outcomes
from luber.certification.outcome import Choice, Outcome
from luber_server.ceremony import queries as ceremony
from luber_server.ceremony import rules
from luber_server.election.models import Election
from luber_server.tally import queries as tally

from .models import BeritaAcara


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One issue of the berita acara."""

    version: int
    sha256: str
    number: str
    names: Mapping[str, Any]  # town, chair, secretary; saksi, a list
    issued_at: datetime


def outcome(election: Election) -> tuple[Outcome, ...] | None:
    """Every question's outcome by the sealed rules, None before the result stands."""
    result, box = tally.result(election), tally.closed(election)
    if result is None or box is None:
        return None
    setup = ceremony.sealed(election)
    sealed = sealed_elections.parse(setup.election_json)
    shown = json.parse(setup.presentation_json)["questions"]
    counting = rules.parse(setup.rules_json).counting
    return tuple(
        outcomes.decide(
            question=question.question,
            choices=_choices(question, shown[place]),
            votes=result.counts[place][question.blank :],
            blank=result.counts[place][0] if question.blank else None,
            in_force=box.total_weight,
            method=counting[place].method,
            seats=counting[place].seats,
        )
        for place, question in enumerate(sealed.questions)
    )


def issued(election: Election) -> tuple[Issued, ...]:
    """Every issue of the berita acara, the newest first."""
    rows = BeritaAcara.objects.filter(election=election).order_by("-version")
    return tuple(
        Issued(
            version=row.version,
            sha256=row.sha256,
            number=row.number,
            names=row.names,
            issued_at=row.issued_at,
        )
        for row in rows
    )


def _choices(question: Question, shown: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The answers as people know them; where no names are given, the ballot paper's own words."""
    return tuple(
        Choice(
            number=int(entry.get("number", place)),
            name=" & ".join(entry.get("names", ())) or answer,
            empty_box=bool(shown["empty_box"]) and place == len(question.answers),
        )
        for place, (answer, entry) in enumerate(zip(question.answers, shown["answers"], strict=True), start=1)
    )
