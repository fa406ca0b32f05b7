"""The open book (Buku terbuka): the log's files for programs, and pages for people.

Files are served as C2SP tlog-tiles asks, readable from any origin, tiles cacheable for ever. Behind a web
server that serves <data>/log/ itself these views are not needed.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luber.errors import Malformed, Refused
from luber.translog.tile import Tile
from luber_server.people.gate import Pass, gate
from luber_server.trail import queries
from luber_server.trail.shelf import CHECKPOINT, VKEY, Shelf

PAGE = 30
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=5"
TEXT = "text/plain; charset=utf-8"
OCTETS = "application/octet-stream"


@require_safe
@gate(Pass.EVERYONE)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint that stands now."""
    return _file(CHECKPOINT, content_type=TEXT, cache=BRIEFLY)


@require_safe
@gate(Pass.EVERYONE)
def vkey(request: HttpRequest) -> HttpResponse:
    """The public key of the log, in the text form of signed notes."""
    return _file(VKEY, content_type=TEXT, cache=BRIEFLY)


@require_safe
@gate(Pass.EVERYONE)
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or an entry bundle; only names that a tile can have are looked up."""
    try:
        name = Tile.parse(f"tile/{path}").path()
    except Malformed as fault:
        raise Http404(fault.said(_)) from None
    return _file(name, content_type=OCTETS, cache=FOREVER)


@require_safe
@gate(Pass.EVERYONE)
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The offline proof of one leaf, as a file to keep."""
    try:
        found = queries.inclusion_proof(index)
    except Refused as fault:  # not published, or not yet
        raise Http404(fault.said(_)) from None
    response = HttpResponse(found.encode(), content_type=TEXT)
    response["Content-Disposition"] = f'attachment; filename="daun-{index}.tlog-proof"'
    response["Cache-Control"] = BRIEFLY
    return response


@require_safe
@gate(Pass.EVERYONE)
def book(request: HttpRequest) -> HttpResponse:
    """The newest leaves, how large the book is, its root, and how anyone checks it."""
    try:
        before = int(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise Http404(_("Nomor daun harus berupa angka.")) from None
    entries = queries.latest(limit=PAGE, before=before)
    published = queries.published()
    context = {
        "entries": entries,
        "older": entries[-1].index if entries and entries[-1].index > 0 else None,
        "newest": before is None,
        "published": published,
        "root": published.checkpoint.root.hex() if published else "",
        "waiting": queries.recorded() - (published.checkpoint.size if published else 0),
        "vkey": (Shelf(Path(settings.LOG_DIR)).read(VKEY) or b"").decode().strip(),
        "address": f"{settings.BASE_URL}/log",
    }
    return render(request, "portal/book.html", context)


@require_safe
@gate(Pass.EVERYONE)
def leaf(request: HttpRequest, index: int) -> HttpResponse:
    """One leaf, in words and in its exact bytes, with its proof."""
    entry = queries.leaf(index)
    if entry is None:
        raise Http404(_("Daun ini belum ada di buku terbuka."))
    published = queries.published()
    context = {
        "entry": entry,
        "data": [(name, _shown(value)) for name, value in entry.data.items()],
        "is_published": published is not None and index < published.checkpoint.size,
    }
    return render(request, "portal/leaf.html", context)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _file(name: str, *, content_type: str, cache: str) -> HttpResponse:
    data = Shelf(Path(settings.LOG_DIR)).read(name)
    if data is None:
        raise Http404(_("Buku terbuka belum memuat berkas ini."))
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"
    return response
