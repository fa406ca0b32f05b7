"""What higher rooms tell this one, so that it need not know them.

The committee's desk shows work of every room, and a few acts of an election concern all of them. Rooms
above register here in their
`AppConfig.ready()`; this room imports none of them.

    register_checklist(provider, place=40)   items of the list of work before the freeze
    register_panel(provider, place=40)       items of the list of work after the freeze
    register_start(starter)                  what a new draft begins with (the template's first question)
    register_copy(copier)                    what a mock election takes over
    register_cancel(forgetter)               what is forgotten when a draft is cancelled
    register_seal(sealer)                    the one act that freezes (ceremony)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.desk.parts import State
from luber_server.people.offices import Officer

from .models import Election

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of work: what it is, how it stands, what is missing, who must act, and where.

    `done` is what the freeze waits for; `state` is how it looks (a problem, running). `url` is empty
    where nothing can be done yet.
    """

    key: str
    title: Text
    done: bool
    state: State
    hint: Text = ""
    who: Text = ""
    url: str = ""


Provider = Callable[[Election, datetime], Iterable[Item]]


class Starter(Protocol):
    def __call__(self, *, election: Election, actor: Officer, at: datetime) -> None: ...


class Copier(Protocol):
    def __call__(self, *, source: Election, target: Election, actor: Officer, at: datetime) -> None: ...


class Forgetter(Protocol):
    def __call__(self, *, election: Election, at: datetime) -> None: ...


class Sealer(Protocol):
    def __call__(self, *, actor: Officer, uuid: str, at: datetime) -> object: ...


_checklists: dict[Provider, int] = {}
_panels: dict[Provider, int] = {}
_starters: list[Starter] = []
_copiers: list[Copier] = []
_forgetters: list[Forgetter] = []
_sealers: list[Sealer] = []


def register_checklist(provider: Provider, *, place: int) -> None:
    """Items that must be done before the freeze; `place` orders the rooms (election 10, registry 20,
    ballot 30, ceremony 40)."""
    _checklists[provider] = place


def register_panel(provider: Provider, *, place: int) -> None:
    """Items shown on the desk once the election is sealed (closing, decrypting, berita acara)."""
    _panels[provider] = place


def register_start(starter: Starter) -> None:
    if starter not in _starters:
        _starters.append(starter)


def register_copy(copier: Copier) -> None:
    if copier not in _copiers:
        _copiers.append(copier)


def register_cancel(forgetter: Forgetter) -> None:
    if forgetter not in _forgetters:
        _forgetters.append(forgetter)


def register_seal(sealer: Sealer) -> None:
    if sealer not in _sealers:
        _sealers.append(sealer)


def checklist(election: Election, at: datetime) -> tuple[Item, ...]:
    """Every item before the freeze, in the order in which the work is done."""
    return _items(_checklists, election, at)


def panel(election: Election, at: datetime) -> tuple[Item, ...]:
    """Every item after the freeze."""
    return _items(_panels, election, at)


def start(*, election: Election, actor: Officer, at: datetime) -> None:
    for starter in _starters:
        starter(election=election, actor=actor, at=at)


def copy(*, source: Election, target: Election, actor: Officer, at: datetime) -> None:
    for copier in _copiers:
        copier(source=source, target=target, actor=actor, at=at)


def forget(*, election: Election, at: datetime) -> None:
    for forgetter in _forgetters:
        forgetter(election=election, at=at)


def seal(*, actor: Officer, uuid: str, at: datetime) -> None:
    """Run the act that freezes. Raises `Refused` where no room can seal here."""
    if not _sealers:
        raise Refused(
            _("Di server ini belum ada bagian yang dapat membekukan pemilihan."), code="election.no_sealer"
        )
    for sealer in _sealers:
        sealer(actor=actor, uuid=uuid, at=at)


def _items(providers: dict[Provider, int], election: Election, at: datetime) -> tuple[Item, ...]:
    ordered = sorted(providers, key=lambda provider: providers[provider])
    return tuple(item for provider in ordered for item in provider(election, at))
