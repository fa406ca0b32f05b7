"""After the freeze every act of the rooms refuses: generated over all use cases that there are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from luber.election.template import Shape, Template
from luber.errors import LuberError, Refused
from luber_server.ballot import usecases as ballot
from luber_server.ballot.usecases.answers import PairWritten, Standing
from luber_server.ballot.usecases.questions import Wording
from luber_server.election import usecases as election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.registry import usecases as registry
from luber_server.registry.usecases import objections, voters
from luber_server.registry.usecases.sheets import Mode

# What is not an act of the committee on a sealed election, and why.
NOT_OF_A_DRAFT = {
    "election.create": "makes another election",
    "election.make_mock": "makes another election",
    "election.ask_extension": "the one change that is allowed, by two persons",
    "election.agree_extension": "the one change that is allowed, by two persons",
    "election.reject_extension": "the one change that is allowed, by two persons",
    "election.note_opening": "the clock's",
    "election.mark_closed": "the tally's",
    "election.mark_decided": "the tally's",
    "election.require_draft": "is the refusal itself",
    "registry.drop_expired": "forgets sheets that nobody confirmed",
    "registry.forget": "called by election.cancel, which refuses",
    "ballot.start": "called by election.create",
    "ballot.copy": "called by election.make_mock",
}


def acts() -> Iterator[tuple[str, Callable[..., Any]]]:
    for room, module in (("election", election), ("registry", registry), ("ballot", ballot)):
        public = getattr(module, "__all__", None) or [
            name
            for name, found in vars(module).items()
            if inspect.isfunction(found) and not name.startswith("_") and found.__module__ == module.__name__
        ]
        for name in public:
            if f"{room}.{name}" not in NOT_OF_A_DRAFT:
                yield f"{room}.{name}", getattr(module, name)


ACTS = dict(acts())


def test_the_list_knows_every_room() -> None:
    assert len(ACTS) > 20
    assert {name.split(".")[0] for name in ACTS} == {"election", "registry", "ballot"}


@pytest.mark.parametrize("name", ACTS)
def test_refused_once_sealed(
    name: str, panitia: Officer, second_panitia: Officer, school: Organisation, at: datetime
) -> None:
    made = election.create(
        actor=panitia, organisation=school, template=Template.PILKETOS, title="Pemilihan", zone_name="Asia/Jakarta",
        opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=2), at=at,
    )  # fmt: skip
    with transaction.atomic():
        election.mark_sealed(election=made, actor=panitia, at=at, data={})
    before = state()
    values = {
        "actor": second_panitia,
        "uuid": made.uuid,
        "election": made,
        "at": at,
        "rules": election.Rules(
            title="Lain", description="", voice="anda", revote=False, second_factor="", group="Ed25519"
        ),
        "zone_name": "Asia/Jayapura",
        "opens_at": at + timedelta(days=3),
        "closes_at": at + timedelta(days=4),
        "until": at + timedelta(days=3),
        "reason": "Karena kami ingin begitu.",
        "data": {},
        "lines": [("NISN", "Nama", "Kelas", "L/P"), ("0012345678", "Melati", "8A", "P")],
        "upload": 1,
        "mode": Mode.ADD,
        "voter": 1,
        "objection": 1,
        "upheld": True,
        "text": "Sudah kami perbaiki.",
        "question": 1,
        "answer": 1,
        "paslon": True,
        "up": True,
        "wording": Wording(text="Siapa?", shape=Shape.ONE, least=1, most=1, blank=True),
        "pair": PairWritten(
            chair=Standing(name="A", detail=""),
            deputy=Standing(name="B", detail=""),
            vision="",
            mission="",
            programme="",
        ),
        "written": objections.Written(kind="missing", name="A", class_label="8A", text="Belum ada.")
        if name == "registry.file_objection"
        else voters.Written(ident="0012345678", name="Melati", class_label="8A", sex="P"),
    }
    if name == "ballot.set_answers":
        values["lines"] = "Setuju\nTidak setuju"
    act = ACTS[name]
    with pytest.raises(LuberError) as refusal, transaction.atomic():
        act(**{given: values[given] for given in inspect.signature(act).parameters})
    assert isinstance(refusal.value, Refused)
    assert refusal.value.code in {"election.sealed", "election.cancel", "objection.closed"}
    assert state() == before


def state() -> dict[str, list[dict[str, Any]]]:
    """Every row of the three rooms and the log."""
    models = [
        m
        for label in ("election", "registry", "ballot", "trail")
        for m in apps.get_app_config(label).get_models()
    ]
    return {m.__name__: [dict(row) for row in m._default_manager.order_by("pk").values()] for m in models}
