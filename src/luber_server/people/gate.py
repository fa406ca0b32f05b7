"""The gate: every view says who may pass, and what says nothing is shut (middleware.DenyByDefault).

A view carries one `@gate(...)`. Roles of accounts are checked against an office whose scope covers the organisation of
the election in the address (`uuid`), of the organisation in it (`organisation`), or any at all where it names neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from .models import Office


class Pass(Enum):
    """Who passes without an office of an account."""

    EVERYONE = "everyone"
    ACCOUNT = "account"  # anyone signed in
    TRUSTEE = "trustee"  # came by a trustee's invitation (session)
    AUTHORITY = "authority"  # came by the credential authority's invitation (session)


@dataclass(frozen=True, slots=True)
class Gate:
    allowed: frozenset[Pass | Office.Role]


View = TypeVar("View", bound=Callable[..., object])


def gate(*allowed: Pass | Office.Role) -> Callable[[View], View]:
    """Mark a view with those who may open it."""

    def mark(view: View) -> View:
        view.luber_gate = Gate(frozenset(allowed))  # type: ignore[attr-defined]
        return view

    return mark
