"""A voter list as a school brings it → voters, and every finding with its row.

Order of events: the header is found (`header`), each row below it is read cell by cell (`cells`,
`classes`), then the rows are compared with one another (the same number twice, one person under two
numbers). Only name, sex, number and class are handed out, and the contact where the election asks for a
second factor; every other column (NIK, parents, addresses) is never looked at. The date of birth is
compared inside this call, to ask about one person under two numbers, and forgotten.

Rows are numbered as the spreadsheet numbers them, from 1. A row with a fault gives no voter. Repairs and
questions do not stop a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber.registry import cells, classes, header
from luber.registry.cells import Cell, Column, Finding, Weight, excerpt, text, tidy

MOST_ROWS = 250_000
FOOT = re.compile(r"^(?:jumlah|total|banyaknya)\b.*?(\d[\d.]*)?\s*$", re.IGNORECASE)


class Contact(Enum):
    """Where the election's second factor goes, so that the list must hold it."""

    NONE = ""
    MAIL = "mail"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Voter:
    """One row without a fault."""

    row: int
    ident: str
    name: str
    class_label: str
    sex: str  # L, P, or "" where the sheet has no such column
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet says: its voters in the sheet's order, its findings by row, and what its own foot
    counts."""

    voters: tuple[Voter, ...]
    findings: tuple[Finding, ...]
    rows: int  # rows that name someone, faulty or not
    by_nisn: bool
    foot: int | None = None  # the total the sheet itself states, if any

    @property
    def faulty_rows(self) -> tuple[int, ...]:
        """Row numbers that give no voter."""
        return tuple(sorted({f.row for f in self.findings if f.weight is Weight.FAULT}))

    def of(self, weight: Weight) -> tuple[Finding, ...]:
        """The findings of one weight."""
        return tuple(f for f in self.findings if f.weight is weight)


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    number: int
    ident: str = ""
    name: str = ""
    sex: str = ""
    class_written: str = ""
    class_cell: Cell = None
    contact: str = ""
    born: str = ""
    ident_cell: Cell = None


def read(lines: Sequence[Sequence[Cell]], *, contact: Contact = Contact.NONE) -> Reading:
    """Read a whole sheet. Raises `Malformed` where it has no header, no class or contact column, or no
    rows at all."""
    if len(lines) > MOST_ROWS:
        raise Malformed(
            _("Lembar ini lebih dari %(most)d baris. Bagi menjadi beberapa berkas."),
            code="sheet.long",
            facts={"most": MOST_ROWS},
        )
    head = header.find(lines)
    _require(head, contact)
    findings: list[Finding] = []
    rows: list[_Row] = []
    foot: int | None = None
    for index in range(head.first_line, len(lines)):
        line = lines[index]
        if not any(
            text(head.cell(line, column)).strip() for column in READ if column in head.columns
        ) or _is_foot(line, head):
            foot = _foot(line) if foot is None else foot
        elif not header.is_repeated(line, head):
            rows.append(_row(line, head, number=index + 1, contact=contact, findings=findings))
    if not rows:
        raise Malformed(
            _("Di bawah judul kolom tidak ada satu baris pun. Isi daftarnya, lalu unggah lagi."),
            code="sheet.empty",
        )
    label_of = classes.labels(row.class_written for row in rows)
    for row in rows:
        _check_class(row, label_of, findings)
    _check_doubles(rows, by_nisn=head.by_nisn, findings=findings)
    faulty = {f.row for f in findings if f.weight is Weight.FAULT}
    _ask_about_persons([row for row in rows if row.number not in faulty], findings)
    return Reading(
        voters=tuple(
            Voter(
                row.number,
                row.ident,
                row.name,
                label_of[classes.key(row.class_written)],
                row.sex,
                row.contact,
            )
            for row in rows
            if row.number not in faulty
        ),
        findings=tuple(sorted(findings, key=lambda f: (f.row, list(Column).index(f.column), f.code))),
        rows=len(rows),
        by_nisn=head.by_nisn,
        foot=foot,
    )


def check_one(
    *,
    ident: Cell,
    name: Cell,
    class_label: Cell,
    sex: Cell,
    by_nisn: bool,
    contact: Contact = Contact.NONE,
    contact_cell: Cell = None,
) -> tuple[Voter | None, tuple[Finding, ...]]:
    """One voter written by hand, under the same rules as a row. No voter where there is a fault; row
    number 0."""
    findings: list[Finding] = []
    row = _Row(0)
    row.name = _take(cells.name(name, row=0), findings)
    row.ident = _take(cells.nisn(ident, row=0) if by_nisn else cells.number(ident, row=0), findings)
    row.sex = _take(cells.sex(sex, row=0), findings) if tidy(sex) or by_nisn else ""
    row.class_cell, row.class_written = class_label, text(class_label)
    row.contact = _contact(contact_cell, contact, row=0, findings=findings)
    _check_class(row, classes.labels([row.class_written]), findings)
    if any(f.weight is Weight.FAULT for f in findings):
        return None, tuple(findings)
    return Voter(0, row.ident, row.name, classes.label(row.class_written), row.sex, row.contact), tuple(
        findings
    )


READ = (Column.NAME, Column.IDENT, Column.SEX, Column.CLASS)
WORDS = {Column.CLASS: "Rombel Saat Ini / kelas", Column.MAIL: "surel", Column.PHONE: "HP"}
COLUMN_OF = {Contact.MAIL: Column.MAIL, Contact.PHONE: Column.PHONE}


def _require(head: header.Header, contact: Contact) -> None:
    wanted = [Column.CLASS] + ([COLUMN_OF[contact]] if contact is not Contact.NONE else [])
    lacking = [WORDS[column] for column in wanted if column not in head.columns]
    if lacking:
        raise Malformed(
            _("Di lembar ini tidak ada kolom %(columns)s. Tambahkan kolomnya, atau pakai templat kami."),
            code="sheet.header",
            facts={"columns": ", ".join(lacking)},
        )


def _row(
    line: Sequence[Cell], head: header.Header, *, number: int, contact: Contact, findings: list[Finding]
) -> _Row:
    row = _Row(number)
    row.ident_cell = head.cell(line, Column.IDENT)
    row.name = _take(cells.name(head.cell(line, Column.NAME), row=number), findings)
    row.ident = _take((cells.nisn if head.by_nisn else cells.number)(row.ident_cell, row=number), findings)
    if Column.SEX in head.columns:
        row.sex = _take(cells.sex(head.cell(line, Column.SEX), row=number), findings)
    row.class_cell = head.cell(line, Column.CLASS)
    row.class_written = text(row.class_cell)
    if contact is not Contact.NONE:
        row.contact = _contact(head.cell(line, COLUMN_OF[contact]), contact, row=number, findings=findings)
    row.born = tidy(head.cell(line, Column.BORN))
    return row


def _contact(cell: Cell, contact: Contact, *, row: int, findings: list[Finding]) -> str:
    if contact is Contact.NONE:
        return ""
    return _take((cells.mail if contact is Contact.MAIL else cells.phone)(cell, row=row), findings)


def _take(read: cells.Read, findings: list[Finding]) -> str:
    if read.finding:
        findings.append(read.finding)
    return read.value


def _check_class(row: _Row, label_of: Mapping[str, str], findings: list[Finding]) -> None:
    of_class = classes.key(row.class_written)
    if not of_class:
        findings.append(classes.missing(row.class_cell, row=row.number))
    elif classes.is_formula(row.class_written):
        findings.append(classes.formula(row.class_cell, row=row.number))
    elif not classes.fits(row.class_written):
        findings.append(classes.too_long(row.class_cell, row=row.number))
    elif classes.label(row.class_written) != label_of[of_class]:
        findings.append(classes.spelled_otherwise(row.class_cell, row=row.number, used=label_of[of_class]))


def _check_doubles(rows: Iterable[_Row], *, by_nisn: bool, findings: list[Finding]) -> None:
    """The same number or contact in several rows: each of them is a fault, since only a person knows
    whose it is."""
    of_ident: dict[str, list[_Row]] = {}
    of_contact: dict[str, list[_Row]] = {}
    for row in rows:
        if row.ident:
            of_ident.setdefault(row.ident, []).append(row)
        if row.contact:
            of_contact.setdefault(row.contact, []).append(row)
    sentence = (
        _("NISN ini juga ada di baris %(rows)s. Perbaiki yang keliru, lalu unggah lagi.")
        if by_nisn
        else _("Nomor ini juga ada di baris %(rows)s. Perbaiki yang keliru, lalu unggah lagi.")
    )
    for group in of_ident.values():
        for row in group if len(group) > 1 else ():
            findings.append(
                Finding(
                    row.number,
                    Column.IDENT,
                    Weight.FAULT,
                    "ident.double",
                    excerpt(row.ident_cell),
                    sentence,
                    facts=_others(row, group),
                )
            )
    shared = _(
        "Alamat ini juga ada di baris %(rows)s. Satu alamat untuk satu pemilih: perbaiki, lalu unggah lagi."
    )
    for group in of_contact.values():
        for row in group if len(group) > 1 else ():
            column = Column.MAIL if "@" in row.contact else Column.PHONE
            findings.append(
                Finding(
                    row.number,
                    column,
                    Weight.FAULT,
                    "contact.double",
                    excerpt(row.contact),
                    shared,
                    facts=_others(row, group),
                )
            )


def _ask_about_persons(rows: Iterable[_Row], findings: list[Finding]) -> None:
    """One name, sex and date of birth under two numbers may be one person: asked once, at the first row.

    Where the sheet has no date of birth nothing is asked: two pupils of one name are common in Indonesia.
    """
    of_person: dict[tuple[str, str, str], list[_Row]] = {}
    for row in rows:
        if row.born:
            of_person.setdefault((row.name.casefold(), row.sex, row.born), []).append(row)
    for group in of_person.values():
        if len(group) > 1:
            sentence = _(
                "Nama, tanggal lahir, dan JK sama dengan baris %(rows)s, tetapi NISN berbeda. Apakah ini "
                "satu orang?"
            )
            first = group[0]
            findings.append(
                Finding(
                    first.number,
                    Column.NAME,
                    Weight.QUESTION,
                    "person.twice",
                    excerpt(first.name),
                    sentence,
                    facts=_others(first, group),
                )
            )


def _others(row: _Row, group: Sequence[_Row]) -> tuple[tuple[str, str], ...]:
    numbers = [str(other.number) for other in group if other is not row]
    shown = ", ".join(numbers[:5]) + ("…" if len(numbers) > 5 else "")
    return (("rows", shown),)


def _is_foot(line: Sequence[Cell], head: header.Header) -> bool:
    """A total at the foot: the only needed cell that holds anything says so."""
    written = [tidy(head.cell(line, column)) for column in READ if text(head.cell(line, column)).strip()]
    return len(written) == 1 and bool(FOOT.match(written[0]))


def _foot(line: Sequence[Cell]) -> int | None:
    """The number of a line like "Jumlah peserta didik: 393", in one cell or in two neighbours."""
    for cell in line:
        written = tidy(cell)
        if match := FOOT.match(written):
            if match[1]:
                return int(match[1].replace(".", ""))
            after = [text(c) for c in line if text(c).isdigit()]
            return int(after[0]) if after else None
    return None
