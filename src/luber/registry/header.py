"""The header of a voter list, wherever it stands: which column holds what.

Schools bring the Dapodik export as it comes (four title lines, then a header of two lines whose columns
repeat under Data Ayah, Data Ibu, Data Wali), our own template, or a sheet of their own. The header is the
first line that names a name column and a number column; the leftmost column of a wording counts, columns
under a parent never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber.registry.cells import Cell, Column, text

SEARCHED_LINES = 40

WORDINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: (
        "nama", "namalengkap", "namasiswa", "namapesertadidik", "namapemilih", "namamahasiswa", "namaanggota",
        "namapd", "name",
    ),
    Column.SEX: ("jk", "lp", "jeniskelamin", "kelamin", "sex", "gender", "lkpr"),
    Column.CLASS: (
        "rombelsaatini", "rombel", "kelas", "rombonganbelajar", "kelasrombel", "namarombel",
        "programstudi", "prodi", "angkatan", "kelompok", "cabang", "unit", "rtrw", "dusun",
    ),
    Column.MAIL: ("surel", "email", "alamatsurel", "alamatemail", "mail"),
    Column.PHONE: ("hp", "nohp", "nomorhp", "ponsel", "nomorponsel", "whatsapp", "nowa", "nomorwa",
    "nowhatsapp"), Column.BORN: ("tanggallahir", "tgllahir"),
}  # fmt: skip
NISN = ("nisn", "nomornisn", "nonisn")
NUMBERS = (
    "nim", "nomorinduk", "noinduk", "nomorindukmahasiswa", "nomoranggota", "noanggota", "nia", "nip",
    "nis", "nipd", "nomorpemilih",
)  # fmt: skip
PARENTS = re.compile(r"ayah|ibu|wali|orangtua|ortu")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns stand (from 0) and the index of the first line below the header."""

    columns: Mapping[Column, int]
    first_line: int
    by_nisn: bool  # the number column is a NISN (ten digits), not some other member number

    def cell(self, line: Sequence[Cell], column: Column) -> Cell:
        """The cell of that column, or nothing where the line is too short or the column is not there."""
        at = self.columns.get(column)
        return line[at] if at is not None and at < len(line) else None


def find(lines: Sequence[Sequence[Cell]]) -> Header:
    """The header of these lines. Raises `Malformed` with the names of the columns that are not there."""
    best: Mapping[Column, int] = {}
    for index, line in enumerate(lines[:SEARCHED_LINES]):
        below = lines[index + 1] if index + 1 < len(lines) else ()
        columns, by_nisn = _columns(line, below)
        if Column.NAME in columns and Column.IDENT in columns:
            return Header(columns, index + 1, by_nisn)
        if len(columns) > len(best):
            best = columns
    wanted = [word for column, word in ((Column.NAME, "Nama"), (Column.IDENT, "NISN")) if column not in best]
    raise Malformed(
        _(
            "Di lembar ini tidak ada kolom %(columns)s. Pakai daftar dari Dapodik seperti adanya, atau "
            "templat kami."
        ),
        code="sheet.header",
        facts={"columns": ", ".join(wanted)},
    )


def is_repeated(line: Sequence[Cell], header: Header) -> bool:
    """Whether this line is the header once more, as sheets printed in pages have it."""
    return word(header.cell(line, Column.NAME)) in WORDINGS[Column.NAME] and word(
        header.cell(line, Column.IDENT)
    ) in (*NISN, *NUMBERS)


def word(cell: Cell) -> str:
    """A header cell without case, blanks and signs: `E-Mail` and `email` are one."""
    return re.sub(r"[^a-z0-9]", "", text(cell)[:80].casefold())


def _columns(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Mapping[Column, int], bool]:
    """The columns named in a header line, or else in the line below it where it belongs to no parent."""
    words = [(at, word(cell)) for at, cell in enumerate(upper)]
    columns = _named(words)
    number, by_nisn = _number(words)
    if (columns and Column.NAME not in columns) or number is None:
        under = list(_below(upper, lower))
        columns = {**_named(under), **columns}
        if number is None:
            number, by_nisn = _number(under)
    return (columns if number is None else {**columns, Column.IDENT: number}), by_nisn


def _named(words: Iterable[tuple[int, str]]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    ranks: dict[Column, int] = {}
    for at, written in words:
        for column, wordings in WORDINGS.items():
            # Kelas beside Rombel Saat Ini: the wording that stands first in our table wins,
            # then the leftmost.
            if written in wordings and wordings.index(written) < ranks.get(column, len(wordings)):
                found[column], ranks[column] = at, wordings.index(written)
    return found


def _number(words: Iterable[tuple[int, str]]) -> tuple[int | None, bool]:
    places: dict[str, int] = {}
    for at, written in words:
        places.setdefault(written, at)
    for wordings, by_nisn in ((NISN, True), (NUMBERS, False)):
        for wording in wordings:
            if wording in places:
                return places[wording], by_nisn
    return None, False


def _below(upper: Sequence[Cell], lower: Sequence[Cell]) -> Iterable[tuple[int, str]]:
    group = ""
    for at, cell in enumerate(lower):
        group = (word(upper[at]) if at < len(upper) else "") or group
        if not PARENTS.search(group):
            yield at, word(cell)
