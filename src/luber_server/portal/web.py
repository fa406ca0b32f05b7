"""The pages that everyone may see. They read, and keep nothing about who reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from django.core.paginator import Page, Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from luber.errors import Malformed
from luber_server.casting import queries as casting
from luber_server.ceremony import queries as ceremony
from luber_server.desk import numbers
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.people.gate import Pass, gate
from luber_server.ports import clock
from luber_server.tally import queries as tally

from . import archive as archives
from . import queries, search
from .result import answered

BALLOTS_A_PAGE = 50


@require_safe
@gate(Pass.EVERYONE)
def home(request: HttpRequest) -> HttpResponse:
    """/: what Luber is, the elections of now, and how to check."""
    return render(request, "portal/home.html", dict(queries.listed(at=clock.now())))


@require_safe
@gate(Pass.EVERYONE)
def election(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """/e/<uuid>/: what is fixed, how it stands, where to check."""
    found, row = _facts(uuid)
    return render(request, "portal/election.html", {"facts": found, **_frame(row)})


@require_safe
@gate(Pass.EVERYONE)
def box(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """/e/<uuid>/kotak/: every ballot by its number, newest first, and a search (?p=). Never a time."""
    row = _public(uuid)
    asked = request.GET.get("p", "").strip()[:200]
    found: tuple[search.Found, ...] = ()
    complaint = ""
    if asked:
        try:
            found = search.search(row, asked=asked)
        except Malformed as error:
            complaint = error.said(_)
    total = casting.count(row)
    page: Page[casting.Entry] = Paginator(_Ballots(row, total), BALLOTS_A_PAGE).get_page(request.GET.get("h"))
    return render(
        request,
        "portal/box.html",
        {
            "uuid": uuid,
            "asked": asked,
            "found": found,
            "complaint": complaint,
            "ended": casting.ended(row),
            "total": total,
            "page": page,
            **_frame(row),
        },
    )


@require_safe
@gate(Pass.EVERYONE)
def result(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """/e/<uuid>/hasil/: one sentence, bars, a table; before the result stands, why there is none."""
    found, row = _facts(uuid)
    questions = answered(row)
    if questions is None:
        return render(request, "portal/not_yet.html", {"facts": found, **_frame(row)})
    return render(
        request,
        "portal/result.html",
        {
            "facts": found,
            "questions": questions,
            "share": numbers.share(found.voted, found.voters),
            **_frame(row),
        },
    )


@require_safe
@gate(Pass.EVERYONE)
def archive(_request: HttpRequest, *, uuid: str, name: str | None = None) -> HttpResponseBase:
    """/e/<uuid>/arsip, and under the file's own name /e/<uuid>/arsip/<uuid>.bel: the archive as it stands,
    streamed.
    """
    row = _public(uuid)
    if name not in (None, row.uuid):
        raise Http404
    response = StreamingHttpResponse(archives.stream(row), content_type="application/x-tar")
    response["Content-Disposition"] = f'attachment; filename="{archives.name(row)}"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@gate(Pass.EVERYONE)
def election_json(_request: HttpRequest, *, uuid: str) -> HttpResponse:
    return _exact(ceremony.sealed(_public(uuid)).election_json)


@require_safe
@gate(Pass.EVERYONE)
def trustees_json(_request: HttpRequest, *, uuid: str) -> HttpResponse:
    return _exact(ceremony.sealed(_public(uuid)).trustees_json)


@require_safe
@gate(Pass.EVERYONE)
def public_creds_json(_request: HttpRequest, *, uuid: str) -> HttpResponse:
    return _exact(ceremony.sealed(_public(uuid)).public_creds_json)


@require_safe
@gate(Pass.EVERYONE)
def rules_json(_request: HttpRequest, *, uuid: str) -> HttpResponse:
    return _exact(ceremony.sealed(_public(uuid)).rules_json)


@require_safe
@gate(Pass.EVERYONE)
def data(_request: HttpRequest, *, uuid: str) -> HttpResponse:
    """/e/<uuid>/data.json: the public facts for programs."""
    found, row = _facts(uuid)
    decided = tally.result(row) if found.decided else None
    response = JsonResponse(queries.data(found, result=decided.counts if decided else None))
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
@gate(Pass.EVERYONE)
def how_to_check(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/how_to_check.html", {"base_url": queries.base_url()})


@require_GET
@gate(Pass.EVERYONE)
def secrecy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/secrecy.html")


class _Ballots(Sequence[casting.Entry]):
    """The box as a sequence for the paginator, newest first, read one page at a time."""

    def __init__(self, election: Election, total: int) -> None:
        self.election, self.total = election, total

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, piece: int) -> casting.Entry: ...

    @overload
    def __getitem__(self, piece: slice) -> list[casting.Entry]: ...

    def __getitem__(self, piece: int | slice) -> casting.Entry | list[casting.Entry]:
        if isinstance(piece, int):
            return casting.entries(self.election, start=piece, stop=piece + 1)[0]
        return casting.entries(self.election, start=piece.start or 0, stop=piece.stop)


def _public(uuid: str) -> Election:
    row = elections.get(uuid)
    if not elections.is_public(row):
        raise Http404
    return row


def _facts(uuid: str) -> tuple[queries.Facts, Election]:
    row = _public(uuid)
    return queries.facts(row, at=clock.now()), row


def _frame(row: Election) -> dict[str, Any]:
    return {"place": (row.title, row.organisation.name), "mock": row.mock}


def _exact(raw: bytes) -> HttpResponse:
    """The exact bytes that were sealed; they never change, so whoever has them may keep them."""
    response = HttpResponse(raw, content_type="application/json")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response
