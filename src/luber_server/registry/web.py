"""The committee's pages of the roll. Names are masked until asked for, and each plain reading is logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luber.errors import LuberError
from luber.registry.cells import Finding, Weight
from luber.registry.dps import masked
from luber.registry.dpt import counts
from luber.registry.roll import State as RollState
from luber.registry.sheet import Reading
from luber_server.desk.parts import Column, Table
from luber_server.election import queries as elections
from luber_server.election.frame import frame, posted
from luber_server.election.models import Election
from luber_server.people import readings
from luber_server.people.gate import gate, officer
from luber_server.people.models import Office
from luber_server.ports import clock

from . import downloads, files, queries, usecases
from .forms import (
    AnswerForm,
    ConfirmForm,
    FreezeForm,
    RemoveForm,
    UntilForm,
    UploadForm,
    VoterForm,
    WithoutDpsForm,
)
from .usecases.sheets import Mode
from .usecases.voters import Written

PANITIA = Office.Role.PANITIA
FIELDS = {
    "nisn": "ident",
    "number": "ident",
    "name": "name",
    "sex": "sex",
    "class": "class_label",
    "mail": "contact",
    "phone": "contact",
}  # of a voter's form, by the first word of a finding's code


def page(election: Election, roll: queries.RollView) -> dict[str, object]:
    """The frame of a page of the roll, with the way back to the roll."""
    return {
        **frame(election),
        "back": reverse("registry_roll", args=[election.uuid]),
        "roll": roll,
        "state": roll.state.value,
        "draft": elections.is_draft(election),
        "editable": elections.is_draft(election) and roll.state is not RollState.DPT,
        "zone": election.zone,
    }


def log(
    request: HttpRequest, election: Election, *, dataset: str, purpose: str, records: int, at: datetime
) -> None:
    """Remember that this officer read names in plain."""
    readings.log_reading(
        actor=officer(request),
        organisation=election.organisation,
        election=election.uuid,
        dataset=dataset,
        purpose=purpose,
        records=records,
        at=at,
    )


def class_table(election_counts: Sequence[queries.ClassCount]) -> Table:
    """Voters by class and sex."""
    rows: list[list[str | int]] = [[one.label, one.male, one.female, one.count] for one in election_counts]
    total = [sum(one.male for one in election_counts), sum(one.female for one in election_counts)]
    rows.append([_("Jumlah"), *total, sum(one.count for one in election_counts)])
    return Table(
        caption=_("Pemilih menurut kelas"),
        columns=[
            Column(title=_("Kelas")),
            Column(title=_("L"), numeric=True),
            Column(title=_("P"), numeric=True),
            Column(title=_("Semua"), numeric=True),
        ],
        rows=rows,
    )


@gate(PANITIA)
@require_GET
def roll(request: HttpRequest, uuid: str) -> HttpResponse:
    """The roll: how many by class, and what can be done with it now."""
    election = elections.get(uuid)
    view = queries.get(election)
    found = queries.classes(election)
    context = {
        **page(election, view),
        "back": reverse("election_desk", args=[uuid]),
        "table": class_table(found) if found else None,
        "labels": [one.label for one in found],
        "collecting": view.state is RollState.COLLECTING and elections.is_draft(election),
    }
    return render(request, "registry/roll.html", context)


@gate(PANITIA)
@require_POST
def voters_of_class(request: HttpRequest, uuid: str) -> HttpResponse:
    """One class with names: masked, or in plain where asked for, which is logged."""
    election, at = elections.get(uuid), clock.now()
    label, plain = request.POST.get("label", ""), request.POST.get("plain") == "1"
    voters = queries.voters(election, class_label=label)
    if not voters:
        raise Http404
    if plain:
        purpose = _("Memeriksa daftar pemilih")
        dataset = _("Nama dan NISN kelas %(label)s") % {"label": label}
        log(request, election, dataset=dataset, purpose=purpose, records=len(voters), at=at)
    view = queries.get(election)
    context = {
        **page(election, view),
        "label": label,
        "plain": plain,
        "table": _voters(election, view, voters, plain),
    }
    return render(request, "registry/class.html", context)


def _voters(
    election: Election, view: queries.RollView, voters: Sequence[queries.VoterView], plain: bool
) -> Table:
    editable = elections.is_draft(election) and view.state is not RollState.DPT
    rows = []
    for voter in voters:
        name = voter.name if plain else masked(voter.name)
        ident = voter.ident if plain else "•" * 6 + voter.ident[-2:]
        link = reverse("registry_change", args=[election.uuid, voter.pk])
        shown = format_html('<a href="{}">{}</a>', link, name) if editable else name
        rows.append([shown, ident, voter.sex])
    number = _("NISN") if view.by_nisn else _("Nomor")
    columns = [Column(title=_("Nama")), Column(title=number), Column(title=_("L/P"))]
    return Table(caption=_("%(count)d pemilih") % {"count": len(voters)}, columns=columns, rows=rows)


@gate(PANITIA)
@require_POST
def find(request: HttpRequest, uuid: str) -> HttpResponse:
    """Find one voter by number; the number is never in an address."""
    found = queries.find_voter(elections.get(uuid), request.POST.get("ident", ""))
    if found is None:
        messages.warning(
            request, _("Nomor itu tidak ada di daftar. Periksa lagi, atau tambahkan pemilihnya.")
        )
        return redirect("registry_roll", uuid)
    return redirect("registry_change", uuid, found)


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


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uuid: str) -> HttpResponse:
    """Add one voter."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    form = VoterForm(posted(request), by_nisn=view.by_nisn, contact=queries.contact_kind(election))
    if request.method == "POST" and form.is_valid():
        try:
            usecases.add_voter(
                actor=officer(request),
                uuid=uuid,
                written=_written(form),
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except LuberError as refusal:
            form.add_error(_field_of(refusal), refusal.said(_))
        else:
            messages.success(request, _("Pemilih ditambahkan."))
            return redirect("registry_roll", uuid)
    return render(request, "registry/voter.html", {**page(election, view), "form": form})


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uuid: str, voter: int) -> HttpResponse:
    """Correct one voter; opening the form reads their data, which is logged."""
    election, at = elections.get(uuid), clock.now()
    found, view = queries.voter(election, voter), queries.get(election)
    if found is None:
        raise Http404
    names = ("ident", "name", "class_label", "sex", "contact")
    form = VoterForm(
        posted(request),
        by_nisn=view.by_nisn,
        contact=queries.contact_kind(election),
        initial={name: getattr(found, name) for name in names},
    )
    if request.method == "GET":
        log(
            request,
            election,
            dataset=_("Data seorang pemilih"),
            purpose=_("Memperbaiki data pemilih"),
            records=1,
            at=at,
        )
    if request.method == "POST" and form.is_valid():
        try:
            usecases.change_voter(
                actor=officer(request),
                uuid=uuid,
                voter=voter,
                written=_written(form),
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except LuberError as refusal:
            form.add_error(_field_of(refusal), refusal.said(_))
        else:
            messages.success(request, _("Data pemilih diperbaiki."))
            return redirect("registry_roll", uuid)
    context = {
        **page(election, view),
        "form": form,
        "voter": voter,
        "remove_form": RemoveForm(prefix="remove"),
    }
    return render(request, "registry/voter.html", context)


def _field_of(refusal: LuberError) -> str | None:
    """The field that a cell's fault speaks about, by its code."""
    return FIELDS.get(refusal.code.partition(".")[0])


def _written(form: VoterForm) -> Written:
    cleaned = form.cleaned_data
    return Written(
        ident=cleaned["ident"],
        name=cleaned["name"],
        class_label=cleaned["class_label"],
        sex=cleaned["sex"],
        contact=cleaned.get("contact", ""),
    )


@gate(PANITIA)
@require_POST
def remove(request: HttpRequest, uuid: str, voter: int) -> HttpResponse:
    """Take one voter off the roll, with a reason."""
    reason = request.POST.get("remove-reason", "")
    usecases.remove_voter(actor=officer(request), uuid=uuid, voter=voter, reason=reason, at=clock.now())
    messages.success(request, _("Pemilih dikeluarkan dari daftar."))
    return redirect("registry_roll", uuid)


@gate(PANITIA)
@require_GET
def history(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was done to the roll, by whom, why."""
    election, at = elections.get(uuid), clock.now()
    found = queries.events(election)
    if named := sum(bool(event.who) for event in found):
        log(
            request,
            election,
            dataset=_("Riwayat daftar pemilih"),
            purpose=_("Memeriksa riwayat"),
            records=named,
            at=at,
        )
    return render(
        request, "registry/history.html", {**page(election, queries.get(election)), "events": found}
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def dps(request: HttpRequest, uuid: str) -> HttpResponse:
    """Publish the DPS, or give people more time to object."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    form = UntilForm(posted(request), zone=election.zone, initial={"until": view.objections_until})
    if request.method == "POST" and form.is_valid():
        act = usecases.publish_dps if view.state is RollState.COLLECTING else usecases.prolong_objections
        try:
            act(actor=officer(request), uuid=uuid, until=form.cleaned_data["until"], at=at)
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("DPS diumumkan. Bagikan alamat halaman itu kepada pemilih."))
            return redirect("registry_dps", uuid)
    context = {
        **page(election, view),
        "form": form,
        "open": view.objections_open(at),
        "public_url": request.build_absolute_uri(reverse("registry_public_dps", args=[uuid])),
    }
    return render(request, "registry/dps.html", context)


@gate(PANITIA)
@require_GET
def objections(request: HttpRequest, uuid: str) -> HttpResponse:
    """Every objection, those without an answer first."""
    election, at = elections.get(uuid), clock.now()
    found = queries.objections(election)
    if found:
        log(
            request,
            election,
            dataset=_("Keberatan atas DPS"),
            purpose=_("Menjawab keberatan"),
            records=len(found),
            at=at,
        )
    return render(
        request, "registry/objections.html", {**page(election, queries.get(election)), "objections": found}
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, uuid: str, objection: int) -> HttpResponse:
    """Answer one objection."""
    election, at = elections.get(uuid), clock.now()
    found = queries.objection(election, objection)
    if found is None:
        raise Http404
    form = AnswerForm(posted(request))
    if request.method == "GET":
        log(
            request,
            election,
            dataset=_("Keberatan atas DPS"),
            purpose=_("Menjawab keberatan"),
            records=1,
            at=at,
        )
    if request.method == "POST" and form.is_valid():
        try:
            usecases.answer_objection(
                actor=officer(request),
                uuid=uuid,
                objection=objection,
                upheld=form.cleaned_data["upheld"] == "yes",
                text=form.cleaned_data["text"],
                at=at,
            )
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("Keberatan dijawab."))
            return redirect("registry_objections", uuid)
    return render(
        request,
        "registry/answer.html",
        {**page(election, queries.get(election)), "form": form, "objection": found},
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def dpt(request: HttpRequest, uuid: str) -> HttpResponse:
    """Freeze the DPT, or see it frozen."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    form = FreezeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            usecases.freeze_dpt(actor=officer(request), uuid=uuid, at=at)
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("DPT dibekukan. Otoritas kredensial kini dapat membuat kartu."))
            return redirect("registry_dpt", uuid)
    found = queries.classes(election)
    context = {
        **page(election, view),
        "form": form,
        "table": class_table(found) if found else None,
        "can_freeze": view.state is RollState.DPS and not view.objections_open(at) and not view.unanswered,
    }
    return render(request, "registry/dpt.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def dpt_without_dps(request: HttpRequest, uuid: str) -> HttpResponse:
    """Freeze a roll that was never published as DPS, with a public reason."""
    election, at = elections.get(uuid), clock.now()
    form = WithoutDpsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            usecases.freeze_without_dps(
                actor=officer(request), uuid=uuid, reason=form.cleaned_data["reason"], at=at
            )
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("DPT dibekukan. Otoritas kredensial kini dapat membuat kartu."))
            return redirect("registry_dpt", uuid)
    return render(
        request, "registry/without_dps.html", {**page(election, queries.get(election)), "form": form}
    )


@gate(PANITIA)
@require_GET
def dpt_file(request: HttpRequest, uuid: str) -> HttpResponse:
    """The frozen list with its salt: whoever is shown it can check the published hash. Logged."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    if view.state is not RollState.DPT:
        raise Http404
    log(request, election, dataset=_("Seluruh DPT"), purpose=_("Mengunduh DPT"), records=view.voters, at=at)
    response = HttpResponse(queries.dpt_file(election), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dpt.txt"'
    response["Cache-Control"] = "no-store"
    return response
