"""The archive that everyone downloads: accepted by our verifier and by belenios-tool, and only ever
appended to.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.server.casting.made import Made
from tests.server.portal.conftest import Step, cast

from luber.errors import Unverified
from luber.publication import verify
from luber.publication.report import Status
from luber_server.casting.models import Ballot
from luber_server.portal import archive, usecases

ROOT = Path(__file__).resolve().parents[3]
NEW_TOOL = Path(os.environ.get("LUBER_BELENIOS_TOOL", ROOT / ".cache" / "belenios-tool" / "belenios-tool"))
OLD_TOOL = shutil.which("belenios-tool")

Make = Callable[..., Made]


def download(made: Made) -> bytes:
    answer: Any = Client().get(f"/e/{made.election.uuid}/arsip")
    assert answer.status_code == 200
    assert f'filename="{made.election.uuid}.bel"' in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def fill(made: Made, at: datetime) -> None:
    for card, choice in enumerate((0, 1, 1, 2, None)):
        cast(made, card=card, choice=choice, at=at)
    cast(made, card=0, choice=1, at=at)


def test_every_archive_is_the_beginning_of_the_next(
    make: Make, at: datetime, close: Step, decide: Step
) -> None:
    made = make(voters=5)
    taken = [download(made)]
    for card in range(3):
        cast(made, card=card, choice=card, at=at)
        taken.append(download(made))
    decide(made)
    taken.append(download(made))
    for earlier, later in pairwise(taken):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)
    assert download(made) == taken[-1]
    for one in taken:
        report = verify.verify(io.BytesIO(one))
        assert not [outcome for outcome in report.outcomes if outcome.status is Status.FAILS]


def test_our_verifier_finds_the_result(make: Make, at: datetime, decide: Step) -> None:
    made = make(voters=5)
    fill(made, at)
    decide(made)
    report = verify.verify(io.BytesIO(download(made)))
    assert {outcome.status for outcome in report.outcomes} == {Status.HOLDS}
    assert (report.ballots, report.in_force, report.voters) == (6, 5, 5)
    assert report.counts == ((1, 0, 3, 1),)


@pytest.mark.peer
@pytest.mark.parametrize("group_name", ["Ed25519", "BELENIOS-2048"])
def test_belenios_tool_accepts_it(
    make: Make, at: datetime, decide: Step, tmp_path: Path, group_name: str
) -> None:
    tool = NEW_TOOL if group_name == "Ed25519" else Path(OLD_TOOL or "/nowhere")
    if not tool.exists():
        pytest.skip("belenios-tool is not here")
    made = make(voters=5, group_name=group_name)
    fill(made, at)
    decide(made)
    usecases.export_archive(election=made.election, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{made.election.uuid}.bel"]
    done = subprocess.run(
        [str(tool), "election", "verify", "--dir", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "LWT_ASYNC_METHOD": "none"},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_rows_that_do_not_chain_are_not_published(make: Make, at: datetime) -> None:
    made = make(voters=2)
    cast(made, card=0, choice=0, at=at)
    cast(made, card=1, choice=0, at=at)
    Ballot.objects.filter(election=made.election, seq=1).update(payload=made.ballot(card=0, choice=2))
    with pytest.raises(Unverified, match="rantai"):
        b"".join(archive.stream(made.election))


def test_the_file_has_its_own_name_too(make: Make) -> None:
    made = make()
    uuid = made.election.uuid
    assert Client().get(f"/e/{uuid}/arsip/{uuid}.bel").status_code == 200
    assert Client().get(f"/e/{uuid}/arsip/lain.bel").status_code == 404


def test_the_exact_bytes_are_there(make: Make) -> None:
    made = make()
    got = Client().get(f"/e/{made.election.uuid}/election.json")
    assert got.content == made.sealed.raw
    assert "immutable" in got["Cache-Control"]
    for name in ("trustees.json", "public_creds.json", "rules.json"):
        assert Client().get(f"/e/{made.election.uuid}/{name}").json()
