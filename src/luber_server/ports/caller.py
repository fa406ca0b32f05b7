"""Whose request it is: behind our own proxy its address stands in X-Forwarded-For, not at the socket.

Every limit by address asks `REMOTE_ADDR`, ours and allauth's; so it is set right here, once, before all of
them. A client may write what it likes into the header; only its last entry was added by our proxy. Without
LUBER_BEHIND_PROXY the header is nobody's word and is not read.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class CallersAddress:
    """Middleware: with `settings.BEHIND_PROXY`, REMOTE_ADDR becomes the last hop of X-Forwarded-For."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.BEHIND_PROXY:
            found = last_hop(request.META.get("HTTP_X_FORWARDED_FOR", ""))
            request.META["REMOTE_ADDR"] = found or request.META.get("REMOTE_ADDR", "")
        return self.get_response(request)


def last_hop(header: str) -> str | None:
    """The address at the end of the header, None where no address stands there."""
    try:
        return str(ip_address(header.rpartition(",")[2].strip()))
    except ValueError:
        return None
