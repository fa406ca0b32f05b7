"""The outside verifier agrees: what we make, belenios-tool accepts, and what it must refuse, it refuses too.

3.3.0 for Ed25519, 2.0 for BELENIOS-2048 (Debian 12's). Each generation also makes what we then check.
"""

from __future__ import annotations

import io
import json as plain_json
from pathlib import Path

import pytest
from tests.core import belenios, making
from tests.core.making import CHAIR, THREE_QUESTIONS, Made

from luber.ballot import marks
from luber.casting import ballot as ballots
from luber.crypto import groups
from luber.publication.report import Status
from luber.publication.verify import verify

pytestmark = [pytest.mark.peer, pytest.mark.slow]

GENERATIONS = {"Ed25519": ("3.3",), "BELENIOS-2048": ("2.0", "3.3")}


def chair(group: str) -> Made:
    return making.make(group=group)


def three_questions(group: str) -> Made:
    made = making.prepare(group=group, questions=THREE_QUESTIONS, singles=0, thresholds=((1, 2), (2, 3)))
    for voter, choices in (
        (0, [(1, 0, 0, 0, 0), (1, 0), (0, 1, 1, 0)]),
        (1, [(0, 1, 0, 0, 1), (0, 1), (1, 0, 0, 0)]),
        (3, [(0, 0, 0, 0, 0), (0, 1), (0, 0, 1, 1)]),
    ):
        making.cast(made, voter=voter, choices=choices)
    making.finish(made, owners=(2, 3, 5))
    return made


def weights(group: str) -> Made:
    made = making.prepare(group=group, weights=(0, 7, 1000, 3), singles=3, thresholds=())
    for voter, answer in ((0, 0), (1, 1), (2, 2), (2, 1)):
        making.cast(made, voter=voter, choices=[marks.vector(question=CHAIR, chosen=[answer])])
    making.finish(made, owners=(1, 2, 3))
    return made


def nobody_voted(group: str) -> Made:
    made = making.prepare(group=group)
    making.finish(made, owners=(1, 3, 4))
    return made


@pytest.mark.parametrize(
    "hold", [chair, three_questions, weights, nobody_voted], ids=lambda hold: hold.__name__
)
@pytest.mark.parametrize("group", groups.NAMES)
def test_belenios_tool_accepts_what_we_make(hold: object, group: str, tmp_path: Path) -> None:
    made: Made = hold(group)  # type: ignore[operator]
    whole = made.archive()
    assert verify(io.BytesIO(whole)).status is Status.HOLDS
    for generation in GENERATIONS[group]:
        folder = tmp_path / generation
        folder.mkdir()
        accepted, said = belenios.accepts(generation, whole, uuid=made.election.uuid, folder=folder)
        assert accepted, said
        assert "all checks passed" in said


@pytest.mark.parametrize("group", groups.NAMES)
def test_belenios_tool_refuses_what_we_tamper_with(group: str, tmp_path: Path) -> None:
    made = making.make(group=group)
    made.result = made.result.replace(b"[1,21,0]", b"[2,20,0]")
    for generation in GENERATIONS[group]:
        folder = tmp_path / generation
        folder.mkdir()
        accepted, said = belenios.accepts(generation, made.archive(), uuid=made.election.uuid, folder=folder)
        assert not accepted, said


@pytest.mark.parametrize("group", groups.NAMES)
def test_belenios_tool_encrypts_and_we_accept(group: str, tmp_path: Path) -> None:
    """Its ballot, with our card, in our election. 2.0 takes only cards of the old form, so 3.3 does both groups."""
    made = making.prepare(group=group, questions=THREE_QUESTIONS, weights=(1, 1))
    files = {
        "election.json": made.election.raw,
        "trustees.json": made.trustees.to_bytes(made.group),
        "public_creds.json": made.credentials.to_bytes(),
        "card": made.voters[1].encode(),
        "choice": plain_json.dumps([[0, 1, 0, 1, 0], [0, 1], [1, 0, 0, 0]]).encode(),
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    begun = belenios.run("3.3", "archive", "init", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr.decode()
    done = belenios.run(
        "3.3", "election", "generate-ballot", "--privcred", "card", "--choice", "choice", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr.decode()
    accepted = ballots.check(election=made.election, credentials=made.credentials, raw=done.stdout.strip())
    assert accepted.credential == made.group.text(made.group.public(made.voter_secret(1)))
    # And the archive that it began with our files is the one that we would write.
    written = next(tmp_path.glob("*.bel")).read_bytes()
    assert verify(io.BytesIO(written)).status is Status.HOLDS


@pytest.mark.parametrize("group", groups.NAMES)
def test_an_unfinished_archive_of_ours_is_accepted(group: str, tmp_path: Path) -> None:
    made = making.make(group=group)
    for generation in GENERATIONS[group]:
        for length in (1, 3, 6, 7):
            folder = tmp_path / f"{generation}-{length}"
            folder.mkdir()
            whole = making.write(made.steps()[:length])
            assert verify(io.BytesIO(whole)).status is Status.HOLDS
            accepted, said = belenios.accepts(generation, whole, uuid=made.election.uuid, folder=folder)
            assert accepted, said
