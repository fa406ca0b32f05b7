"""The values that components of a page show. Pages hand these over; no row of a table reaches a template.

Every text is shown escaped unless it is a SafeString. Addresses are paths or whole URLs, already reversed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

CHANGE: Text = _("Ubah")


class State(StrEnum):
    """Where a piece of work stands. Said by word, shape and colour together."""

    DONE = "done"
    CHECKING = "checking"
    TODO = "todo"
    LOCKED = "locked"
    PROBLEM = "problem"
    OPEN = "open"

    @property
    def word(self) -> Text:
        return _WORDS[self]


_WORDS: dict[State, Text] = {
    State.DONE: _("Selesai"),
    State.CHECKING: _("Sedang diperiksa"),
    State.TODO: _("Belum"),
    State.LOCKED: _("Menunggu"),
    State.PROBLEM: _("Perlu diperbaiki"),
    State.OPEN: _("Sedang berjalan"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of a list of work: what, how it stands, where to do it (no url: nothing to do here yet)."""

    title: Text
    state: State
    url: str = ""
    hint: Text = ""
    word: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One answer given earlier, and where to change it; `about` tells a screen reader what the act means."""

    key: Text
    value: Text | int
    url: str = ""
    act: Text = CHANGE
    about: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One figure of a chart: `label` is short (a number), `name` the whole, `value` a count."""

    label: Text
    value: int
    name: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    title: Text
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose first column names the row. Each row has as many cells as there are columns."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text | int]]
    note: Text = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, the table {len(self.columns)} columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One point of a course of events; `at` is already said in words (numbers.moment)."""

    title: Text
    at: Text = ""
    body: Text = ""
    state: State = State.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    url: str
    alt: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A candidate of one or two people, or the empty box: the same space and photograph size for all."""

    number: int
    names: Sequence[Text]
    details: Sequence[Text] = ()
    photos: Sequence[Photo] = ()
    value: str = ""
    box: bool = False  # the empty box (kotak kosong): a box is drawn where a photograph would stand
