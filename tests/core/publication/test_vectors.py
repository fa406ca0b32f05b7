"""Archives that belenios-tool made: what it accepts, we find to hold, down to the last event; what we
cannot compute, we say so.
"""

from __future__ import annotations

import io

import pytest
from tests.core import belenios

from luber.publication.report import Status, catalogue
from luber.publication.verify import OLD_DIALECT, verify


@pytest.mark.parametrize("name", belenios.READABLE)
def test_every_check_holds(name: str) -> None:
    vector = belenios.load(name)
    report = verify(io.BytesIO(vector.archive.read_bytes()))
    # Shuffles are the only thing that a counted election has none of; that, too, is checked.
    assert {outcome.check: outcome.status for outcome in report.outcomes} == {
        check.id: Status.HOLDS for check in catalogue()
    }
    assert report.status is Status.HOLDS
    assert report.first_failure is None
    assert report.finished
    assert report.counts is not None
    assert [list(row) for row in report.counts] == vector.expected["result"]
    assert report.last_event == vector.expected["last_event_hash"]
    assert report.election is not None
    assert report.election.fingerprint == vector.expected["election_fingerprint"]
    assert report.ballots == len(vector.expected["smart_ballot_trackers"])
    assert report.voters == len(vector.secrets["private_credentials"])


def test_the_old_threshold_dialect_is_named() -> None:
    """2.0's certificates say neither ceremony nor place: what is there is checked, and the report says what
    was not there.
    """
    for name in belenios.READABLE:
        report = verify(io.BytesIO(belenios.load(name).archive.read_bytes()))
        assert report.notes == ((OLD_DIALECT,) if name == belenios.THRESHOLD_OLD else ())


@pytest.mark.parametrize("name", belenios.OTHER_KINDS)
def test_other_question_kinds_could_not_be_checked(name: str) -> None:
    report = verify(io.BytesIO(belenios.load(name).archive.read_bytes()))
    assert report.status is Status.COULD_NOT_CHECK
    assert report.first_failure is not None
    assert report.first_failure.check == "setup.election"
    assert "belum dapat menghitung pertanyaan jenis" in report.first_failure.found
    assert report.outcome("archive.chain").status is Status.HOLDS
    assert not any(outcome.status is Status.FAILS for outcome in report.outcomes)


@pytest.mark.parametrize("name", [belenios.THRESHOLD_ED25519, belenios.WEIGHTED_ED25519])
def test_an_unfinished_archive_holds_as_far_as_it_goes(name: str) -> None:
    """Cut after every event: each is a lawful moment of an election, and the last alone has a result."""
    whole = belenios.load(name).archive.read_bytes()
    ends = list(_event_ends(whole))
    for end in ends:
        report = verify(io.BytesIO(whole[:end]))
        assert report.status is Status.HOLDS, (end, report.first_failure)
        assert report.finished == (end == len(whole))
        assert (report.counts is None) == (end != len(whole))
    assert len(ends) > 5


def _event_ends(whole: bytes) -> list[int]:
    position, ends = 0, []
    while position < len(whole):
        name = whole[position : position + 100].split(b"\0")[0]
        size = int(whole[position + 124 : position + 135], 8)
        position += 512 + size + (-size % 512)
        if name.endswith(b".event.json"):
            ends.append(position)
    return ends
