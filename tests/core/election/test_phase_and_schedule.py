"""Phases by the clock, rules of times, identifiers."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from luber.election import ids, phase, schedule, template, zone
from luber.election.phase import Event, Phase, State
from luber.errors import Malformed, Refused

OPENS = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=4)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "at", "expected"),
    [
        (State.DRAFT, OPENS, Phase.DRAFT),
        (State.SEALED, OPENS - TICK, Phase.SEALED_NOT_OPEN),
        (State.SEALED, OPENS, Phase.OPEN),
        (State.SEALED, CLOSES - TICK, Phase.OPEN),
        (State.SEALED, CLOSES, Phase.ENDED),
        (State.CLOSED, OPENS, Phase.CLOSED),
        (State.DECIDED, OPENS, Phase.DECIDED),
        (State.CANCELLED, OPENS, Phase.CANCELLED),
    ],
)
def test_the_phase_is_the_state_and_the_clock(state: State, at: datetime, expected: Any) -> None:
    assert phase.phase(state=state, opens_at=OPENS, closes_at=CLOSES, at=at) is expected


def test_without_times_nothing_opens() -> None:
    assert phase.phase(state=State.SEALED, opens_at=None, closes_at=None, at=OPENS) is Phase.SEALED_NOT_OPEN


def test_every_state_and_event() -> None:
    assert set(phase.TABLE) == set(State)
    allowed = {(s, e) for s, row in phase.TABLE.items() for e in row}
    assert len(allowed) == 4
    for state in State:
        for event in Event:
            if (state, event) in allowed:
                assert phase.after(state=state, event=event) in State
            else:
                with pytest.raises(Refused):
                    phase.after(state=state, event=event)


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        (OPENS - timedelta(days=2), CLOSES, "schedule.past"),
        (OPENS, OPENS, "schedule.order"),
        (OPENS, OPENS + timedelta(minutes=1), "schedule.short"),
        (OPENS, OPENS + timedelta(days=61), "schedule.long"),
    ],
)
def test_windows_that_are_refused(opens: datetime, closes: datetime, code: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        schedule.check_window(opens_at=opens, closes_at=closes, at=OPENS - timedelta(days=1))
    assert refusal.value.code == code


REASON = "Listrik padam di lantai dua."


@pytest.mark.parametrize(
    ("later", "reason", "at", "code"),
    [
        (CLOSES + timedelta(hours=1), REASON, CLOSES, "extension.late"),
        (CLOSES, REASON, OPENS, "extension.earlier"),
        (CLOSES + timedelta(days=15), REASON, OPENS, "extension.long"),
        (CLOSES + timedelta(hours=1), " macet ", OPENS, "extension.reason"),
    ],
)
def test_extensions_that_are_refused(later: datetime, reason: str, at: datetime, code: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        schedule.check_extension(closes_at=CLOSES, later=later, reason=reason, at=at)
    assert refusal.value.code == code


def test_a_good_extension_needs_another_person() -> None:
    schedule.check_extension(closes_at=CLOSES, later=CLOSES + timedelta(hours=1), reason=REASON, at=OPENS)
    schedule.check_second_person(asked_by=1, agrees=2)
    with pytest.raises(Refused):
        schedule.check_second_person(asked_by=1, agrees=1)


def seeded(seed: str) -> Callable[[int], bytes]:
    counter = count()

    def draw(size: int) -> bytes:
        return b"".join(
            hashlib.sha256(f"{seed}{next(counter)}".encode()).digest() for _ in range(size // 32 + 1)
        )[:size]

    return draw


def test_identifiers_have_fourteen_letters_of_base58() -> None:
    made = {ids.new_uuid(seeded(str(n))) for n in range(50)}
    assert len(made) == 50
    for uuid in made:
        assert len(uuid) == 14
        assert ids.parse_uuid(uuid) == uuid
    assert ids.new_uuid(_after_bad_bytes()) == "1" * 14


def _after_bad_bytes() -> Callable[[int], bytes]:
    """The first draw is all above 231 and must not be folded."""
    draws = iter([b"\xff" * 14, bytes(14)])
    return lambda size: next(draws)


@pytest.mark.parametrize("text", ["", "short", "0" * 14, "I" * 14, "a" * 23, "abc/../../etc1"])
def test_what_is_no_identifier(text: str) -> None:
    with pytest.raises(Malformed):
        ids.parse_uuid(text)


def test_tracking_codes_are_read_as_typed() -> None:
    code = ids.new_tracking_code(seeded("kode"))
    assert len(code) == 14
    assert ids.parse_tracking_code(code.lower().replace("-", " ")) == code
    with pytest.raises(Malformed):
        ids.parse_tracking_code("K7QX-3MTP-9BW0")


def test_zones() -> None:
    assert [(z.name, z.hours) for z in zone.Zone] == [("WIB", 7), ("WITA", 8), ("WIT", 9)]
    assert zone.parse("Asia/Jayapura") is zone.Zone.WIT
    with pytest.raises(Malformed):
        zone.parse("Europe/Paris")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [("one", (1, 1)), ("yes_no", (1, 1)), ("exactly", (13, 13)), ("range", (2, 13))],
)
def test_bounds_of_a_plain_question(shape: Any, expected: Any) -> None:
    assert template.bounds(template.Shape(shape), answers=20, least=2, most=13) == expected
