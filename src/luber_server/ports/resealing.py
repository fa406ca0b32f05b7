"""After a change of LUBER_FIELD_KEY: rewrite every sealed column, and its search index, under the new key.

A room names its sealed columns once, in `AppConfig.ready`. A column that is not named keeps opening as long
as the old key stays in LUBER_FIELD_KEY_OLD, but its index is not found by the new key: so name them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import transaction

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


def register(column: SealedColumn) -> None:
    """Name a sealed column. The same column twice is one column."""
    _columns[column.model, column.column] = column


def registered() -> tuple[SealedColumn, ...]:
    return tuple(_columns.values())


def reseal(*, batch: int = 500) -> dict[str, int]:
    """Rewrite what is not yet under the present key. Returns how many values per `model.column`.

    Each batch is one transaction, so it can be stopped and started again at any time.
    """
    return {f"{c.model}.{c.column}": _reseal_column(c, batch) for c in registered()}


def _reseal_column(column: SealedColumn, batch: int) -> int:
    rows = apps.get_model(column.model).objects.order_by("pk")
    changed, last = 0, None
    while True:
        with transaction.atomic():
            page = (
                rows.select_for_update(of=("self",))
                if last is None
                else rows.select_for_update(of=("self",)).filter(pk__gt=last)
            )
            names = ["pk", column.column, *([column.election] if column.election else [])]
            found = list(page.values_list(*names)[:batch])
            if not found:
                return changed
            for pk, sealed, *election in found:
                last = pk
                if sealed is None or not bytes(sealed) or sealing.is_current(sealed):
                    continue
                where = str(election[0]) if election else ""
                text = sealing.open(sealed, purpose=column.purpose, election=where)
                fresh: dict[str, object] = {
                    column.column: sealing.seal(text, purpose=column.purpose, election=where)
                }
                if column.index:
                    fresh[column.index] = sealing.index(text, purpose=column.purpose, election=where)
                rows.filter(pk=pk).update(**fresh)
                changed += 1
