"""Deny by default: a request reaches a view only where the view's gate lets it pass.

The order: a view without a gate is shut for all. Everyone, a seat in a ceremony, an account, an office that
covers the organisation in the address, and last an office that may look, where the request asks for no more
than that; the first that fits opens. Who is not signed in and could be is led
to sign in. All else is refused with a page (403) or, for programs, JSON, and leaves a row in
`people.Denial`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from luber_server.ports import clock, limits

from . import gate as gates
from . import offices, scope
from .models import Denial, Office, User
from .offices import Officer

logger = logging.getLogger("luber.gate")
ROWS_A_MINUTE = 300  # of denials, a process: a flood of refused requests is no flood of rows


class DenyByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[object],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        gate = gates.of(view)
        if gate is None:
            logger.error("the view %s has no gate and is shut", _name(request))
            return _deny(request, reason="no gate")
        if gates.Pass.EVERYONE in gate.allowed:
            return None
        if _holds_seat(request, gate, kwargs):
            return None
        user = request.user
        if not isinstance(user, User):
            if gate.roles or gates.Pass.ACCOUNT in gate.allowed:
                return _sign_in(request)
            return _deny(request, reason="no seat")
        if gates.Pass.ACCOUNT in gate.allowed:
            request.officer = Officer(user, None)  # type: ignore[attr-defined]
            return None
        office = _office(user, gate.roles, kwargs)
        request.may_act = office is not None  # type: ignore[attr-defined]
        if office is None and request.method in gates.LOOKING:
            office = _office(user, gate.look, kwargs)
        if office is None:
            return _deny(request, reason="no office" if gate.roles else "no seat")
        request.officer = Officer(user, office)  # type: ignore[attr-defined]
        return None


def _holds_seat(request: HttpRequest, gate: gates.Gate, kwargs: dict[str, object]) -> bool:
    for as_ in gate.seats:
        seat = gates.seated(request, as_=as_)
        if seat is not None and str(kwargs.get("uuid", seat.election)) == seat.election:
            return True
    return False


def _office(user: User, roles: frozenset[Office.Role], kwargs: dict[str, object]) -> Office | None:
    if not roles:
        return None
    place = scope.of(kwargs)
    if place.named and place.organisation is None:
        raise Http404
    return offices.find(user=user, roles=roles, organisation=place.organisation, at=clock.now())


def _sign_in(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"code": "gate.sign_in", "message": _("Masuk dulu, lalu coba lagi.")}, status=401)
    back = (
        request.get_full_path()
        if request.method in {"GET", "HEAD"}
        else resolve_url(settings.LOGIN_REDIRECT_URL)
    )
    return redirect_to_login(back, resolve_url(settings.LOGIN_URL))


def _deny(request: HttpRequest, *, reason: str) -> HttpResponse:
    _remember(request, reason)
    if reason == "no seat":
        said = _("Halaman ini dibuka dari tautan undangan Anda. Buka lagi tautan itu di perangkat ini.")
    else:
        said = _("Jabatan Anda tidak mencakup halaman ini. Minta panitia yang berwenang membukanya.")
    if _wants_json(request):
        return JsonResponse({"code": "gate.shut", "message": said}, status=403)
    return render(request, "people/shut.html", {"said": said, "seat": reason == "no seat"}, status=403)


def _remember(request: HttpRequest, reason: str) -> None:
    at = clock.now()
    try:
        limits.spend(
            what="denial", who="all", allowed=ROWS_A_MINUTE, per=timedelta(minutes=1), at=at, shared=False
        )
    except limits.TooMany:
        logger.warning("more than %d requests were refused in this minute", ROWS_A_MINUTE)
        return
    user = request.user if isinstance(request.user, User) else None
    Denial.objects.create(
        user=user, url_name=_name(request), method=(request.method or "")[:8], reason=reason, denied_at=at
    )


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return ((match.view_name or match.route) if match else "")[:120]


def _wants_json(request: HttpRequest) -> bool:
    return (
        "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json"
    )
