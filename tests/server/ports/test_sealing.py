"""Sealed personal data: opens for its purpose and election, with any key we hold, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from luber.errors import Malformed, Unverified
from luber_server.ports import sealing

NAME = {"purpose": "voter.name", "election": "5Gzv9h8RMXsXTm"}


@given(st.text())
def test_what_is_sealed_opens(text: str) -> None:
    assert sealing.open(sealing.seal(text, **NAME), **NAME) == text


def test_the_same_text_seals_differently_each_time() -> None:
    assert sealing.seal("Melati", **NAME) != sealing.seal("Melati", **NAME)


def test_the_text_does_not_stand_in_the_sealed_bytes() -> None:
    assert b"Melati" not in sealing.seal("Melati", **NAME)


@pytest.mark.parametrize(
    "other", [{"purpose": "voter.nisn"}, {"election": "7Abc9h8RMXsXTn"}, {"election": ""}]
)
def test_another_purpose_or_election_does_not_open(other: dict[str, str]) -> None:
    sealed = sealing.seal("Melati", **NAME)
    with pytest.raises(Unverified):
        sealing.open(sealed, **{**NAME, **other})


def test_each_changed_byte_is_noticed() -> None:
    sealed = sealing.seal("Melati", **NAME)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises((Malformed, Unverified)):
            sealing.open(bytes(changed), **NAME)


@pytest.mark.parametrize("junk", [b"", b"LS1", b"LS1" + bytes(20), b"Melati", bytes(60)])
def test_what_no_seal_made_is_malformed(junk: bytes) -> None:
    with pytest.raises(Malformed):
        sealing.open(junk, **NAME)


def test_an_index_finds_equal_texts_within_one_purpose_of_one_election() -> None:
    index = sealing.index("0051234567", **NAME)
    assert index == sealing.index("0051234567", **NAME)
    assert len(index) == 64
    others = [
        sealing.index("0051234568", **NAME),
        sealing.index("0051234567", purpose="voter.nisn", election=NAME["election"]),
        sealing.index("0051234567", purpose=NAME["purpose"], election="7Abc9h8RMXsXTn"),
    ]
    assert index not in others


def test_a_purpose_cannot_borrow_from_the_election() -> None:
    with pytest.raises(ValueError, match="purpose"):
        sealing.seal("x", purpose="a\x00b", election="c")
    with pytest.raises(ValueError, match="purpose"):
        sealing.seal("x", purpose="", election="c")


def test_a_new_key_opens_what_the_old_one_sealed_while_we_hold_it(settings: Settings) -> None:
    sealed, index = sealing.seal("Melati", **NAME), sealing.index("Melati", **NAME)
    old = settings.FIELD_KEY
    settings.FIELD_KEY = "a new key of this school, long enough"
    with pytest.raises(Unverified, match="LUBER_FIELD_KEY_OLD"):
        sealing.open(sealed, **NAME)
    settings.FIELD_KEY_OLD = (old,)
    assert sealing.open(sealed, **NAME) == "Melati"
    assert not sealing.is_current(sealed)
    assert sealing.is_current(sealing.seal("Melati", **NAME))
    assert sealing.index("Melati", **NAME) != index
    assert index in sealing.indexes("Melati", **NAME)
