"""Bytes of an uploaded file → lines of cells, numbered as the spreadsheet numbers them. Nothing is written
to disk.

XLSX, XLS and ODS by python-calamine; CSV with `,` `;` or tab, in UTF-8 (with or without its mark) or the
Windows alphabet. Formulas give the value that was last computed, never a computation.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber.registry import header
from luber.registry.cells import Cell

LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 400 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Lines = Sequence[Sequence[Cell]]


def lines(content: bytes) -> Lines:
    """The lines of the sheet that holds a voter list. Raises `Malformed` where the file is no such."""
    if len(content) > LARGEST_BYTES:
        raise Malformed(
            _(
                "Berkas ini lebih dari 8 MB. Simpan hanya lembar daftarnya, atau bagi menjadi beberapa berkas."
            ),
            code="file.large",
        )
    if not content.strip():
        raise Malformed(_("Berkas ini kosong. Pilih berkas yang berisi daftar pemilih."), code="file.empty")
    if content.startswith((ZIP, OLE)):
        return _workbook(content)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable()
    return _csv(content)


def _workbook(content: bytes) -> Lines:
    if content.startswith(ZIP):
        _require_sane_zip(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_index(at).to_python(skip_empty_area=False)
            for at in range(len(book.sheet_names))
        ]
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable() from error
    filled = [sheet for sheet in sheets if sheet]
    if not filled:
        raise Malformed(_("Berkas ini kosong. Pilih berkas yang berisi daftar pemilih."), code="file.empty")
    return next((sheet for sheet in filled if _has_header(sheet)), filled[0])


def _has_header(sheet: Lines) -> bool:
    try:
        header.find(sheet)
    except Malformed:
        return False
    return True


def _require_sane_zip(content: bytes) -> None:
    """A few bytes that unpack to gigabytes are refused before anything unpacks them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise Malformed(_("Isi berkas ini terlalu besar. Simpan hanya lembar daftarnya."), code="file.large")


def _csv(content: bytes) -> Lines:
    text = _text(content)
    first, _mark, rest = text.partition("\n")
    delimiter = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # A spreadsheet's own note, not a row.
        delimiter, text = first.strip()[4], rest
    if not delimiter:
        delimiter = max(";,\t", key=lambda mark: _most_columns(text, mark))
    try:
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise _unreadable() from error


def _text(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _most_columns(text: str, mark: str) -> int:
    """How many columns most of the first lines have under this delimiter."""
    counts = [line.count(mark) for line in text.splitlines()[:60] if line.strip()]
    return sorted(counts)[len(counts) // 2] * 1000 + max(counts, default=0) if counts else 0


def _unreadable() -> Malformed:
    return Malformed(
        _("Berkas ini tidak dapat dibaca sebagai lembar. Simpan sebagai .xlsx atau .csv, lalu unggah lagi."),
        code="file.unreadable",
    )
