"""What the server seals, closes and opens holds for us, and for the program that we did not write."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from tests.core import belenios
from tests.server.tally.elections import SetClock, held

from luber.publication import archive as archives
from luber.publication import verify
from luber.publication.report import Status
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.portal import archive
from luber_server.tally import queries

CHOICES = (0, 1, 1, 2, 1, None, 0, 1, 2, 1, 1, 0)


@pytest.mark.peer
@pytest.mark.parametrize(
    ("group", "shared", "single", "t", "generation"),
    [
        ("Ed25519", 3, 0, 2, "3.3"),
        ("Ed25519", 3, 2, 2, "3.3"),
        ("BELENIOS-2048", 3, 1, 2, "2.0"),
    ],
)
def test_belenios_tool_accepts_an_election_of_the_server(
    panitia: Officer,
    school: Organisation,
    at: datetime,
    set_clock: SetClock,
    tmp_path: Path,
    group: str,
    shared: int,
    single: int,
    t: int,
    generation: str,
) -> None:
    one = held(
        actor=panitia,
        organisation=school,
        at=at,
        set_clock=set_clock,
        shared=shared,
        single=single,
        t=t,
        group=group,
    )
    for card, choice in enumerate(CHOICES):
        one.cast(card, choice)
    one.cast(3, 1)  # voted again: the last counts
    one.after_the_end()
    for trustee in (*one.trustees[:1], *one.trustees[2:]):  # the second of the three stays away
        trustee.state()
        trustee.act()
    whole = b"".join(archive.stream(one.election))
    report = verify.verify(io.BytesIO(whole))
    assert {outcome.status for outcome in report.outcomes} == {Status.HOLDS}
    assert report.counts == ((1, 3, 7, 1),)
    events = [json.loads(record.body) for record in _events(whole)]
    assert events[-1]["type"] == "Result"
    assert queries.last_event(one.election) == _last_name(whole)
    good, said = belenios.accepts(generation, whole, uuid=one.election.uuid, folder=tmp_path)
    assert good, said


def _events(whole: bytes) -> list[archives.Record]:
    records = archives.read(io.BytesIO(whole))
    return [record for record in records if record.name.endswith(archives.EVENT)]


def _last_name(whole: bytes) -> str:
    return _events(whole)[-1].name.partition(".")[0]
