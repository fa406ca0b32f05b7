"""The acts that may leave a leaf, read once from acts.toml: name → one line of meaning, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from luber.errors import Refused
from luber.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an act means, in one line."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


@cache
def known() -> Mapping[str, Meaning]:
    """Every act of acts.toml by its name."""
    table = tomllib.loads(files(__package__).joinpath("acts.toml").read_text(encoding="utf-8"))
    return dict(_rows(table, ()))


def require_known(act: str) -> Meaning:
    """The meaning of an act. Raises `Refused` for one that acts.toml does not name."""
    if (meaning := known().get(act)) is None:
        raise Refused(
            _("Tindakan %(act)s tidak ada dalam daftar tindakan buku terbuka."),
            code="trail.unknown_act",
            facts={"act": act[:80]},
        )
    return meaning


def _rows(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Meaning]]:
    if isinstance(table.get("id"), str):
        yield ".".join(path), Meaning(id=table["id"], en=table["en"])
        return
    for name, below in table.items():
        yield from _rows(below, (*path, name))
