"""A page that stops: what happened, what it means, what to do now. It blames nobody and loses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .parts import Text


def stop(
    request: HttpRequest,
    *,
    status: int,
    what: Text,
    meaning: Text = "",
    now: Text = "",
    links: Sequence[tuple[str, Text]] = (),
    retry_after: int | None = None,
) -> HttpResponse:
    """Answer with `desk/stop.html`. `links` are (address, words); `retry_after` is in seconds."""
    response = TemplateResponse(
        request,
        "desk/stop.html",
        {"what": what, "meaning": meaning, "now": now, "links": links},
        status=status,
    )
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response.render()
