"""The box: one key, one ballot in force."""

from __future__ import annotations

import pytest
from tests.core import making

from luber.casting import box
from luber.casting.box import Box
from luber.errors import Refused

_made = making.make()


def test_the_last_ballot_of_a_credential_is_in_force() -> None:
    checked = _made.checked()
    held = Box()
    for ballot in checked:
        held = held.put(ballot)
    assert held.ballots == tuple(checked)
    assert held.in_force == (checked[1], checked[2], checked[3])
    assert box.superseded([ballot.credential for ballot in checked]) == {0}


def test_the_same_bytes_twice_are_refused() -> None:
    first = _made.checked()[0]
    with pytest.raises(Refused) as refused:
        Box().put(first).put(first)
    assert refused.value.code == "box.same"


def test_a_second_cast_is_refused_where_only_one_is_allowed() -> None:
    checked = _made.checked()
    held = Box().put(checked[0], single_cast=True).put(checked[1], single_cast=True)
    with pytest.raises(Refused) as refused:
        held.put(checked[3], single_cast=True)
    assert refused.value.code == "box.single"
    assert held.in_force == (checked[0], checked[1])
