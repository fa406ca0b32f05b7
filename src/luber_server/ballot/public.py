"""What everyone sees of the paper: the candidates' page, the bytes that the booth shows, the photographs."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_safe

from luber_server.election import queries as elections
from luber_server.election.frame import frame
from luber_server.election.models import Election
from luber_server.people.gate import Pass, gate
from luber_server.ports import clock, vault

from . import cards, photos, queries

YEAR = 365 * 24 * 3600


@gate(Pass.EVERYONE)
@require_GET
def candidates(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who stands, with the same space, photograph and weight for all; before the freeze for the
    committee alone."""
    election = _visible(request, uuid)
    context = {
        **frame(election),
        "questions": [cards.of(asked) for asked in queries.paper(election)],
        "preview": elections.is_draft(election),
        "public_url": f"/e/{uuid}/",
    }
    return render(request, "ballot/candidates.html", context)


@gate(Pass.EVERYONE)
@require_GET
def presentation(request: HttpRequest, uuid: str) -> HttpResponse:
    """The canonical bytes whose hash is sealed with the election."""
    election = _visible(request, uuid)
    response = HttpResponse(queries.presentation(election), content_type="application/json")
    patch_cache_control(response, public=not elections.is_draft(election), max_age=0, must_revalidate=True)
    return response


@gate(Pass.EVERYONE)
@require_safe
def photo(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A candidate's photograph by its digest: the same bytes for ever."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or not queries.is_photo(sha256):
        raise Http404
    response = FileResponse(vault.open(sha256), content_type=photos.TYPE)
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    response["ETag"] = f'"{sha256}"'
    return response


def _visible(request: HttpRequest, uuid: str) -> Election:
    election = elections.get(uuid)
    if not elections.is_public(election) and not elections.is_committee(
        request.user, election=election, at=clock.now()
    ):
        raise elections.NotFound(uuid)
    return election
