"""The committee's pages of the roll: counts, one class, one voter, what was done. Names are masked until asked for."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luber.errors import LuberError
from luber.registry.dps import masked
from luber.registry.roll import State as RollState
from luber_server.desk.parts import Column, Table
from luber_server.election import queries as elections
from luber_server.election.frame import posted
from luber_server.election.models import Election
from luber_server.people.gate import gate, officer
from luber_server.ports import clock
from luber_server.registry import queries, usecases
from luber_server.registry.forms import (
    RemoveForm,
    VoterForm,
)
from luber_server.registry.usecases.voters import Written
from luber_server.registry.web.page import PANITIA, class_table, log, page

FIELDS = {
    "nisn": "ident",
    "number": "ident",
    "name": "name",
    "sex": "sex",
    "class": "class_label",
    "mail": "contact",
    "phone": "contact",
}  # of a voter's form, by the first word of a finding's code


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
