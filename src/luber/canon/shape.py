"""Reading parsed JSON into typed values, once, at the edge.

Each reader takes the value and `where` it stands (`"trustees[1].pok"`), and raises `Malformed` that names
the place, what was expected and what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from luber.errors import Malformed
from luber.errors import gettext_noop as _


def members(
    value: Any,
    *,
    where: str,
    required: tuple[str, ...],
    optional: Sequence[str] = (),
    extra: bool = False,
    ordered: bool = False,
) -> dict[str, Any]:
    """A JSON object with these members.

    `extra` lets members of other names pass (they are for others); `ordered` wants exactly the required
    ones, in that order.
    """
    if not isinstance(value, dict):
        _wrong(where, "{…}", value)
    if tuple(value) == required:
        return value
    for name in required:
        if name not in value:
            raise Malformed(
                _("Di %(where)s tidak ada anggota “%(name)s”."),
                code="shape.missing",
                facts={"where": where, "name": name},
            )
    if not extra and len(value) != len(required):
        for name in value:
            if name not in required and name not in optional:
                raise Malformed(
                    _("Di %(where)s ada anggota “%(name)s” yang tidak dikenal."),
                    code="shape.unknown",
                    facts={"where": where, "name": name[:40]},
                )
    if ordered:
        _wrong(where, ", ".join(required), tuple(value))
    return value


def array(value: Any, *, where: str, length: int | None = None) -> list[Any]:
    """A JSON array, of exactly `length` entries when given."""
    if not isinstance(value, list):
        _wrong(where, "[…]", value)
    if length is not None and len(value) != length:
        raise Malformed(
            _("Di %(where)s seharusnya ada %(expected)d isian, ternyata %(found)d."),
            code="shape.length",
            facts={"where": where, "expected": length, "found": len(value)},
        )
    return value


def string(value: Any, *, where: str) -> str:
    """A JSON string."""
    if not isinstance(value, str):
        _wrong(where, "“…”", value)
    return value


def boolean(value: Any, *, where: str) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        _wrong(where, "true/false", value)
    return value


def integer(value: Any, *, where: str, minimum: int = 0, maximum: int | None = None) -> int:
    """A whole number (never a boolean) from `minimum` to `maximum`, both included."""
    if not isinstance(value, int) or isinstance(value, bool):
        _wrong(where, "0, 1, 2, …", value)
    if value < minimum or (maximum is not None and value > maximum):
        _wrong(where, f"{minimum}–{'…' if maximum is None else maximum}", value)
    return value


def decimal(value: Any, *, where: str) -> int:
    """A whole number written as a string of decimal digits: no sign, no leading zero, no blank."""
    if (
        not isinstance(value, str)
        or not (value.isascii() and value.isdigit())
        or (value[0] == "0" and value != "0")
        or len(value) > 4000
    ):
        _wrong(where, "“0”, “1”, “2”, …", value)
    return int(value)


def sha256(value: Any, *, where: str) -> str:
    """A SHA-256 digest as 64 lower-case hex digits."""
    if not isinstance(value, str) or len(value) != 64 or value.strip("0123456789abcdef"):
        _wrong(where, "SHA-256", value)
    return value


def _wrong(where: str, expected: str, found: Any) -> NoReturn:
    raise Malformed(
        _("Di %(where)s seharusnya %(expected)s, ternyata %(found)s."),
        code="shape.kind",
        facts={"where": where, "expected": expected, "found": repr(found)[:60]},
    )
