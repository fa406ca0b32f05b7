"""A mock election's roll: invented, counted like the real one, and frozen as it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from luber.errors import Refused
from luber.registry.roll import State
from luber_server.election import neighbours
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.registry import mocks, queries, usecases
from luber_server.trail.models import Leaf

SignIn = Callable[[Officer], Client]
Fill = Callable[..., None]
ROWS = (
    ("0012345678", "Dahlia Rahayu", "8A", "P"),
    ("0012345679", "Bayu Samudra", "8B", "L"),
    ("0012345680", "Sekar Lintang", "8B", "P"),
)


@pytest.fixture
def mock(draft: Election, fill: Fill, panitia: Officer, at: datetime) -> Election:
    fill(*ROWS)
    opens = at + timedelta(hours=1)
    return elections.make_mock(
        actor=panitia, uuid=draft.uuid, opens_at=opens, closes_at=opens + timedelta(hours=2), at=at
    )


def test_it_is_frozen_with_the_counts_of_the_real_one(mock: Election, draft: Election, at: datetime) -> None:
    view = queries.get(mock)
    assert (view.state, view.dps_at, view.dpt_at) == (State.DPT, None, at)
    counts = [(one.label, one.count) for one in queries.classes(mock)]
    assert counts == [(one.label, one.count) for one in queries.classes(draft)] == [("8A", 1), ("8B", 2)]
    assert hashlib.sha256(queries.dpt_file(mock)).hexdigest() == queries.dpt_hash(mock)
    assert {one.name.partition(" 8")[0] for one in queries.voters(mock)} == {"Pemilih Simulasi"}
    assert queries.get(draft).state is State.COLLECTING


def test_the_log_says_why_there_was_no_dps(mock: Election) -> None:
    assert list(Leaf.objects.order_by("-index").values_list("act", flat=True)[:2]) == [
        "registry.dpt.frozen",
        "election.created",
    ]
    leaf = json.loads(bytes(Leaf.objects.get(act="registry.dpt.frozen").bytes))
    assert leaf["data"]["without_dps"] == mocks.NO_DPS
    assert leaf["data"]["voters"] == 3


def test_nothing_of_the_roll_is_left_to_do(
    mock: Election, panitia: Officer, at: datetime, sign_in: SignIn
) -> None:
    items = {one.key: one.done for one in neighbours.checklist(mock, at)}
    assert items["registry.list"]
    assert items["registry.dps"]
    assert items["registry.dpt"]
    client = sign_in(panitia)
    for name in ("registry_dps", "registry_dpt"):
        page = client.get(reverse(name, args=[mock.uuid])).content.decode()
        assert '<form method="post" novalidate' not in page
    assert mocks.NO_DPS in client.get(reverse("registry_dps", args=[mock.uuid])).content.decode()


def test_a_real_child_cannot_be_put_on_it(mock: Election, panitia: Officer, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        usecases.read_upload(
            actor=panitia, uuid=mock.uuid, lines=[("NISN", "Nama", "Kelas", "L/P"), ROWS[0]], at=at
        )
    assert refusal.value.code == "roll.frozen"
