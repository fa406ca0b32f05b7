"""The leaf of an official act: what was done, by which office, to what, when. Public, for ever.

One leaf, byte for byte (one line, no spaces, members in alphabetical order, UTF-8; broken here in two):

    {"@type":"luber.act/1","act":"registry.dpt.frozen","actor_office":"panitia:osis","at":"2026-11-21T03:04:05Z",
    "data":{"sha256":"9f86d081…","voters":96},"election":"osis","subject":"dpt:osis"}

`@type` names purpose and version and stands first. `at` is UTC, in whole seconds. `data` holds what is public
of the act: strings, integers, true, false, null, lists and objects of these; no fractions. `election` is null
where none is meant. No leaf names a person: the actor is an office (`panitia:osis-2026`), what is long or
private is there as its SHA-256.

Parsing accepts exactly what printing emits. Left to others: which acts there are (the server's
`trail/acts.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from luber.canon import json, shape
from luber.errors import Malformed
from luber.errors import gettext_noop as _

from .tile import MAX_ENTRY_BYTES

TYPE = "luber.act/1"

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_MEMBERS = ("@type", "act", "actor_office", "at", "data", "election", "subject")
_FORMS = {
    "act": re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", re.ASCII),
    "actor_office": re.compile(r"[a-z][a-z0-9_-]*([.:][A-Za-z0-9][A-Za-z0-9_-]*)*", re.ASCII),
    "subject": re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]*", re.ASCII),
    "election": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII),
}
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_SAFE_INTEGER = 2**53 - 1  # what every reader of JSON holds exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One official act, as the whole world may read it. `at` is aware; finer than seconds is not kept."""

    act: str
    actor_office: str
    subject: str
    at: datetime
    data: Mapping[str, Json] = field(default_factory=dict)
    election: str | None = None

    def __post_init__(self) -> None:
        for name, form in _FORMS.items():
            value = getattr(self, name)
            if value is None and name == "election":
                continue
            if not isinstance(value, str) or not form.fullmatch(value):
                raise Malformed(
                    _("“%(name)s” sebuah daun tidak berbentuk baku: %(found)s."),
                    code="act.form",
                    facts={"name": name, "found": repr(value)[:80]},
                )
        if self.at.tzinfo is None:
            raise Malformed(_("Waktu sebuah daun harus menyebut zonanya."), code="act.zone")

    def encode(self) -> bytes:
        """The bytes of the leaf. Raises `Malformed` where `data` is not JSON of ours, or too large."""
        raw = json.encode(
            {
                "@type": TYPE,
                "act": self.act,
                "actor_office": self.actor_office,
                "at": _said(self.at),
                "data": _sorted(self.data, where="data"),
                "election": self.election,
                "subject": self.subject,
            }
        )
        if len(raw) > MAX_ENTRY_BYTES:
            raise Malformed(
                _("Satu daun paling besar %(most)d bita, yang ini %(found)d. Catat sidik jarinya saja."),
                code="act.size",
                facts={"most": MAX_ENTRY_BYTES, "found": len(raw)},
            )
        return raw

    @classmethod
    def parse(cls, raw: bytes) -> Act:
        """The act of a leaf's bytes. Raises `Malformed`."""
        value = shape.members(json.parse_exact(raw), where="daun", required=_MEMBERS)
        if value["@type"] != TYPE:
            raise Malformed(
                _("Daun ini berjenis %(found)s, bukan %(expected)s."),
                code="act.type",
                facts={"expected": TYPE, "found": repr(value["@type"])[:60]},
            )
        data = value["data"]
        if not isinstance(data, dict):
            raise Malformed(_("“data” sebuah daun harus berupa objek."), code="act.data")
        act = cls(
            act=value["act"],
            actor_office=value["actor_office"],
            subject=value["subject"],
            at=_moment(shape.string(value["at"], where="at")),
            data=data,
            election=value["election"],
        )
        if act.encode() != raw:
            raise Malformed(_("Daun ini tidak ditulis dalam bentuk bakunya."), code="act.canonical")
        return act


def _said(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise Malformed(
            _("Waktu sebuah daun harus seperti 2026-11-21T03:04:05Z, bukan %(found)s."),
            code="act.moment",
            facts={"found": repr(text)[:60]},
        ) from None


def _sorted(value: Any, *, where: str) -> Any:
    """The same value with every object's members in order. Raises `Malformed` at what JSON of ours lacks."""
    match value:
        case None | bool():
            return value
        case str():
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise _not_json(where, "U+D800–U+DFFF")
            return value
        case int():
            if abs(value) > _SAFE_INTEGER:
                raise _not_json(where, "> 2^53")
            return int(value)
        case Mapping():
            if not all(isinstance(name, str) for name in value):
                raise _not_json(where, "{…}")
            names = [_sorted(name, where=where) for name in sorted(value)]
            return {name: _sorted(value[name], where=f"{where}.{name}") for name in names}
        case list() | tuple():
            return [_sorted(each, where=f"{where}[{place}]") for place, each in enumerate(value)]
        case _:
            raise _not_json(where, type(value).__name__)


def _not_json(where: str, found: str) -> Malformed:
    return Malformed(
        _("Di %(where)s hanya boleh ada teks, bilangan bulat, daftar, dan objek, bukan %(found)s."),
        code="act.json",
        facts={"where": where[:120], "found": found},
    )
