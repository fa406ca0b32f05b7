"""A reading between its report and the confirmation, as JSON that is sealed: nothing but what may be stored
later."""

from __future__ import annotations

from typing import Any

from luber.canon import json
from luber.registry.cells import Column, Finding, Weight
from luber.registry.sheet import Reading, Voter


def dump(reading: Reading) -> str:
    """The reading as text."""
    return json.text(
        {
            "rows": reading.rows,
            "by_nisn": reading.by_nisn,
            "foot": reading.foot,
            "voters": [[v.row, v.ident, v.name, v.class_label, v.sex, v.contact] for v in reading.voters],
            "findings": [
                [f.row, f.column.value, f.weight.value, f.code, f.found, f.sentence, f.used, dict(f.facts)]
                for f in reading.findings
            ],
        }
    )


def load(text: str) -> Reading:
    """The reading that `dump` wrote."""
    said: dict[str, Any] = json.parse(text.encode())
    return Reading(
        voters=tuple(Voter(*entry) for entry in said["voters"]),
        findings=tuple(
            Finding(row, Column(column), Weight(weight), code, found, sentence, used, tuple(facts.items()))
            for row, column, weight, code, found, sentence, used, facts in said["findings"]
        ),
        rows=said["rows"],
        by_nisn=said["by_nisn"],
        foot=said["foot"],
    )
