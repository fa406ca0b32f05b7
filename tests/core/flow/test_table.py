"""State tables: every state × event, what is not in the table changes nothing."""

from __future__ import annotations

from enum import Enum

import pytest

from luber.errors import Refused
from luber.flow import Table, diagram, step
from luber.publication.events import TABLE, EventType, State


class Door(Enum):
    OPEN = "terbuka"
    SHUT = "tertutup"


class Act(Enum):
    PUSH = "dorong"


DOORS: Table[Door, Act] = {Door.OPEN: {Act.PUSH: Door.SHUT}, Door.SHUT: {}}


def test_a_step_in_the_table() -> None:
    assert step(DOORS, state=Door.OPEN, event=Act.PUSH) is Door.SHUT


def test_a_step_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        step(DOORS, state=Door.SHUT, event=Act.PUSH)
    assert refused.value.code == "flow.step"
    assert "tertutup" in str(refused.value)


def test_the_diagram_is_drawn_from_the_table() -> None:
    assert diagram(DOORS) == "stateDiagram-v2\n    OPEN --> SHUT: PUSH\n    SHUT --> [*]\n"


def test_every_state_of_an_archive_has_a_row_and_only_known_steps_are_taken() -> None:
    assert set(TABLE) == set(State)
    for state in State:
        for event in EventType:
            if event in TABLE[state]:
                assert step(TABLE, state=state, event=event) is TABLE[state][event]
            else:
                with pytest.raises(Refused):
                    step(TABLE, state=state, event=event)
