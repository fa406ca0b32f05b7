"""The published list of public credentials: who may vote, without names.

A JSON array of strings, each `KEY` or `KEY,WEIGHT`; if any weight is not 1, every entry has its weight:

    ["5eb1…0c,300","6f26…91,1"]

We sort the list by the group's own order, so that it does not follow the voter roll. Source: belenios.md
section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from luber.canon import json, shape
from luber.crypto.group import Element, Group
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _

LARGEST_TOTAL_WEIGHT = 10**11


@dataclass(frozen=True, slots=True)
class PublicCredentials:
    """Weight of each public credential (its published text), in published order.

    Distinct members of the group.
    """

    weights: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.weights)

    def __contains__(self, credential: str) -> bool:
        return credential in self.weights

    def __iter__(self) -> Iterator[str]:
        return iter(self.weights)

    @property
    def total_weight(self) -> int:
        """The weight of all voters together: the largest number that a result can show."""
        return sum(self.weights.values())

    def weight(self, credential: str) -> int:
        """How much this credential's ballot counts. Raises `Refused` when it is not listed."""
        weight = self.weights.get(credential)
        if weight is None:
            raise Refused(_("Kartu ini tidak terdaftar di pemilihan ini."), code="credentials.unlisted")
        return weight

    def to_bytes(self) -> bytes:
        weighted = any(weight != 1 for weight in self.weights.values())
        return json.encode([f"{key},{weight}" if weighted else key for key, weight in self.weights.items()])


def make(*, group: Group, credentials: Iterable[tuple[Element, int]]) -> PublicCredentials:
    """The list of these (public credential, weight), sorted by the group's order.

    Raises `Refused` on a duplicate.
    """
    ordered = sorted(credentials, key=lambda entry: group.sort_key(entry[0]))
    return _collect((group.text(element), weight) for element, weight in ordered)


def parse(data: bytes, *, group: Group) -> PublicCredentials:
    """Read a published list; every key is checked for membership.

    Raises `Malformed`, or `Refused` on a duplicate.
    """
    entries = shape.array(json.parse_exact(data), where="public_credentials")
    return _collect(
        _entry(entry, group, f"public_credentials[{index}]") for index, entry in enumerate(entries)
    )


def _entry(value: object, group: Group, where: str) -> tuple[str, int]:
    key, comma, weight = shape.string(value, where=where).partition(",")
    group.element(key, where=where)
    return key, shape.decimal(weight, where=where) if comma else 1


def _collect(entries: Iterable[tuple[str, int]]) -> PublicCredentials:
    weights: dict[str, int] = {}
    for key, weight in entries:
        if key in weights:
            raise Refused(
                _("Kredensial publik %(key)s tercantum dua kali."),
                code="credentials.duplicate",
                facts={"key": key[:16] + "…"},
            )
        if weight < 0:
            raise Malformed(_("Bobot suara tidak boleh negatif."), code="credentials.weight")
        weights[key] = weight
    if sum(weights.values()) > LARGEST_TOTAL_WEIGHT:
        raise Refused(
            _("Jumlah bobot suara melebihi %(largest)d."),
            code="credentials.weight",
            facts={"largest": LARGEST_TOTAL_WEIGHT},
        )
    return PublicCredentials(weights=MappingProxyType(weights))
