"""Shares: any t of n put together give the secret, in the exponent, and fewer do not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.crypto import groups, threshold
from luber.crypto.group import Group
from luber.crypto.secret import Secret

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)


@both
@settings(max_examples=6, deadline=None)
@given(n=st.integers(1, 5), data=st.data())
def test_any_t_shares_give_the_secret(group: Group, n: int, data: st.DataObject) -> None:
    t = data.draw(st.integers(1, n))
    entropy = Seeded(f"{t}/{n}")
    polynomial = [group.random_secret(entropy) for _each in range(t)]
    committed = threshold.commitments(group=group, polynomial=polynomial)
    shares = {j: threshold.share(group=group, polynomial=polynomial, index=j) for j in range(1, n + 1)}
    for j, share in shares.items():
        assert group.public(share) == threshold.committed_share(group=group, commitments=committed, index=j)
    for present in combinations(shares, t):
        together = sum(
            shares[j].value * threshold.lagrange(group=group, index=j, present=present) for j in present
        )
        assert together % group.order == polynomial[0].value
    if t > 1:
        present = tuple(shares)[: t - 1]
        together = sum(
            shares[j].value * threshold.lagrange(group=group, index=j, present=present) for j in present
        )
        assert together % group.order != polynomial[0].value


def test_a_share_that_was_changed_does_not_fit_its_commitments() -> None:
    group = groups.ED25519
    polynomial = [Secret(5), Secret(7)]
    committed = threshold.commitments(group=group, polynomial=polynomial)
    honest = threshold.share(group=group, polynomial=polynomial, index=2)
    assert honest.value == 19
    assert group.generate(18) != threshold.committed_share(group=group, commitments=committed, index=2)
