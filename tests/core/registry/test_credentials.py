"""The published list: read as printed, sorted so that it says nothing about the roll, no key twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core import belenios

from luber.canon import json
from luber.ceremony import election as elections
from luber.crypto import groups
from luber.crypto.group import Group
from luber.errors import LuberError, Malformed, Refused
from luber.registry import credentials

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_lists_are_printed_as_it_does(name: str) -> None:
    vector = belenios.load(name)
    group = elections.parse(vector.election).group
    listed = credentials.parse(vector.credentials, group=group)
    assert listed.to_bytes() == vector.credentials
    again = credentials.make(
        group=group,
        credentials=[(group.element(key, where="x"), weight) for key, weight in listed.weights.items()],
    )
    assert again.to_bytes() == vector.credentials


@both
@settings(max_examples=15, deadline=None)
@given(weights=st.dictionaries(st.integers(1, 10**6), st.integers(0, 1000), max_size=6))
def test_a_list_is_read_as_it_is_printed(group: Group, weights: dict[int, int]) -> None:
    made = credentials.make(group=group, credentials=[(group.generate(x), w) for x, w in weights.items()])
    assert credentials.parse(made.to_bytes(), group=group) == made
    assert made.total_weight == sum(weights.values())
    assert len(made) == len(weights)
    keys = [group.sort_key(group.element(key, where="x")) for key in made]
    assert keys == sorted(keys)
    weighted = any(weight != 1 for weight in weights.values())
    assert all(("," in entry) == weighted for entry in json.parse(made.to_bytes()))


KEY = groups.ED25519.text(groups.ED25519.generate(5))


@pytest.mark.parametrize(
    "entries",
    [
        [KEY, KEY],
        [f"{KEY},1", f"{KEY},2"],
        [KEY + ","],
        [KEY + ",01"],
        [KEY + ",-1"],
        [KEY + ",1,login"],
        [KEY.upper()],
        ["0" * 64],
        [5],
        {},
        [f"{KEY},{10**11 + 1}"],
    ],
)
def test_a_list_that_is_wrong(entries: object) -> None:
    with pytest.raises((Malformed, Refused)):
        credentials.parse(json.encode(entries), group=groups.ED25519)


def test_a_credential_that_is_not_listed_has_no_weight() -> None:
    listed = credentials.parse(json.encode([f"{KEY},0"]), group=groups.ED25519)
    assert listed.weight(KEY) == 0
    with pytest.raises(LuberError) as refused:
        listed.weight("0" * 63 + "1")
    assert refused.value.code == "credentials.unlisted"
