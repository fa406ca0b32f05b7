"""A state machine as one table: state → event → next state.

Every state has a row (an empty one is final). What is not in the table raises `Refused` and changes
nothing. The diagram in the docs is drawn from the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias, TypeVar

from luber.errors import Refused
from luber.errors import gettext_noop as _

State = TypeVar("State", bound=Enum)
Event = TypeVar("Event", bound=Enum)

Table: TypeAlias = Mapping[State, Mapping[Event, State]]


def step(table: Table[State, Event], *, state: State, event: Event) -> State:
    """The state after `event`. Raises `Refused` (code `flow.step`) when the table has no such step."""
    after = table[state].get(event)
    if after is None:
        raise Refused(
            _("Dalam keadaan “%(state)s”, “%(event)s” tidak dapat dilakukan."),
            code="flow.step",
            facts={"state": str(state.value), "event": str(event.value)},
        )
    return after


def diagram(table: Table[State, Event]) -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for state, row in table.items():
        lines += [f"    {state.name} --> {after.name}: {event.name}" for event, after in row.items()]
        if not row:
            lines.append(f"    {state.name} --> [*]")
    return "\n".join(lines) + "\n"
