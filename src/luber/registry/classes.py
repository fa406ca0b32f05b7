"""Class labels: many spellings of one class become one label.

`Kelas 8A`, `8a ` and `8-A` are one class; `VIII A` too, where the Roman number stands alone. The label
shown is the spelling that most rows use, without the word "Kelas". A row that spells it otherwise is read,
and shown as a repair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from luber.errors import gettext_noop as _
from luber.registry.cells import FORMULA_STARTS, LONGEST_LABEL, Column, Finding, Weight, excerpt, tidy

PREFIX = re.compile(r"^(?:kelas|kls|rombel)\b[\s.:]*", re.IGNORECASE)
ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6",
    "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11", "xii": "12",
}  # fmt: skip


@lru_cache(maxsize=4096)
def label(written: str) -> str:
    """The label as one row spells it: without "Kelas", blanks tidied, letters as written."""
    return PREFIX.sub("", tidy(written)) or tidy(written)


@lru_cache(maxsize=4096)
def key(written: str) -> str:
    """What two spellings of one class have in common."""
    parts = [part for part in re.split(r"[^0-9a-z]+", label(written).casefold()) if part]
    if parts and parts[0] in ROMAN and len(parts) > 1:
        parts[0] = ROMAN[parts[0]]
    return "".join(parts)


def labels(spellings: Iterable[str]) -> Mapping[str, str]:
    """For each class key the label of the spelling used most; among equals the one that sorts first
    (capitals do)."""
    counts: dict[str, Counter[str]] = {}
    for written in spellings:
        if of_class := key(written):
            counts.setdefault(of_class, Counter())[label(written)] += 1
    return {
        of_class: min(counter, key=lambda spelling: (-counter[spelling], spelling))
        for of_class, counter in counts.items()
    }


def missing(cell: object, *, row: int) -> Finding:
    """No class: the voter could not be told where to vote."""
    sentence = _("Kelas kosong. Isi kelasnya.")
    return Finding(row, Column.CLASS, Weight.FAULT, "class.missing", excerpt(cell), sentence)


def formula(cell: object, *, row: int) -> Finding:
    """A label that a spreadsheet would run."""
    sentence = _("Kolom kelas berisi rumus, bukan kelas. Tulis kelasnya saja.")
    return Finding(row, Column.CLASS, Weight.FAULT, "class.formula", excerpt(cell), sentence)


def too_long(cell: object, *, row: int) -> Finding:
    """A label that would not fit on a card."""
    sentence = _("Nama kelas ini lebih dari 24 huruf. Persingkat.")
    return Finding(row, Column.CLASS, Weight.FAULT, "class.long", excerpt(cell), sentence)


def spelled_otherwise(cell: object, *, row: int, used: str) -> Finding:
    """Read as a class that other rows spell differently."""
    sentence = _("Kelas ditulis lain. Dibaca %(used)s.")
    return Finding(
        row, Column.CLASS, Weight.REPAIR, "class.spelling", excerpt(cell), sentence, used, (("used", used),)
    )


def fits(written: str) -> bool:
    """Whether the label is short enough for a card and a table."""
    return len(label(written)) <= LONGEST_LABEL


def is_formula(written: str) -> bool:
    """Whether a spreadsheet would run the label instead of showing it."""
    return tidy(written).startswith(FORMULA_STARTS) or label(written).startswith(FORMULA_STARTS)
