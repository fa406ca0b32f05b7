"""The gate: every view says who may pass, and what says nothing is shut (middleware.DenyByDefault).

A view carries one `@gate(...)`. Roles of accounts are checked against an office whose scope covers the
organisation of the election in the address (`uuid`), of the organisation in it (`organisation`), or any at
all where it names neither.

    @gate(Office.Role.PANITIA)                    the committee of the organisation in the address
    @gate(Pass.TRUSTEE, Office.Role.PANITIA)      one of them is enough
    @gate(PANITIA, look=(Office.Role.PENGAMAT,))  the committee acts here, an observer may look (GET, HEAD)
    gate(Pass.EVERYONE)(views.login)              a view of someone else's

A page that may be looked at asks `may_act(request)` and hands it to its template, which shows acts, and ways
to them, only where it is true.

Trustees and credential authorities have no account: the room `ceremony` seats them in the session (`seat`)
once it has checked their invitation. For a session the gate knows the election of the seat, no more;
whether the invitation still stands is asked by the ceremony on every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from luber.errors import Refused
from luber.errors import gettext_noop as _

from .models import Office
from .offices import Officer


class Pass(Enum):
    """Who passes without an office of an account."""

    EVERYONE = "everyone"
    ACCOUNT = "account"  # anyone signed in
    TRUSTEE = "trustee"  # came by a trustee's invitation (session)
    AUTHORITY = "authority"  # came by the credential authority's invitation (session)


SEATS = (Pass.TRUSTEE, Pass.AUTHORITY)
LOOKING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Gate:
    allowed: frozenset[Pass | Office.Role]
    look: frozenset[Office.Role] = frozenset()  # may open with GET and HEAD, and nothing else

    @property
    def roles(self) -> frozenset[Office.Role]:
        return frozenset(one for one in self.allowed if isinstance(one, Office.Role))

    @property
    def seats(self) -> tuple[Pass, ...]:
        return tuple(one for one in SEATS if one in self.allowed)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a ceremony that a session holds: in which election, and under which key of the ceremony's
    own."""

    election: str
    holder: str


View = TypeVar("View", bound=Callable[..., object])


def gate(*allowed: Pass | Office.Role, look: Iterable[Office.Role] = ()) -> Callable[[View], View]:
    """Mark a view with those who may open it, and those who may only look."""
    if not allowed:
        raise ValueError("a gate names who may pass; for nobody, write no view")

    def mark(view: View) -> View:
        view.luber_gate = Gate(frozenset(allowed), frozenset(look))  # type: ignore[attr-defined]
        return view

    return mark


def of(view: Callable[..., object]) -> Gate | None:
    """The gate of a view, None where it says nothing."""
    found = getattr(view, "luber_gate", None)
    return found if isinstance(found, Gate) else None


def seat(request: HttpRequest, *, as_: Pass, election: str, holder: str) -> None:
    """Seat this session as a trustee or authority. Its id changes, so an id known before is worth nothing
    after."""
    request.session.cycle_key()
    request.session[_session_key(as_)] = {"election": election, "holder": holder}


def seated(request: HttpRequest, *, as_: Pass) -> Seat | None:
    """The seat that this session holds, if any."""
    found = request.session.get(_session_key(as_))
    return Seat(election=found["election"], holder=found["holder"]) if found else None


def unseat(request: HttpRequest, *, as_: Pass) -> None:
    request.session.pop(_session_key(as_), None)


def officer(request: HttpRequest) -> Officer:
    """The officer as whom the gate let this request in: the `actor` of use cases."""
    found = getattr(request, "officer", None)
    if not isinstance(found, Officer):
        raise Refused(
            _("Halaman ini hanya untuk yang memegang jabatan. Masuk dengan akun Anda."), code="gate.officer"
        )
    return found


def may_act(request: HttpRequest) -> bool:
    """Whether the gate let this request in to act; False where its office may only look."""
    return bool(getattr(request, "may_act", False))


def may_look(url: str, *, role: Office.Role) -> bool:
    """Whether an office of this role may look at the page at `url`: what may not be opened is no link."""
    try:
        found = of(resolve(urlsplit(url).path).func)
    except Resolver404:
        return False
    return found is not None and (role in found.look or Pass.EVERYONE in found.allowed)


def _session_key(as_: Pass) -> str:
    return f"luber.seat.{as_.value}"
