"""Every kind of tampering is found, and by the check that is meant for it."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core import making
from tests.core.making import Made
from tests.core.publication.tampering import KINDS, Tampering

from luber.publication.report import Status, catalogue
from luber.publication.verify import verify

_honest = making.make()


@pytest.fixture
def made() -> Made:
    """An honest election of one's own to tamper with."""
    return _honest.copy()


def test_the_honest_archive_holds(made: Made) -> None:
    report = verify(io.BytesIO(made.archive()))
    assert report.status is Status.HOLDS, report.first_failure
    assert report.counts == ((1, 21, 0),)
    assert (report.voters, report.ballots, report.in_force, report.total_weight) == (4, 4, 3, 22)
    assert {outcome.status for outcome in report.outcomes} == {Status.HOLDS}


@pytest.mark.parametrize(("check", "tampering"), KINDS, ids=[kind.__name__ for _check, kind in KINDS])
def test_it_is_found_by_the_right_check(check: str, tampering: Tampering, made: Made) -> None:
    report = verify(io.BytesIO(tampering(made)))
    assert report.status is Status.FAILS
    failure = report.first_failure
    assert failure is not None
    assert failure.check == check, failure
    assert failure.found or failure.expected
    assert failure.failures >= 1
    # What depends on a failed check could not be made; nothing after it fails for a reason of its own
    # but what the same tampering truly breaks.
    assert all(outcome.found for outcome in report.outcomes if outcome.status is Status.COULD_NOT_CHECK)


def test_there_are_enough_kinds_and_every_check_has_one() -> None:
    assert len(KINDS) >= 30
    assert set(Counter(check for check, _kind in KINDS)) == {check.id for check in catalogue()}


def test_a_later_version_could_not_be_checked(made: Made) -> None:
    raw = made.archive().replace(b'{"version":1,"timestamp"', b'{"version":9,"timestamp"', 1)
    report = verify(io.BytesIO(raw))
    assert report.status is Status.COULD_NOT_CHECK
    assert report.first_failure is not None
    assert report.first_failure.check == "archive.header"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_bit_holds(data: st.DataObject) -> None:
    raw = bytearray(_ARCHIVE)
    position = data.draw(st.integers(0, len(raw) - 1), label="byte")
    raw[position] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    report = verify(io.BytesIO(bytes(raw)))
    assert report.status is not Status.HOLDS


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 10**6))
def test_a_cut_archive_never_has_a_result(cut: int) -> None:
    report = verify(io.BytesIO(_ARCHIVE[: cut % len(_ARCHIVE)]))
    assert not report.finished or report.status is not Status.HOLDS
    assert report.counts is None


@settings(max_examples=40, deadline=None)
@given(garbage=st.binary(max_size=3000))
def test_garbage_is_a_report_and_never_an_exception(garbage: bytes) -> None:
    assert verify(io.BytesIO(garbage)).status is not Status.HOLDS
    assert verify(io.BytesIO(_ARCHIVE[:1024] + garbage)).status is not Status.HOLDS or not garbage


_ARCHIVE = _honest.archive()
