"""Middleware: a refusal of the core that a view lets pass becomes a page in plain words.

`Malformed` 400, `Refused` 409, `Unverified` 422. Views that speak JSON answer for themselves, and a view that
can show its form again should. Transactions are rolled back by now, so "nothing was changed" is true.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from luber.errors import LuberError, Malformed, Refused, Unverified

from .answers import stop

STATUS: dict[type[LuberError], int] = {Malformed: 400, Refused: 409, Unverified: 422}


class InPlainWords:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else is a bug and goes on to Django."""
        for kind, status in STATUS.items():
            if isinstance(error, kind):
                return stop(
                    request,
                    # A refusal may say more exactly what it is: 403 not yours, 429 too many (and when to come back).
                    status=getattr(error, "status", status),
                    retry_after=getattr(error, "retry_after", None),
                    what=error.said(_),
                    meaning=_("Tidak ada yang berubah."),
                    now=_("Kembali ke halaman sebelumnya. Yang sudah tersimpan tetap ada."),
                )
        return None
