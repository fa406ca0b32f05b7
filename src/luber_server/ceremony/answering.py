"""JSON answers for the pages that hold keys: errors say what to do, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from luber.canon import json, shape
from luber.errors import LuberError, Malformed, Refused, Unverified, gettext_noop
from luber_server.people.offices import NotYours
from luber_server.ports.limits import TooMany

LARGEST = 6 * 1024 * 1024  # bytes of a request: the public halves of some 20,000 cards
Answer = Callable[..., dict[str, Any]]


def in_json(view: Answer) -> Callable[..., HttpResponse]:
    """Answer with what `view` returns, or with {"code","message"} and the status of the refusal."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = JsonResponse(view(request, *args, **kwargs))
        except LuberError as error:
            response = JsonResponse(
                {"code": error.code or type(error).__name__, "message": error.said(_)}, status=_status(error)
            )
            if isinstance(error, TooMany):
                response["Retry-After"] = str(error.retry_after)
        response["Cache-Control"] = "no-store"
        return response

    return answered


def body(
    request: HttpRequest, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The JSON object that was posted. Raises `Malformed`."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Malformed(gettext_noop("Kiriman ini terlalu besar."), code="request.size")
    return shape.members(json.parse(request.body), where="body", required=required, optional=optional)


def _status(error: LuberError) -> int:
    if isinstance(error, TooMany):
        return 429
    if error.code in {"ceremony.token", "ceremony.seat"} or isinstance(error, NotYours):
        return 403
    if isinstance(error, Malformed):
        return 400
    return 422 if isinstance(error, Unverified) else 409 if isinstance(error, Refused) else 500
