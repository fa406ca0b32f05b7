"""What is sealed and has no other room to show it: the rules, in the exact bytes that were hashed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luber_server.ceremony import queries
from luber_server.election import queries as elections
from luber_server.people.gate import Pass, gate


@gate(Pass.EVERYONE)
@require_safe
def rules(request: HttpRequest, uuid: str) -> HttpResponse:
    """/e/<uuid>/aturan.json: what `luber.rules` in the election file is the SHA-256 of."""
    election = elections.get(uuid)
    if not elections.is_public(election):
        raise elections.NotFound(uuid)
    response = HttpResponse(queries.sealed(election).rules_json, content_type="application/json")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response
