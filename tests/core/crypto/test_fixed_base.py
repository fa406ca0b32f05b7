"""Powers out of a table are the powers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luber.crypto import fixed_base, groups
from luber.crypto.fixed_base import RepeatedBase
from luber.crypto.group import Group

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)
EDGES = (0, 1, 255, 256, 2**128, groups.BELENIOS_2048.order - 1, groups.BELENIOS_2048.order, 2**256 - 1)


@both
@settings(max_examples=30, deadline=None)
@given(exponent=st.sampled_from(EDGES) | st.integers(-(2**260), 2**260))
def test_public_powers_are_powers(group: Group, exponent: int) -> None:
    base = group.generate(12345)
    for _warm in range(12):  # over the examples, beyond what makes a table
        group.public_power(base, 3)
        group.public_generate(3)
    assert group.public_power(base, exponent) == group.power(base, exponent)
    assert group.public_generate(exponent) == group.generate(exponent)


def test_the_table_is_made_when_it_is_worth_it() -> None:
    made = []

    def build() -> object:
        made.append(True)
        return lambda exponent: exponent + 1000

    base: RepeatedBase[int] = RepeatedBase(plain=lambda exponent: exponent, build=build)  # type: ignore[arg-type]
    raised = [base.power(7) for _each in range(fixed_base.WORTH_A_TABLE + 1)]
    assert raised == [7] * (fixed_base.WORTH_A_TABLE - 1) + [1007] * 2
    assert made == [True]


@settings(max_examples=60, deadline=None)
@given(exponent=st.sampled_from(EDGES) | st.integers(0, 2**256 - 1), base=st.integers(2, 10**6))
def test_the_table_itself(exponent: int, base: int) -> None:
    modulus = 2**521 - 1
    power = fixed_base.integers_modulo(modulus, base=base, bits=256)
    assert power(exponent) == pow(base, exponent, modulus)
