"""One voter, one card: the stamp is good, cannot be made or moved, and says nothing about who asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.crypto import blind
from luber.crypto.groups import ED25519
from luber.crypto.proof import Proof
from luber.errors import Unverified

UUID = "RGVivtyZXyQ9PP"
tokens = st.binary(min_size=blind.TOKEN_BYTES, max_size=blind.TOKEN_BYTES)


@settings(max_examples=20, deadline=None)
@given(token=tokens)
def test_a_stamp_asked_for_blindly_is_good(token: bytes) -> None:
    entropy = Seeded(token.hex())
    k, r = ED25519.random_secret(entropy), ED25519.random_secret(entropy)
    point = blind.hash_to_group(token, uuid=UUID)
    blinded = blind.blind(point, r)
    answered = blind.evaluate(k, blinded, uuid=UUID, entropy=entropy)
    stamp = blind.unblind(answered, blinded=blinded, r=r, key=ED25519.public(k), uuid=UUID)
    assert stamp == ED25519.power(point, k.value)
    blind.check(k, token=token, stamp=stamp, uuid=UUID)
    for bad in (
        {"token": token[::-1] + b"x"},
        {"stamp": ED25519.multiply(stamp, ED25519.generator)},
        {"uuid": "RGVivtyZXyQ9PQ"},
    ):
        arguments = {"token": token, "stamp": stamp, "uuid": UUID} | bad
        with pytest.raises(Unverified):
            blind.check(k, **arguments)  # type: ignore[arg-type]


def test_an_answer_with_another_key_is_noticed_at_once() -> None:
    """An issuer who stamps with a key for one voter alone would know them again; the proof forbids it."""
    entropy = Seeded("marked")
    k, marked, r = (ED25519.random_secret(entropy) for _each in range(3))
    blinded = blind.blind(blind.hash_to_group(bytes(32), uuid=UUID), r)
    key = ED25519.public(k)
    answered = blind.evaluate(marked, blinded, uuid=UUID, entropy=entropy)
    with pytest.raises(Unverified):
        blind.unblind(answered, blinded=blinded, r=r, key=key, uuid=UUID)
    honest = blind.evaluate(k, blinded, uuid=UUID, entropy=entropy)
    proof = honest.proof
    for bad in (
        replace(honest, evaluated=answered.evaluated),
        replace(honest, proof=Proof(proof.challenge, (proof.response + 1) % ED25519.order)),
        replace(honest, proof=Proof((proof.challenge + 1) % ED25519.order, proof.response)),
    ):
        with pytest.raises(Unverified):
            blind.unblind(bad, blinded=blinded, r=r, key=key, uuid=UUID)
    with pytest.raises(Unverified):
        blind.unblind(honest, blinded=ED25519.generator, r=r, key=key, uuid=UUID)
    with pytest.raises(Unverified):
        blind.unblind(honest, blinded=blinded, r=r, key=key, uuid="RGVivtyZXyQ9PQ")


@settings(max_examples=50, deadline=None)
@given(token=tokens)
def test_a_tokens_point_is_a_member_and_nobodys_power(token: bytes) -> None:
    point = blind.hash_to_group(token, uuid=UUID)
    assert ED25519.is_member(point)
    assert point not in (ED25519.one, ED25519.generator)
    assert point == blind.hash_to_group(token, uuid=UUID)
    assert point != blind.hash_to_group(token, uuid="RGVivtyZXyQ9PQ")


def test_blinding_hides_the_token() -> None:
    """For every token there is an r that explains a blinded point: it fits all of them alike."""
    first, second = (blind.hash_to_group(bytes([i]) * 32, uuid=UUID) for i in (1, 2))
    entropy = Seeded("hide")
    r = ED25519.random_secret(entropy)
    assert blind.blind(first, r) != blind.blind(second, r)
    assert blind.blind(first, r) != blind.blind(first, ED25519.random_secret(entropy))
