"""A box in the database, with its journal in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.server.casting.made import Made, sealed_election

from luber_server.casting import journal, permits, usecases
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer

Make = Callable[..., Made]


@pytest.fixture(autouse=True)
def _journal_of_its_own() -> Iterator[None]:
    """Nothing that one test's process keeps is there in the next, and no connection outlives its test."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    journal.stop()
    usecases.forget_sealed()
    permits.forget_keys()


@pytest.fixture
def make(transactional_db: None, school: Organisation, panitia: Officer, at: datetime) -> Make:
    """Make an open election: `make(voters=3, revote=False)`."""

    def made(**options: Any) -> Made:
        given: dict[str, Any] = {"organisation": school, "user": panitia.user, "voters": 3, "at": at}
        return sealed_election(**given | options)

    return made
