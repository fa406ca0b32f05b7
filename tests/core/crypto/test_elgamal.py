"""Encryption in the exponent: products hide sums, and small numbers are found again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.crypto import dlog, elgamal, groups
from luber.crypto.elgamal import Ciphertext
from luber.crypto.group import Element, Group
from luber.crypto.secret import Secret
from luber.errors import Malformed, Unverified

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)


def opened(group: Group, secret: Secret, hidden: Ciphertext) -> Element:
    return group.divide(hidden.beta, group.power(hidden.alpha, secret.value))


@both
@settings(max_examples=10, deadline=None)
@given(votes=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9)), max_size=5), seed=st.text(max_size=5))
def test_a_product_hides_the_weighted_sum(group: Group, votes: list[tuple[int, int]], seed: str) -> None:
    entropy = Seeded(seed)
    secret = group.random_secret(entropy)
    key = group.public(secret)
    hidden = [
        elgamal.encrypt(group=group, key=key, message=vote, randomness=group.random_scalar(entropy))
        for vote, _weight in votes
    ]
    weighted = [
        elgamal.power(each, weight, group=group) for each, (_vote, weight) in zip(hidden, votes, strict=True)
    ]
    total = elgamal.product(weighted, group=group)
    expected = sum(vote * weight for vote, weight in votes)
    assert dlog.solve([opened(group, secret, total)], group=group, maximum=60) == (expected,)
    if hidden:
        without = elgamal.divide(total, weighted[0], group=group)
        assert without == elgamal.product(weighted[1:], group=group)


@both
def test_nothing_hides_zero(group: Group) -> None:
    assert elgamal.neutral(group) == elgamal.product([], group=group)
    assert dlog.solve([opened(group, Secret(5), elgamal.neutral(group))], group=group, maximum=0) == (0,)


@settings(max_examples=30, deadline=None)
@given(maximum=st.integers(0, 5000), data=st.data())
def test_small_numbers_are_found(maximum: int, data: st.DataObject) -> None:
    group = groups.ED25519
    numbers = data.draw(st.lists(st.integers(0, maximum), max_size=4))
    found = dlog.solve([group.generate(m) for m in numbers], group=group, maximum=maximum)
    assert list(found) == numbers


@pytest.mark.parametrize("number", [-1, 101, 10**9])
def test_numbers_beyond_the_largest_are_not(number: int) -> None:
    group = groups.ED25519
    with pytest.raises(Unverified) as refused:
        dlog.solve([group.generate(3), group.generate(number)], group=group, maximum=100)
    assert refused.value.code == "dlog.none"


def test_large_weights_are_found() -> None:
    group = groups.BELENIOS_2048
    assert dlog.solve([group.generate(123_456_789)], group=group, maximum=10**9) == (123_456_789,)


@both
def test_a_ciphertext_is_read_as_it_is_printed(group: Group) -> None:
    hidden = elgamal.encrypt(group=group, key=group.generate(3), message=1, randomness=5)
    assert elgamal.parse(hidden.to_json(group), group=group, where="x") == hidden
    for value in ({}, {"alpha": "1"}, {"beta": "1", "alpha": "1"}, {"alpha": 1, "beta": 1}, "x"):
        with pytest.raises(Malformed):
            elgamal.parse(value, group=group, where="x")


def test_reading_checks_membership_and_decoding_alone_does_not() -> None:
    group = groups.ED25519
    small = "0" * 64  # the point with y = 0, of order 4
    value = {"alpha": small, "beta": group.text(group.one)}
    assert group.text(elgamal.decode(value, group=group, where="x").alpha) == small
    with pytest.raises(Malformed):
        elgamal.parse(value, group=group, where="x")
