"""One cell of a voter list becomes a value, or a finding that says what was found and what to do.

Every reader here takes the cell as the spreadsheet gave it (text, number, nothing) and answers with the
value, or "" where there is none, and with the finding about it. A finding is a `FAULT` (the row is left
out), a `REPAIR` (read otherwise than written: to be confirmed) or a
`QUESTION` (nothing is wrong, but a person should look). What was found is quoted short and without control
characters; it is text, never run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from luber.errors import gettext_noop as _

Cell: TypeAlias = object  # str, int, float, bool, None, or a date of the spreadsheet

EXCERPT = 40
LONGEST_NAME = 120
LONGEST_LABEL = 24
NISN_DIGITS = 10
FORMULA_STARTS = ("=", "+", "-", "@")


class Column(Enum):
    """The columns that are read; nothing else of a sheet is."""

    NAME = "nama"
    SEX = "jk"
    IDENT = "nisn"
    CLASS = "kelas"
    MAIL = "surel"
    PHONE = "hp"
    BORN = "tanggal lahir"  # only compared while reading (one person under two numbers), never handed out


class Weight(Enum):
    """What a finding means for its row."""

    FAULT = "fault"
    REPAIR = "repair"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is odd in one row: where (row number as in the sheet), what was found, what is used instead,
    what to do."""

    row: int
    column: Column
    weight: Weight
    code: str
    found: str
    sentence: str
    used: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()

    def said(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language that `gettext` speaks."""
        sentence = gettext(self.sentence)
        return sentence % dict(self.facts) if self.facts else sentence


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's value, and the finding about it, if any."""

    value: str
    finding: Finding | None = None


def text(cell: Cell) -> str:
    """The cell as a person sees it: whole numbers without `.0`, nothing as ""."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell if isinstance(cell, str) else str(cell)


def excerpt(cell: Cell) -> str:
    """At most 40 characters of the cell, safe to show: no control characters, nothing that turns the writing
    direction.
    """
    shown = _visible(text(cell)[: EXCERPT * 2])
    return shown if len(shown) <= EXCERPT else shown[: EXCERPT - 1] + "…"


def tidy(cell: Cell) -> str:
    """Composed letters (NFC), single blanks, no control characters, nothing at the ends."""
    return " ".join(_visible(unicodedata.normalize("NFC", text(cell))).split())


def _visible(written: str) -> str:
    """Blanks for what is not seen: control and format characters, line and paragraph marks."""
    if written.isprintable():  # nearly always, and much faster than looking at each character
        return written
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in written)


def name(cell: Cell, *, row: int) -> Read:
    """A person's name. Blanks too many are no fault; a formula is."""

    def fault(code: str, sentence: str) -> Read:
        return Read("", Finding(row, Column.NAME, Weight.FAULT, code, excerpt(cell), sentence))

    tidied = tidy(cell)
    if not tidied:
        return fault("name.missing", _("Nama kosong. Isi namanya."))
    if tidied.startswith(FORMULA_STARTS):
        return fault(
            "name.formula",
            _("Kolom nama berisi rumus, bukan nama. Tulis namanya saja."),
        )
    if not any(c.isalpha() for c in tidied):
        return fault("name.letters", _("Tidak ada huruf di kolom nama. Tulis namanya."))
    if len(tidied) > LONGEST_NAME:
        return fault("name.long", _("Nama ini lebih dari 120 huruf. Tulis namanya saja."))
    return Read(tidied)


def nisn(cell: Cell, *, row: int) -> Read:
    """NISN: a pupil's national number (Nomor Induk Siswa Nasional), ten digits, often beginning with 0.

    Zeros that a spreadsheet dropped come back, and the letter O becomes 0: both as repairs. A text that
    still has its leading zero and is too short has lost some other digit, which nobody can guess.
    """
    written = tidy(cell).replace(" ", "").lstrip("'’`")
    digits = re.sub("[oO]", "0", written)

    def fault(code: str, sentence: str, **facts: str | int) -> Read:
        return Read(
            "",
            Finding(
                row, Column.IDENT, Weight.FAULT, code, excerpt(cell), sentence, facts=tuple(facts.items())
            ),
        )

    def repair(value: str, code: str, sentence: str) -> Read:
        return Read(
            value, Finding(row, Column.IDENT, Weight.REPAIR, code, excerpt(cell), sentence, used=value)
        )

    if not written:
        return fault("nisn.missing", _("NISN kosong. Lengkapi NISN-nya."))
    if not (digits.isascii() and digits.isdigit()):
        return fault("nisn.form", _("NISN hanya berisi angka. Perbaiki NISN-nya."))
    if len(digits) > NISN_DIGITS or not digits.strip("0"):
        return fault(
            "nisn.length",
            _("NISN ini %(digits)d angka, seharusnya 10. Cocokkan dengan Dapodik."),
            digits=len(digits),
        )
    stored_as_number = isinstance(cell, (int, float))
    if len(digits) < NISN_DIGITS:
        if digits != written or len(digits) < 7 or (digits.startswith("0") and not stored_as_number):
            return fault(
                "nisn.length",
                _("NISN ini %(digits)d angka, seharusnya 10. Cocokkan dengan Dapodik."),
                digits=len(digits),
            )
        return repair(
            digits.zfill(NISN_DIGITS),
            "nisn.zeros",
            _("NISN tersimpan sebagai bilangan sehingga nol di depannya hilang. Nolnya dikembalikan."),
        )
    if digits != written:
        return repair(digits, "nisn.letter", _("Ada huruf O di NISN. Dibaca sebagai angka 0."))
    return Read(digits)


def number(cell: Cell, *, row: int) -> Read:
    """A member's number where there is no NISN (NIM, nomor anggota): up to 32 letters, digits, `.`,
    `/`, `-`."""
    written = tidy(cell)

    def fault(code: str, sentence: str) -> Read:
        return Read("", Finding(row, Column.IDENT, Weight.FAULT, code, excerpt(cell), sentence))

    if not written:
        return fault("number.missing", _("Nomor induk kosong. Lengkapi nomornya."))
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z./-]{0,31}", written):
        return fault(
            "number.form",
            _(
                "Nomor induk hanya boleh huruf, angka, titik, garis miring, dan tanda hubung, paling "
                "banyak 32."
            ),
        )
    return Read(written.upper())


SEXES = {
    "L": {"l", "lk", "laki", "lakilaki", "pria", "male", "m"},
    "P": {"p", "pr", "perempuan", "wanita", "female", "f"},
}


def sex(cell: Cell, *, row: int) -> Read:
    """L (laki-laki) or P (perempuan); other spellings are read and shown as repairs."""
    written = tidy(cell)
    if written in SEXES:
        return Read(written)
    plain = re.sub(r"[^a-z]", "", written.casefold())
    for value, spellings in SEXES.items():
        if plain in spellings:
            sentence = _("Jenis kelamin ditulis lain. Dibaca %(used)s.")
            return Read(
                value,
                Finding(
                    row,
                    Column.SEX,
                    Weight.REPAIR,
                    "sex.spelling",
                    excerpt(cell),
                    sentence,
                    value,
                    (("used", value),),
                ),
            )
    sentence = (
        _("Jenis kelamin tidak terbaca. Isi L atau P.")
        if written
        else _("Jenis kelamin kosong. Isi L atau P.")
    )
    return Read("", Finding(row, Column.SEX, Weight.FAULT, "sex.form", excerpt(cell), sentence))


def mail(cell: Cell, *, row: int) -> Read:
    """A mail address, in lower case."""
    written = tidy(cell).lower()
    if (
        re.fullmatch(r"[a-z0-9_][^@\s,;<>\"]{0,63}@[a-z0-9-]+(\.[a-z0-9-]+)+", written)
        and len(written) <= 254
    ):
        return Read(written)
    sentence = (
        _("Alamat surel ini tidak utuh. Perbaiki.")
        if written
        else _("Alamat surel kosong, padahal kode pemilih dikirim ke sana. Lengkapi.")
    )
    return Read("", Finding(row, Column.MAIL, Weight.FAULT, "mail.form", excerpt(cell), sentence))


def phone(cell: Cell, *, row: int) -> Read:
    """A mobile number of Indonesia as +62…, from 0812…, 62812…, +62 812… or a number that lost its zero."""
    written = tidy(cell)
    digits = re.sub(r"[\s().-]", "", written).removeprefix("+")
    for start in ("0", "62"):
        if digits.startswith(start + "8"):
            digits = digits.removeprefix(start)
    if digits.isascii() and digits.isdigit() and digits.startswith("8") and 9 <= len(digits) <= 12:
        return Read("+62" + digits)
    sentence = (
        _("Nomor ponsel ini tidak utuh. Tulis seperti 0812 3456 7890.")
        if written
        else _("Nomor ponsel kosong, padahal kode pemilih dikirim ke sana. Lengkapi.")
    )
    return Read("", Finding(row, Column.PHONE, Weight.FAULT, "phone.form", excerpt(cell), sentence))
