"""Elections as the box's tests make them, and the way from an open box to a result."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.server.casting.conftest import _journal_of_its_own, make
from tests.server.casting.made import Made

from luber.tally import decryption, encrypted
from luber_server.casting import usecases as casting
from luber_server.tally import queries as tally
from luber_server.tally import usecases

__all__ = ["_journal_of_its_own", "close", "decide", "make"]

Step = Callable[[Made], None]


@pytest.fixture
def close(at: datetime, set_clock: Callable[[datetime], None]) -> Step:
    """Let the time be over, and close the box as the ticker does."""

    def closed(made: Made) -> None:
        made.election.refresh_from_db()
        assert made.election.closes_at is not None
        set_clock(made.election.closes_at)
        usecases.close(uuid=made.election.uuid, at=made.election.closes_at)
        made.election.refresh_from_db()

    return closed


@pytest.fixture
def decide(close: Step, panitia: object) -> Step:
    """Close, and let the one trustee open the tally."""

    def decided(made: Made) -> None:
        close(made)
        election = made.election
        assert election.closes_at is not None
        raw = tally.encrypted_tally(election)
        assert raw is not None
        found = tally.closed(election)
        if found is not None and not found.may_open:
            usecases.confirm_small(actor=panitia, uuid=election.uuid, at=election.closes_at)  # type: ignore[arg-type]
        partial = decryption.make(
            election=made.sealed,
            tally=encrypted.parse(raw, election=made.sealed),
            secret=made.trustee,
            entropy=os.urandom,
        )
        body = partial.to_bytes(made.sealed.group).decode()
        usecases.accept_partial(uuid=election.uuid, owner=1, body=body, at=election.closes_at)
        election.refresh_from_db()

    return decided


def cast(made: Made, *, card: int, choice: int | None, at: datetime) -> str:
    """Put a ballot into the box; its tracker."""
    raw = made.ballot(card=card, choice=choice)
    return casting.cast(election_uuid=made.election.uuid, raw=raw, permit=None, at=at).tracker
