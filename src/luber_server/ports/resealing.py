"""After a change of LUBER_FIELD_KEY: rewrite every sealed column, and its search index, under the new key.

A room names its sealed columns once, in `AppConfig.ready`. A column that is not named keeps opening as long
as the old key stays in LUBER_FIELD_KEY_OLD, but its index is not found by the new key: so name them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from . import sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column of sealed bytes, and where its purpose, election and index stand."""

    model: str  # "registry.Voter"
    column: str  # binary column with the sealed text
    purpose: str
    election: str = ""  # lookup that gives the election's uuid, e.g. "election__uuid"; empty: of no election
    index: str = ""  # column with sealing.index of the same text; empty: not searched


_columns: dict[tuple[str, str], SealedColumn] = {}
_works: dict[str, Callable[[], int]] = {}


def register(column: SealedColumn) -> None:
    """Name a sealed column. The same column twice is one column."""
    _columns[column.model, column.column] = column


def register_work(*, name: str, reseal: Callable[[], int]) -> None:
    """For what is sealed inside something else: `reseal` rewrites it and says how many; safe to repeat."""
    _works[name] = reseal


def registered() -> tuple[SealedColumn, ...]:
    return tuple(_columns.values())


def reseal(*, batch: int = 500) -> dict[str, int]:
    """Rewrite what is not yet under the present key. Returns how many values per `model.column`.

    Each batch is one transaction, so it can be stopped and started again at any time.
    """
    done = {f"{c.model}.{c.column}": _reseal_column(c, batch) for c in registered()}
    return done | {name: work() for name, work in _works.items()}


def _reseal_column(column: SealedColumn, batch: int) -> int:
    rows = apps.get_model(column.model).objects.order_by("pk")
    changed, last = 0, None
    while True:
        with transaction.atomic():
            after = rows if last is None else rows.filter(pk__gt=last)
            # Locked first and read second: the election is a join, and a join is not locked.
            keys = list(after.select_for_update(of=("self",)).values_list("pk", flat=True)[:batch])
            if not keys:
                return changed
            last = keys[-1]
            changed += sum(_reseal_value(column, rows.filter(pk=key)) for key in keys)


def _reseal_value(column: SealedColumn, row: QuerySet[Any]) -> int:
    found = row.values_list(column.column, *([column.election] if column.election else []))[0]
    sealed, election = found[0], str(found[1]) if column.election else ""
    if not sealed or sealing.is_current(sealed):
        return 0
    text = sealing.open(sealed, purpose=column.purpose, election=election)
    fresh: dict[str, bytes | str] = {
        column.column: sealing.seal(text, purpose=column.purpose, election=election)
    }
    if column.index:
        fresh[column.index] = sealing.index(text, purpose=column.purpose, election=election)
    row.update(**fresh)
    return 1
