"""The committee's pages of DPS, objections and DPT."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from luber.errors import LuberError
from luber.registry.roll import State as RollState
from luber_server.election import queries as elections
from luber_server.election.frame import posted
from luber_server.people.gate import gate, officer
from luber_server.ports import clock
from luber_server.registry import queries, usecases
from luber_server.registry.forms import (
    AnswerForm,
    FreezeForm,
    UntilForm,
    WithoutDpsForm,
)
from luber_server.registry.web.page import PANITIA, class_table, log, page


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
