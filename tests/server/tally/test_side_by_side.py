"""Several at once: one EndBallots, one result, one certificate, however many ask in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection
from tests.server.ceremony import drafts
from tests.server.tally.elections import SetClock, held

from luber.errors import Refused
from luber_server.casting import journal
from luber_server.ceremony import tokens, usecases
from luber_server.ceremony.models import Posting
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.tally import queries
from luber_server.tally import usecases as tally
from luber_server.tally.models import PartialDecryption, Result, Tally
from luber_server.trail.models import Leaf

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


@pytest.fixture(autouse=True)
def _no_journal() -> Iterator[None]:
    yield
    journal.forget()


def together(act: Callable[[], object]) -> list[object]:
    """Do it in several threads in the same moment; what each returned, or the refusal it met."""
    barrier = Barrier(AT_ONCE)

    def one(_number: int) -> object:
        try:
            barrier.wait(timeout=30)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_many_closings_are_one(
    panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock
) -> None:
    one = held(actor=panitia, organisation=school, at=at, set_clock=set_clock, voters=10)
    for card in range(10):
        one.cast(card, card % 3)
    one.after_the_end()
    uuid = one.election.uuid
    assert together(lambda: tally.close(uuid=uuid, at=one.late)) == [None] * AT_ONCE
    assert Tally.objects.count() == 1
    assert Leaf.objects.filter(act="election.closed", election=uuid).count() == 1

    first, second, _third = one.trustees
    part = first.made("decrypt", first.state())
    results = together(lambda: tally.accept_partial(uuid=uuid, owner=1, body=part, at=one.late))
    assert results == [None] * AT_ONCE
    assert PartialDecryption.objects.count() == 1
    part = second.made("decrypt", second.state())
    together(lambda: tally.accept_partial(uuid=uuid, owner=2, body=part, at=one.late))
    assert Result.objects.count() == 1
    assert Leaf.objects.filter(act="tally.result.published", election=uuid).count() == 1
    found = queries.result(one.election)
    assert found is not None
    assert found.counts == ((0, 4, 3, 3),)


def test_two_certificates_in_one_moment_leave_one(
    panitia: Officer, school: Organisation, at: datetime
) -> None:
    election = drafts.draft(actor=panitia, organisation=school, at=at, voters=3)
    first, *_others = drafts.arranged(actor=panitia, election=election, at=at)
    state = first.enter()
    bodies = iter([first.made("certificate", state) for _ in range(AT_ONCE)])  # each another key
    holder = tokens.digest(first.token)

    def send() -> None:
        usecases.hand_in(token_hash=holder, step="certificate", body=next(bodies), at=at)

    results = together(send)
    assert results.count(None) == 1
    assert all(isinstance(one, Refused) for one in results if one is not None)
    assert Posting.objects.count() == 1
