"""A draft election of the school, and its real sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from luber.election.template import Template
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.registry import usecases
from luber_server.registry.usecases.sheets import Mode

SHEETS = Path(__file__).parents[2] / "vectors" / "sheets"
HEAD = ("NISN", "Nama", "Kelas", "L/P")


@pytest.fixture
def sheet_bytes() -> bytes:
    return (SHEETS / "daftar_pd-SMP-NEGERI-3-KUNANG-KUNANG.xlsx").read_bytes()


@pytest.fixture
def draft(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return elections.create(
        actor=panitia,
        organisation=school,
        template=Template.PILKETOS,
        title="Pemilihan Ketua OSIS",
        zone_name="Asia/Jakarta",
        opens_at=at + timedelta(days=9),
        closes_at=at + timedelta(days=9, hours=4),
        at=at,
    )


Fill = Callable[..., None]


@pytest.fixture
def fill(draft: Election, panitia: Officer, at: datetime) -> Fill:
    """Put rows on the roll as a confirmed sheet does."""

    def put(*rows: tuple[str, ...], mode: Mode = Mode.ADD, head: tuple[str, ...] = HEAD) -> None:
        number = usecases.read_upload(actor=panitia, uuid=draft.uuid, lines=[head, *rows], at=at)
        usecases.confirm_upload(actor=panitia, uuid=draft.uuid, upload=number, mode=mode, at=at)

    return put
