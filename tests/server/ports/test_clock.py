"""The clock of a rehearsal: it may stand still, and it may be put forward while the house runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from luber_server.ports import clock


def test_it_goes_with_the_machine() -> None:
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_it_stops_at_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUBER_CLOCK", "2026-11-23T07:00:00+07:00")
    assert clock.now() == datetime.fromisoformat("2026-11-23T00:00:00+00:00")


@pytest.mark.parametrize("said", ["besok", "2026-11-23T07:00:00"])
def test_a_moment_needs_its_zone(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("LUBER_CLOCK", said)
    with pytest.raises(ValueError, match="LUBER_CLOCK"):
        clock.now()


def test_it_is_put_forward_while_the_house_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ahead = tmp_path / "ahead"
    monkeypatch.setenv("LUBER_CLOCK_AHEAD", str(ahead))
    ahead.write_text("0")
    before = clock.now()
    ahead.write_text("86400\n")
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=1)
