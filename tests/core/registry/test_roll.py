"""The roll: a table, masked names, and one salted hash."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luber.errors import Malformed, Refused
from luber.flow import step
from luber.registry import dps, dpt, roll
from luber.registry.roll import Event, State

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def test_every_state_has_a_row_and_all_else_is_refused() -> None:
    assert set(roll.TABLE) == set(State)
    for state in State:
        for event in Event:
            if event in roll.TABLE[state]:
                assert step(roll.TABLE, state=state, event=event) in State
            else:
                with pytest.raises(Refused):
                    step(roll.TABLE, state=state, event=event)


def test_the_usual_way() -> None:
    state = roll.publish(state=State.COLLECTING, voters=3, until=LATER, at=NOW)
    assert roll.objections_open(state=state, until=LATER, at=NOW)
    assert not roll.objections_open(state=state, until=LATER, at=LATER)
    assert roll.freeze(state=state, voters=3, objections_until=LATER, unanswered=0, at=LATER) is State.DPT


@pytest.mark.parametrize(
    ("unanswered", "at", "code"), [(0, NOW, "roll.objections_open"), (2, LATER, "roll.unanswered")]
)
def test_no_freeze_while_objections_may_come_or_wait(unanswered: int, at: datetime, code: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        roll.freeze(state=State.DPS, voters=3, objections_until=LATER, unanswered=unanswered, at=at)
    assert refusal.value.code == code


def test_objections_are_never_cut_short() -> None:
    with pytest.raises(Refused):
        roll.prolong(state=State.DPS, until=LATER - timedelta(hours=1), until_now=LATER, at=NOW)
    assert roll.prolong(state=State.DPS, until=LATER + timedelta(1), until_now=LATER, at=NOW) is State.DPS


def test_without_dps_only_with_a_reason() -> None:
    with pytest.raises(Refused):
        roll.freeze_without_dps(state=State.COLLECTING, voters=3, reason="  ya ")
    with pytest.raises(Refused):
        roll.freeze_without_dps(state=State.COLLECTING, voters=0, reason="Anggota sudah tetap sejak rapat.")
    with pytest.raises(Refused):
        roll.freeze_without_dps(state=State.DPS, voters=3, reason="Anggota sudah tetap sejak rapat.")
    assert roll.freeze_without_dps(state=State.COLLECTING, voters=3, reason="Latihan di kelas.") is State.DPT


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Melati Rahayu", "Mel*** R***"), ("ANDI", "AN***"), ("AL", "A***"), ("A", "A***"), ("", "***")],
)
def test_masked_names(name: str, masked: str) -> None:
    assert dps.masked(name) == masked


@given(st.text(alphabet="abcdefghijklmnop ", min_size=4, max_size=40))
def test_a_mask_never_gives_the_name_away(name: str) -> None:
    for word, shown in zip(name.split(), dps.masked(name).split(), strict=False):
        assert shown.endswith("***")
        assert len(word) == 1 or 2 * len(shown.rstrip("*")) <= len(word) + 1


def test_the_public_order_is_of_the_masked_lines() -> None:
    lines = dps.lines([("8A", "Melati Zul"), ("8A", "Melani Ada"), ("7B", "Sekar")])
    assert [(line.class_label, line.masked_name) for line in lines] == [
        ("7B", "Se***"),
        ("8A", "Mel*** A***"),
        ("8A", "Mel*** Z***"),
    ]


ENTRIES = [dpt.Entry("0012345679", "Bayu", "L", "8A"), dpt.Entry("0012345678", "Melati", "P", "10B")]


def test_the_hash_has_one_form() -> None:
    salt = bytes(range(32))
    assert dpt.canonical(ENTRIES, salt=salt) == (
        b"luber/dpt/v1\nsalt:"
        + salt.hex().encode()
        + b"\n0012345678\tMelati\tP\t10B\n0012345679\tBayu\tL\t8A\n"
    )
    assert dpt.sha256_hex(ENTRIES, salt=salt) == dpt.sha256_hex(ENTRIES[::-1], salt=salt)
    assert dpt.sha256_hex(ENTRIES, salt=salt) != dpt.sha256_hex(ENTRIES, salt=bytes(32))
    assert dpt.sha256_hex(ENTRIES[:1], salt=salt) != dpt.sha256_hex(ENTRIES, salt=salt)


@pytest.mark.parametrize(
    "entries",
    [[ENTRIES[0], ENTRIES[0]], [dpt.Entry("1", "a\tb", "L", "8A")], [dpt.Entry("1", "a", "L", "8\nA")]],
)
def test_lines_that_could_be_read_twice_are_refused(entries: list[dpt.Entry]) -> None:
    with pytest.raises(Malformed):
        dpt.canonical(entries, salt=bytes(32))
    with pytest.raises(Malformed):
        dpt.canonical([], salt=b"short")


def test_counts_in_the_order_people_read() -> None:
    counts = dpt.counts([("10A", "L"), ("9B", "P"), ("9A", "L"), ("9B", "L"), ("9B", "")])
    assert [(c.label, c.count, c.male, c.female) for c in counts] == [
        ("9A", 1, 1, 0),
        ("9B", 3, 1, 1),
        ("10A", 1, 1, 0),
    ]
