"""From the letters on a card to the voter's key, and a clear word where the letters are off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core import belenios
from tests.core.making import Seeded

from luber.ceremony import election as elections
from luber.crypto import credential
from luber.crypto.entropy import BASE58
from luber.errors import Malformed
from luber.registry import credentials as credentials_of


@pytest.mark.parametrize(
    "name", [belenios.THRESHOLD_ED25519, belenios.THRESHOLD_2048, belenios.WEIGHTED_ED25519]
)
def test_belenios_tools_cards_give_its_public_credentials(name: str) -> None:
    vector = belenios.load(name)
    election = elections.parse(vector.election)
    listed = credentials_of.parse(vector.credentials, group=election.group)
    derived = {
        election.group.text(credential.public(group=election.group, uuid=election.uuid, credential=private))
        for private in vector.secrets["private_credentials"].values()
    }
    assert derived == set(listed)


@given(st.text(max_size=6))
def test_a_fresh_card_has_the_form_it_is_read_by(seed: str) -> None:
    made = credential.generate(Seeded(seed))
    assert [len(group) for group in made.split("-")] == [5, 6, 5, 6]
    assert set(made) <= set(BASE58) | {"-"}
    assert credential.read(made) == made
    assert credential.read(f"  {made.replace('-', ' ')}\n") == made
    assert credential.read(made.replace("-", "")) == made
    assert credential.read(made.replace("-", "–")) == made


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("", "credential.groups", "4 kelompok"),
        ("2nBjX-rFmjVd-RFiYN", "credential.groups", "4 kelompok"),
        ("2nBjX-rFmjVd-RFiYN-Zbyt3V-abc", "credential.groups", "4 kelompok"),
        ("2nBjX-rFmjV-RFiYN-Zbyt3V", "credential.length", "ke-2"),
        ("2nBjX-rFmjVd-RFiYNN-Zbyt3V", "credential.length", "ke-3"),
        ("2nBjX-rFmjVd-RFiYN-Zbyt3", "credential.length", "ke-4"),
        ("2nBj0-rFmjVd-RFiYN-Zbyt3V", "credential.letter", "ke-1"),
        ("2nBjX-rFmjVd-RFlYN-Zbyt3V", "credential.letter", "ke-3"),
        ("2nBjX-rFmjVd-RFiYN-Zby+3V", "credential.letter", "“+”"),
        ("2nBjXrFmjVdRFiYNZbyt3", "credential.length", "ke-1"),
    ],
)
def test_what_is_off_is_named(typed: str, code: str, said: str) -> None:
    with pytest.raises(Malformed) as refused:
        credential.read(typed)
    assert refused.value.code == code
    assert said in str(refused.value)


def test_another_election_gives_another_key() -> None:
    from luber.crypto import groups

    made = credential.generate(Seeded("x"))
    keys = {
        credential.secret(group=groups.ED25519, uuid=uuid, credential=made).value
        for uuid in ("11111111111111", "11111111111112")
    }
    assert len(keys) == 2
