r"""DPT, the final list, as canonical lines with one salted hash that is published.

One voter a line, fields parted by a tab, in the order of their bytes:

    luber/dpt/v1\n
    salt:<64 hex digits>\n
    0013656115\tABDUL MUDA HARIYANTO\tL\t7A\n
    …

The salt is drawn once per election and stays with the committee: without it the public hash could be tried
with guessed children; with it, anyone whom the committee shows the list can check that it is the list of
the freeze.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from luber.canon import digest
from luber.errors import Malformed
from luber.errors import gettext_noop as _

FORMAT = b"luber/dpt/v1\n"
SALT_BYTES = 32


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One voter of the DPT."""

    ident: str
    name: str
    sex: str
    class_label: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many voters of each sex a class has; `sex` keys are L, P and "" (not recorded)."""

    label: str
    count: int
    male: int
    female: int


def canonical(entries: Iterable[Entry], *, salt: bytes) -> bytes:
    """The bytes that are hashed. Raises `Malformed` for a wrong salt, a tab or line break in a field,
    or a double number."""
    if len(salt) != SALT_BYTES:
        raise Malformed(_("Garam DPT harus 32 bita."), code="dpt.salt")
    idents: set[str] = set()
    lines: list[bytes] = []
    for entry in entries:
        fields = (entry.ident, entry.name, entry.sex, entry.class_label)
        if entry.ident in idents or any("\t" in field or "\n" in field for field in fields):
            raise Malformed(
                _("Di DPT ada nomor yang dobel, atau isian dengan tab atau ganti baris."), code="dpt.line"
            )
        idents.add(entry.ident)
        lines.append("\t".join(fields).encode("utf-8") + b"\n")
    return FORMAT + b"salt:" + salt.hex().encode("ascii") + b"\n" + b"".join(sorted(lines))


def sha256_hex(entries: Iterable[Entry], *, salt: bytes) -> str:
    """The published hash."""
    return digest.sha256_hex(canonical(entries, salt=salt))


def counts(voters: Iterable[tuple[str, str]]) -> tuple[ClassCount, ...]:
    """(class label, sex) of each voter → the counts by class, in the order people read classes (7A … 10A)."""
    return totals((label, sex, 1) for label, sex in voters)


def totals(parts: Iterable[tuple[str, str, int]]) -> tuple[ClassCount, ...]:
    """(class label, sex, how many) → the counts by class, in the same order."""
    by_class: dict[str, Counter[str]] = {}
    for label, sex, count in parts:
        by_class.setdefault(label, Counter())[sex] += count
    return tuple(
        ClassCount(label, sexes.total(), sexes["L"], sexes["P"])
        for label, sexes in sorted(by_class.items(), key=lambda item: reading_order(item[0]))
    )


def reading_order(label: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which 9A stands before 10A."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for character in label + " ":
        if character.isdecimal():
            digits += character
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((-1, character.casefold()))
    return tuple(parts)
