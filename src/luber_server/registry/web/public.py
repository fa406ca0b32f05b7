"""What everyone sees of a roll: the masked DPS while objections are open, the objection form, the way to an
answer."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from luber.errors import LuberError
from luber_server.desk.parts import Column, Table
from luber_server.election import queries as elections
from luber_server.election.frame import frame, posted
from luber_server.people.gate import Pass, gate
from luber_server.ports import clock, limits
from luber_server.registry import queries, usecases
from luber_server.registry.forms import ObjectionForm, TrackForm
from luber_server.registry.usecases.objections import Written

LINES_A_PAGE = 400
OBJECTIONS_AN_HOUR = 60  # a school shares one address
LOOKS_AN_HOUR = 200


@gate(Pass.EVERYONE)
@never_cache
@require_GET
def dps(request: HttpRequest, uuid: str) -> HttpResponse:
    """The provisional list, masked, by class; only while objections are open."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    if not elections.is_draft(election) or not view.objections_open(at):
        return render(
            request, "registry/dps_closed.html", {**frame(election), "roll": view, "zone": election.zone}
        )
    counts = queries.classes(election)
    wanted = request.GET.get("kelas", "")
    label = wanted if wanted in {one.label for one in counts} else counts[0].label if counts else ""
    lines = queries.dps_lines(election, class_label=label)
    pages = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Kelas %(label)s: %(count)d pemilih") % {"label": label, "count": len(lines)},
        columns=[Column(title=_("Nama (disamarkan)"))],
        rows=[[line.masked_name] for line in pages],
    )
    context = {
        **frame(election),
        "roll": view,
        "zone": election.zone,
        "table": table,
        "pages": pages,
        "label": label,
        "labels": [one.label for one in counts],
        "voice": election.voice,
    }
    return render(request, "registry/dps_public.html", context)


@gate(Pass.EVERYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def object_(request: HttpRequest, uuid: str) -> HttpResponse:
    """File an objection; the answer comes under a code that is shown once."""
    election, at = elections.get(uuid), clock.now()
    view = queries.get(election)
    if not elections.is_draft(election) or not view.objections_open(at):
        return render(
            request, "registry/dps_closed.html", {**frame(election), "roll": view, "zone": election.zone}
        )
    form = ObjectionForm(posted(request))
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            _spend(request, "objection", OBJECTIONS_AN_HOUR)
            code = usecases.file_objection(uuid=uuid, written=Written(**form.cleaned_data), at=at)
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
    return render(
        request,
        "registry/object.html",
        {**frame(election), "form": form, "code": code, "voice": election.voice},
    )


@gate(Pass.EVERYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest, uuid: str) -> HttpResponse:
    """The answer to an objection, by its code; the code is never in an address."""
    election = elections.get(uuid)
    if election.state == "cancelled":
        raise Http404
    form = TrackForm(posted(request))
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            _spend(request, "objection.track", LOOKS_AN_HOUR)
            found = queries.objection_by_code(election, form.cleaned_data["code"])
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            if found is None:
                form.add_error("code", _("Kode ini tidak ada di sini. Periksa lagi hurufnya."))
    context = {
        **frame(election),
        "form": form,
        "found": found,
        "zone": election.zone,
        "voice": election.voice,
    }
    return render(request, "registry/track.html", context)


def _spend(request: HttpRequest, what: str, allowed: int) -> None:
    who = request.META.get("REMOTE_ADDR", "")
    limits.spend(what=what, who=who, allowed=allowed, per=timedelta(hours=1), at=clock.now())
