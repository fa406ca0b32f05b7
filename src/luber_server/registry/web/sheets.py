"""The committee's pages of a sheet: template, upload, the report of every row, the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luber.errors import LuberError
from luber.registry.cells import Finding, Weight
from luber.registry.dpt import counts
from luber.registry.sheet import Reading
from luber_server.desk.parts import Column, Table
from luber_server.election import queries as elections
from luber_server.election.frame import posted
from luber_server.election.models import Election
from luber_server.people.gate import gate, officer
from luber_server.ports import clock
from luber_server.registry import downloads, files, queries, usecases
from luber_server.registry.forms import (
    ConfirmForm,
    UploadForm,
)
from luber_server.registry.usecases.sheets import Mode
from luber_server.registry.web.page import PANITIA, class_table, log, page


@gate(PANITIA)
@require_GET
def template(request: HttpRequest, uuid: str) -> HttpResponse:
    """Our empty template."""
    election = elections.get(uuid)
    content = downloads.template(
        by_nisn=queries.get(election).by_nisn, contact=queries.contact_kind(election)
    )
    return downloads.answer(content, name="templat-daftar-pemilih.xlsx")


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, uuid: str) -> HttpResponse:
    """Read a file and lead to its report. Nothing is stored as a voter here."""
    election, at = elections.get(uuid), clock.now()
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = files.lines(_content(form.cleaned_data["file"]))
            number = usecases.read_upload(actor=officer(request), uuid=uuid, lines=lines, at=at)
        except LuberError as refusal:
            form.add_error("file", refusal.said(_))
        else:
            return redirect("registry_report", uuid, number)
    return render(request, "registry/upload.html", {**page(election, queries.get(election)), "form": form})


def _content(file: object) -> bytes:
    """The uploaded bytes, never more than one byte above the limit."""
    content: bytes = file.read(files.LARGEST_BYTES + 1)  # type: ignore[attr-defined]
    return content


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, uuid: str, upload: int) -> HttpResponse:
    """Every faulty row and its reason, every repair and question, counts; POST stores the rest."""
    election, at = elections.get(uuid), clock.now()
    reading = queries.upload(election, upload, at=at)
    if reading is None:
        messages.warning(
            request, _("Laporan ini sudah disimpan atau sudah terlalu lama. Unggah lagi berkasnya.")
        )
        return redirect("registry_upload", uuid)
    view = queries.get(election)
    repairs = reading.of(Weight.REPAIR)
    form = ConfirmForm(posted(request), repairs=len(repairs), voters_there=view.voters > 0)
    if request.method == "POST" and form.is_valid():
        mode = Mode(form.cleaned_data.get("mode") or Mode.ADD.value)
        try:
            stored = usecases.confirm_upload(
                actor=officer(request), uuid=uuid, upload=upload, mode=mode, at=at
            )
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            said = _("Tersimpan: %(new)d pemilih baru, %(changed)d diperbaiki, %(removed)d dikeluarkan.")
            facts = {"new": stored.new, "changed": stored.changed, "removed": stored.removed}
            messages.success(request, said % facts)
            return redirect("registry_roll", uuid)
    if request.method == "GET":
        _log_findings(request, election, reading, purpose=_("Memeriksa unggahan daftar pemilih"), at=at)
    context = {
        **page(election, view),
        "form": form,
        "upload": upload,
        "reading": reading,
        "storable": len(reading.voters),
        "skipped": len(reading.faulty_rows),
        "faults": _findings(reading.of(Weight.FAULT), _("Dilewati sampai diperbaiki")),
        "repairs": _findings(repairs, _("Dibaca lain daripada tertulis"), used=True),
        "questions": _findings(reading.of(Weight.QUESTION), _("Perlu dipastikan")),
        "table": class_table(counts((v.class_label, v.sex) for v in reading.voters))
        if reading.voters
        else None,
        "difference": queries.difference(election, reading),
        "foot_differs": reading.foot is not None and reading.foot != reading.rows,
    }
    return render(request, "registry/report.html", context)


def _log_findings(
    request: HttpRequest, election: Election, reading: Reading, *, purpose: str, at: datetime
) -> None:
    rows = {finding.row for finding in reading.findings}
    log(
        request,
        election,
        dataset=_("Baris berkas yang perlu dilihat"),
        purpose=purpose,
        records=len(rows),
        at=at,
    )


def _findings(found: Sequence[Finding], caption: str, *, used: bool = False) -> Table | None:
    if not found:
        return None
    head = [_("Baris"), _("Kolom"), _("Tertulis")] + ([_("Dibaca")] if used else []) + [_("Keterangan")]
    rows = [
        [
            _("Baris %(row)d") % {"row": f.row},
            downloads.word(f.column),
            f"“{f.found}”" if f.found else "–",
            *([f.used] if used else []),
            f.said(_),
        ]
        for f in found
    ]
    return Table(caption=caption, columns=[Column(title=word) for word in head], rows=rows)


@gate(PANITIA)
@require_GET
def findings(request: HttpRequest, uuid: str, upload: int) -> HttpResponse:
    """The findings of a report as a sheet."""
    election, at = elections.get(uuid), clock.now()
    reading = queries.upload(election, upload, at=at)
    if reading is None:
        raise Http404
    _log_findings(request, election, reading, purpose=_("Mengunduh temuan unggahan"), at=at)
    return downloads.answer(downloads.findings(reading.findings, said=_), name="temuan-daftar-pemilih.xlsx")


@gate(PANITIA)
@require_POST
def discard(request: HttpRequest, uuid: str, upload: int) -> HttpResponse:
    """Forget a sheet that was not stored."""
    usecases.discard_upload(actor=officer(request), uuid=uuid, upload=upload, at=clock.now())
    messages.success(request, _("Berkas itu dibuang. Tidak ada yang disimpan."))
    return redirect("registry_roll", uuid)
