"""The pages of trustees and of the credential authority, opened by an invitation, and what they say to the
server.

The token stands in the fragment of the link, so it reaches us only in the body of `masuk`. The session then
holds the seat; whether the invitation still stands is asked again on every step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from luber.canon import shape
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.ceremony import afterwards, queries, states, usecases
from luber_server.ceremony.answering import body, in_json
from luber_server.people.gate import Pass, gate, seat, seated
from luber_server.ports import clock, limits

DECRYPT = "decrypt"
TRIES = 30  # tokens tried from one address in ten minutes; a guess has one chance in 2^128


@gate(Pass.EVERYONE)
@ensure_csrf_cookie
@require_GET
def trustee_page(request: HttpRequest) -> HttpResponse:
    """/kunci/: the shell that trustee.js fills."""
    return render(request, "ceremony/trustee.html")


@gate(Pass.EVERYONE)
@require_POST
@in_json
def trustee_enter(request: HttpRequest) -> dict[str, Any]:
    """POST /kunci/masuk {"token"} → the state."""
    at = clock.now()
    trustee = usecases.enter(token=_token(request), at=at)
    uuid = trustee.ceremony.election.uuid
    seat(request, as_=Pass.TRUSTEE, election=uuid, holder=trustee.token_hash)
    return states.trustee_state(trustee, at=at)


@gate(Pass.TRUSTEE)
@require_GET
@in_json
def trustee_state(request: HttpRequest) -> dict[str, Any]:
    """GET /kunci/keadaan → the state."""
    return states.trustee_state(queries.by_token(_holder(request, Pass.TRUSTEE)), at=clock.now())


@gate(Pass.TRUSTEE)
@require_POST
@in_json
def trustee_step(request: HttpRequest) -> dict[str, Any]:
    """POST /kunci/langkah {"step","body"} → the state after it."""
    at = clock.now()
    holder = _holder(request, Pass.TRUSTEE)
    read = body(request, required=("step", "body"))
    step = shape.string(read["step"], where="step")
    handed_in = shape.string(read["body"], where="body")
    if step == DECRYPT:
        trustee = queries.by_token(holder)
        afterwards.registered().accept(
            uuid=trustee.ceremony.election.uuid, owner=trustee.owner, body=handed_in, at=at
        )
    else:
        usecases.hand_in(token_hash=holder, step=step, body=handed_in, at=at)
    return states.trustee_state(queries.by_token(holder), at=at)


@gate(Pass.EVERYONE)
@ensure_csrf_cookie
@require_GET
def authority_page(request: HttpRequest) -> HttpResponse:
    """/kredensial/: the shell that credentials.js fills."""
    return render(request, "ceremony/authority.html")


@gate(Pass.EVERYONE)
@require_POST
@in_json
def authority_enter(request: HttpRequest) -> dict[str, Any]:
    """POST /kredensial/masuk {"token"} → the state."""
    authority = usecases.enter_authority(token=_token(request), at=clock.now())
    seat(request, as_=Pass.AUTHORITY, election=authority.election.uuid, holder=authority.token_hash)
    return states.authority_state(authority)


@gate(Pass.AUTHORITY)
@require_GET
@in_json
def authority_state(request: HttpRequest) -> dict[str, Any]:
    """GET /kredensial/keadaan → the state."""
    return states.authority_state(queries.authority_by_token(_holder(request, Pass.AUTHORITY)))


@gate(Pass.AUTHORITY)
@require_POST
@in_json
def authority_upload(request: HttpRequest) -> dict[str, Any]:
    """POST /kredensial/unggah {"credentials":[{"key","group","weight"}]} → the state."""
    holder = _holder(request, Pass.AUTHORITY)
    read = body(request, required=("credentials",))
    usecases.upload(token_hash=holder, credentials=read["credentials"], at=clock.now())
    return states.authority_state(queries.authority_by_token(holder))


@gate(Pass.AUTHORITY)
@require_POST
@in_json
def authority_print(request: HttpRequest) -> dict[str, Any]:
    """POST /kredensial/cetak {"cards","group"?,"reprint"?} → {"printed","total"}."""
    holder = _holder(request, Pass.AUTHORITY)
    read = body(request, required=("cards",), optional=("group", "reprint"))
    printed = usecases.log_print(
        token_hash=holder,
        cards=read["cards"],
        label=read.get("group"),
        reason=read.get("reprint"),
        at=clock.now(),
    )
    return {"printed": printed, "total": queries.cards(queries.authority_by_token(holder).election).total}


def _token(request: HttpRequest) -> str:
    limits.spend(
        what="ceremony.token",
        who=request.META.get("REMOTE_ADDR", ""),
        allowed=TRIES,
        per=timedelta(minutes=10),
        at=clock.now(),
    )
    return shape.string(body(request, required=("token",))["token"], where="token")


def _holder(request: HttpRequest, as_: Pass) -> str:
    found = seated(request, as_=as_)
    if found is None:  # the gate let nobody else in; said for the reader
        raise Refused(_("Buka lagi tautan undangan Anda di perangkat ini."), code="ceremony.seat")
    return found.holder
