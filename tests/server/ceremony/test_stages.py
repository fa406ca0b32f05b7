"""Every stage × every deed of both kinds of trustee: what the table does not name is refused."""

from __future__ import annotations

import pytest

from luber_server.ceremony.stages import TABLES, WAITS, Deed, Kind, OutOfTurn, Stage, advance, step_shown

EVERY = [(kind, stage, deed) for kind in Kind for stage in Stage for deed in Deed]


@pytest.mark.parametrize(("kind", "stage", "deed"), EVERY)
def test_the_table_is_walked(kind: Kind, stage: Stage, deed: Deed) -> None:
    expected = TABLES[kind].get(stage, {}).get(deed)
    if expected is None:
        with pytest.raises(OutOfTurn):
            advance(kind=kind, stage=stage, deed=deed, together=[stage] * 3)
    else:
        assert advance(kind=kind, stage=stage, deed=deed, together=[stage] * 3) is expected


@pytest.mark.parametrize("deed", WAITS)
def test_nobody_goes_on_before_the_others(deed: Deed) -> None:
    here = WAITS[deed]
    with pytest.raises(OutOfTurn, match="Tunggu"):
        advance(kind=Kind.THRESHOLD, stage=here, deed=deed, together=[here, Stage.INVITED, here])


def test_every_stage_has_a_row_and_leads_to_ready() -> None:
    for kind, table in TABLES.items():
        stage, walked = Stage.INVITED, 0
        while table[stage]:
            (stage,) = table[stage].values()
            walked += 1
        assert stage is Stage.READY
        assert walked == len(table) - 1, kind


@pytest.mark.parametrize(
    ("kind", "stage", "together", "everyone", "shown"),
    [
        (Kind.SINGLE, Stage.INVITED, [], [Stage.INVITED], "key"),
        (Kind.SINGLE, Stage.KEYED, [], [Stage.KEYED], "rehearse"),
        (Kind.SINGLE, Stage.READY, [], [Stage.READY, Stage.KEYED], "wait_others"),
        (Kind.SINGLE, Stage.READY, [], [Stage.READY, Stage.READY], "ready"),
        (Kind.THRESHOLD, Stage.CERTIFIED, [Stage.CERTIFIED, Stage.INVITED], [], "wait_certificates"),
        (Kind.THRESHOLD, Stage.CERTIFIED, [Stage.CERTIFIED, Stage.DEALT], [], "polynomial"),
        (Kind.THRESHOLD, Stage.DEALT, [Stage.DEALT, Stage.CERTIFIED], [], "wait_polynomials"),
        (Kind.THRESHOLD, Stage.DEALT, [Stage.DEALT, Stage.READY], [], "verification_key"),
    ],
)
def test_what_a_trustee_is_shown(
    kind: Kind, stage: Stage, together: list[Stage], everyone: list[Stage], shown: str
) -> None:
    assert step_shown(kind=kind, stage=stage, together=together, everyone=everyone) == shown
