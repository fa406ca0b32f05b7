"""The ticker: every room's tick, from the lowest room up, and one that fails keeps no other from its own."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.management import call_command

from luber_server.portal import ticker


def test_every_room_that_has_a_tick_is_asked_from_the_lowest_up(db: None) -> None:
    rooms = [room for room, _tick in ticker.ticks()]
    assert {"election", "casting", "tally"} <= set(rooms)
    assert rooms.index("election") < rooms.index("casting") < rooms.index("tally")


def test_a_tick_that_fails_keeps_no_other_from_its_own(
    monkeypatch: pytest.MonkeyPatch, db: None, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[datetime] = []

    def broken(*, at: datetime) -> None:
        raise RuntimeError("tidak jadi")

    monkeypatch.setattr(
        ticker, "ticks", lambda: iter([("rusak", broken), ("baik", lambda *, at: asked.append(at))])
    )
    monkeypatch.setattr(ticker, "close_old_connections", lambda: None)
    ticker.tick_all(at=at)
    assert asked == [at]
    assert "rusak" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_command_ticks_once() -> None:
    call_command("tick", "--once")
