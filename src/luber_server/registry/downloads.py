"""Sheets that the committee downloads: our template, and the faulty rows of a report.

What stood in someone's sheet is written as text and marked as such (quote prefix), so that no spreadsheet
runs it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from luber.registry.cells import Column, Finding, Weight
from luber.registry.sheet import Contact

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_TEMPLATE = 2000


def word(column: Column) -> str:
    """A column as people call it."""
    words = {
        Column.NAME: _("Nama"),
        Column.SEX: _("JK"),
        Column.IDENT: _("NISN"),
        Column.CLASS: _("Kelas"),
        Column.MAIL: _("Surel"),
        Column.PHONE: _("HP"),
        Column.BORN: _("Tanggal lahir"),
    }
    return words[column]


def template(*, by_nisn: bool, contact: Contact) -> bytes:
    """An empty list with our four columns (and the contact), all of them text, so that no zero is lost."""
    head = ["NISN" if by_nisn else "Nomor anggota", "Nama", "Kelas" if by_nisn else "Kelompok", "L/P"]
    if contact is not Contact.NONE:
        head.append("Surel" if contact is Contact.MAIL else "HP")
    return _book(_("Daftar pemilih"), head, [], empty_rows=ROWS_OF_TEMPLATE)


def findings(found: Sequence[Finding], *, said: Callable[[str], str]) -> bytes:
    """Every finding with its row, what was found, and what to do."""
    weights = {Weight.FAULT: _("Dilewati"), Weight.REPAIR: _("Dibaca lain"), Weight.QUESTION: _("Pertanyaan")}
    rows = [(f.row, word(f.column), f.found, weights[f.weight], f.used, f.said(said)) for f in found]
    head = [_("Baris"), _("Kolom"), _("Tertulis"), _("Akibat"), _("Dibaca"), _("Keterangan")]
    return _book(_("Temuan"), head, rows)


def answer(content: bytes, *, name: str) -> HttpResponse:
    """The file as a download that is kept nowhere on the way."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _book(
    title: str, head: Sequence[str], rows: Sequence[Sequence[str | int]], *, empty_rows: int = 0
) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    blank = book.add_format({"num_format": "@"})
    widths = [max(len(str(cell)) for cell in column) for column in zip(head, *rows, strict=True)]
    for at, (word, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(at, at, min(max(width + 2, 14), 60), blank if empty_rows else None)
        sheet.write_string(0, at, word, bold)
    for line, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, at, cell)
            else:
                sheet.write_string(line, at, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
