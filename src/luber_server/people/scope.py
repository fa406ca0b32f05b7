"""Which organisation an address speaks about.

A room that puts a name of its own into addresses says here, once (in `AppConfig.ready`), to which
organisation it belongs; so the gate can ask without knowing the room. `organisation` (a primary key) is
known from the start, `uuid` is named by the room `election`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .models import Organisation

Find = Callable[[str], Organisation | None]
_finders: dict[str, Find] = {}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the address names: nothing (`organisation` None and `named` False), or an organisation."""

    organisation: Organisation | None
    named: bool


def register(*, kwarg: str, find: Find) -> None:
    """`find(value)` gives the organisation to which this part of an address belongs, or None where there is
    no such."""
    _finders[kwarg] = find


def registered() -> frozenset[str]:
    return frozenset(_finders)


def of(kwargs: Mapping[str, object]) -> Scope:
    """The scope of an address. `named` with no organisation: the address names what does not exist."""
    for kwarg, find in _finders.items():
        if kwarg in kwargs:
            return Scope(organisation=find(str(kwargs[kwarg])), named=True)
    return Scope(organisation=None, named=False)


def _by_key(value: str) -> Organisation | None:
    return Organisation.objects.filter(pk=int(value)).first() if value.isdecimal() else None


register(kwarg="organisation", find=_by_key)
