"""Canonical JSON: compact, members in the order given, UTF-8 unescaped, no floats, no duplicate members.

Example, byte for byte: `{"election":"a1","weights":[1,20],"name":"Pemilihan Ketua OSIS"}`.
Source: belenios.md section 2.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from luber.errors import Malformed
from luber.errors import gettext_noop as _


def text(value: Any) -> str:
    """The one printed form of `value` (dict, list, tuple, str, int, bool); members in insertion order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def encode(value: Any) -> bytes:
    """`text(value)` as UTF-8 bytes."""
    return text(value).encode("utf-8")


def parse(data: bytes) -> Any:
    """Read JSON strictly: UTF-8, no duplicate members, whole numbers only. Raises `Malformed`."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except UnicodeDecodeError as error:
        raise Malformed(
            _("Bita ke-%(position)d bukan UTF-8."), code="json.utf8", facts={"position": error.start}
        ) from error
    except json.JSONDecodeError as error:
        raise Malformed(
            _("Ini bukan JSON yang utuh (di huruf ke-%(position)d)."),
            code="json.syntax",
            facts={"position": error.pos},
        ) from error
    except (RecursionError, ValueError) as error:
        raise Malformed(
            _("JSON ini terlalu dalam atau angkanya terlalu panjang."), code="json.size"
        ) from error


def parse_exact(data: bytes) -> Any:
    """Like `parse`, and the bytes must be canonical: printing the value gives them back exactly."""
    value = parse(data)
    try:
        canonical = encode(value)
    except UnicodeEncodeError as error:  # a lone surrogate written as \udXXX
        raise Malformed(_("Ada huruf yang bukan Unicode yang sah."), code="json.utf8") from error
    if canonical != data:
        raise Malformed(
            _("JSON ini tidak dalam bentuk bakunya (spasi, urutan, atau escape berbeda)."),
            code="json.canonical",
        )
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed(_("Ada nama anggota JSON yang muncul dua kali."), code="json.duplicate")
    return members


def _no_float(literal: str) -> NoReturn:
    raise Malformed(
        _("Angka %(literal)s bukan bilangan bulat."), code="json.number", facts={"literal": literal[:40]}
    )
