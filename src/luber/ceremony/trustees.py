"""All trustees of an election: alone, by threshold, or mixed, in one published list with one election key.

An array of `["Single", K]` and `["Pedersen", T]`. The election key is the product of the keys of all items.
An owner number is a 1-based position in the flattened list: a Single takes one, a Pedersen item as many as
it has verification keys. Source: belenios.md section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from luber.canon import json, shape
from luber.ceremony import single, threshold
from luber.ceremony.single import SingleKey
from luber.ceremony.threshold import ThresholdKey
from luber.crypto.group import Element, Group
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _

Item: TypeAlias = SingleKey | ThresholdKey


@dataclass(frozen=True, slots=True)
class Trustees:
    """The items in published order."""

    items: tuple[Item, ...]

    @property
    def owners(self) -> tuple[Element, ...]:
        """The public key of each owner; owner numbers start at 1, so owner i is `owners[i - 1]`."""
        keys: list[Element] = []
        for item in self.items:
            if isinstance(item, SingleKey):
                keys.append(item.public_key)
            else:
                keys += [key.public_key for key in item.verification_keys]
        return tuple(keys)

    def owner_key(self, owner: int) -> Element:
        """The public key of `owner`, counted from 1. Raises `Refused` when there is no such owner."""
        owners = self.owners
        if not 1 <= owner <= len(owners):
            raise Refused(
                _("Tidak ada pemegang kunci nomor %(owner)d; yang ada 1 sampai %(last)d."),
                code="trustees.owner",
                facts={"owner": owner, "last": len(owners)},
            )
        return owners[owner - 1]

    def public_key(self, group: Group) -> Element:
        """The election key: the product of the keys of all items."""
        return group.product(
            item.public_key if isinstance(item, SingleKey) else item.public_key(group) for item in self.items
        )

    def to_bytes(self, group: Group) -> bytes:
        return json.encode(
            [
                ["Single" if isinstance(item, SingleKey) else "Pedersen", item.to_json(group)]
                for item in self.items
            ]
        )


def make(items: Sequence[Item]) -> Trustees:
    """The trustees in this order. Raises `Refused` when there are none."""
    if not items:
        raise Refused(_("Pemilihan ini belum punya pemegang kunci."), code="trustees.none")
    return Trustees(items=tuple(items))


def parse(data: bytes, *, group: Group) -> Trustees:
    """Read the published list; nothing is verified here. Raises `Malformed`."""
    items: list[Item] = []
    for index, entry in enumerate(shape.array(json.parse(data), where="trustees")):
        where = f"trustees[{index}]"
        kind, value = shape.array(entry, where=where, length=2)
        items.append(_item(kind, value, group=group, where=where))
    return make(items)


def verify(trustees: Trustees, *, group: Group) -> None:
    """Check every item's proofs. Raises `Unverified`, naming the place."""
    for index, item in enumerate(trustees.items):
        where = f"trustees[{index}]"
        if isinstance(item, SingleKey):
            single.verify(item, group=group, where=where)
        else:
            threshold.verify(item, group=group, where=where)


def _item(kind: Any, value: Any, *, group: Group, where: str) -> Item:
    if kind == "Single":
        return single.parse(value, group=group, where=where)
    if kind == "Pedersen":
        return threshold.parse(value, group=group, where=where)
    raise Malformed(
        _("Di %(where)s seharusnya “Single” atau “Pedersen”, ternyata “%(found)s”."),
        code="trustees.kind",
        facts={"where": where, "found": str(kind)[:40]},
    )
