"""The berita acara: the committee issues it, everyone reads it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luber.errors import LuberError
from luber_server.desk import answers
from luber_server.election import queries as elections
from luber_server.election.frame import posted
from luber_server.election.models import Election
from luber_server.people.gate import Pass, gate, officer
from luber_server.people.models import Office
from luber_server.ports import clock, vault

from . import queries, usecases
from .forms import DetailsForm, said_before
from .queries import Issued


@gate(Office.Role.PANITIA)
@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, uuid: str) -> HttpResponse:
    """/panitia/<uuid>/berita-acara/: issue it, or a corrected version."""
    election = elections.get(uuid)
    issued = queries.issued(election)
    form = DetailsForm(posted(request), initial=said_before(next(iter(issued), None)))
    if request.method == "POST" and form.is_valid():
        try:
            usecases.issue(actor=officer(request), uuid=uuid, details=form.details(), at=clock.now())
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("Berita acara diterbitkan. Cetak, lalu tanda tangani."))
            return redirect("certification:committee", uuid)
    context = {
        "uuid": uuid,
        "place": (election.title, str(election.organisation)),
        "mock": election.mock,
        "zone": ZoneInfo(election.zone),
        "decided": election.state == Election.State.DECIDED,
        "issued": issued,
        "form": form,
    }
    return render(request, "certification/committee.html", context)


@gate(Pass.EVERYONE)
@require_safe
def act(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """/e/<uuid>/berita-acara.pdf: the newest version."""
    return _paper(request, uuid, version=None)


@gate(Pass.EVERYONE)
@require_safe
def version(request: HttpRequest, uuid: str, number: int) -> HttpResponseBase:
    """/e/<uuid>/berita-acara-1.pdf: an earlier version stays readable."""
    return _paper(request, uuid, version=number)


def _paper(request: HttpRequest, uuid: str, *, version: int | None) -> HttpResponseBase:
    election = elections.get(uuid)
    if not elections.is_public(election):
        raise elections.NotFound(uuid)
    found = next((one for one in queries.issued(election) if version in (None, one.version)), None)
    if found is None:
        return answers.stop(
            request,
            status=404,
            what=_("Berita acara ini belum diterbitkan."),
            meaning=_("Panitia menerbitkannya setelah hasil dibuka."),
            now=_("Lihat dahulu halaman pemilihannya."),
            links=[(f"/e/{uuid}/", _("Halaman pemilihan"))],
        )
    return _file(election, found)


def _file(election: Election, found: Issued) -> FileResponse:
    response = FileResponse(vault.open(found.sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="berita-acara-{election.uuid}-{found.version}.pdf"'
    response["ETag"] = f'"{found.sha256}"'
    return response
